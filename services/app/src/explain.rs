//! Who could see a case or an adult's matter on a day, and by which rule: of a case for the data protection
//! officer; of an adult's matter for those who manage it, since nobody else may learn that there is one.
//!
//! It is reckoned from what the record says of that day: roles, grants, conflicts, whom the matter links and to
//! whom it went, as they stood at its end. A case goes where it went first; an adult's matter is sent on.

use lanyard_access::{Action, Caller, Decision, HeldRole, Resource, words_of};
use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::{Case, Links};
use lanyard_events::{Actor, At, Day, Revision, Role, Sensitive, StaffId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::directory::{self, Registered};
use lanyard_projections::grants::{GrantRow, grants_of};

use crate::address::Asked;
use crate::app::App;
use crate::caller::{Excluded, key_of, works_with_children};
use crate::context::Context;
use crate::error::AppError;
use crate::grant::Readable;

/// Conflict events of one person that are looked through; a stream is a handful long.
const WHOLE_STREAM: u32 = 4_096;

/// Somebody who could see a matter.
#[derive(Debug, Clone)]
pub struct CouldSee {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: Option<Sensitive<String>>,
    /// By which rules.
    pub by: Vec<Rule>,
}

/// A rule, as the policies have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The policy's id.
    pub policy: String,
    /// What it says in plain words.
    pub words: String,
}

impl App {
    /// Who could see a matter at the end of a day, and by which rule.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden` for readers who may not ask, `BadQuery` for a day that is still to come,
    /// `Unavailable`.
    pub async fn explain_access(
        &self,
        context: &Context,
        of: Readable,
        on: Day,
    ) -> Result<Vec<CouldSee>, AppError> {
        let matter = of.stream();
        let asked = Asked {
            wanted: Action::ExplainAccess,
            read: of.read(),
            status: Action::ExplainAccess,
        };
        self.address(context, matter, asked).await?;
        let now = self.now();
        if on > lanyard_domain::clock::london_day(now) {
            return Err(AppError::BadQuery("Name a day that is not still to come."));
        }
        let at = end_of(on).min(now);
        if self.begun_at(matter).await? > at {
            return Ok(Vec::new());
        }
        let resource = self.as_it_stood(of, at).await?;
        let everybody = self.query(directory::everybody).await?;
        let grants = self.query(move |views| grants_of(views, matter)).await?;
        let mut found = Vec::new();
        for person in everybody {
            let Some(caller) = self.as_of(&person, &grants, on, at).await? else {
                continue;
            };
            let explained = self.parts.policies.explain(&caller, of.read(), &resource);
            if explained.decision == Decision::Permit {
                found.push(CouldSee {
                    staff: person.staff,
                    name: person.name,
                    by: explained.policies.into_iter().map(rule).collect(),
                });
            }
        }
        Ok(found)
    }

    /// A matter as access decided on it at a moment. Of an erased one only what holds now is known.
    async fn as_it_stood(&self, of: Readable, at: At) -> Result<Resource, AppError> {
        let matter = of.stream();
        let mut resource = { self.reader.read(|views| access_row(views, matter))? }.resource();
        let linked = |links: &Links| {
            { links.people() }
                .filter_map(|linked| key_of(&linked.person))
                .collect()
        };
        match of {
            Readable::Case(_) => {
                let loaded = self.load_until::<Case>(matter, Some(at)).await?;
                if let Some(record) = loaded.state.record() {
                    resource.people = linked(&record.links);
                }
            }
            Readable::Allegation(_) => {
                let loaded = self.load_until::<Allegation>(matter, Some(at)).await?;
                if let Some(record) = loaded.state.record() {
                    resource.people = linked(&record.links);
                    resource.routed_to = record.routed_to.iter().copied().collect();
                }
            }
        }
        Ok(resource)
    }

    /// Somebody as a caller of that moment; none for who had left, or had no role.
    async fn as_of(
        &self,
        person: &Registered,
        grants: &[GrantRow],
        on: Day,
        at: At,
    ) -> Result<Option<Caller>, AppError> {
        if person.ended_on.is_some_and(|last| last < on) {
            return Ok(None);
        }
        let held = { person.roles.iter() }
            .filter(|role| role.confirmed_at.is_some_and(|from| from <= at))
            .filter(|role| role.ended_at.is_none_or(|until| until > at))
            .filter(|role| role.until.is_none_or(|until| until > at));
        let mut roles: Vec<HeldRole> = { held }
            .map(|role| HeldRole {
                role: role.role,
                academy: role.academy,
            })
            .collect();
        if works_with_children(person.academy, &roles) {
            roles.push(HeldRole {
                role: Role::Staff,
                academy: person.academy,
            });
        }
        let mut excluded = Excluded::default();
        let stream = { &self.parts.journal }.read_stream(
            person.conflict.stream(),
            Revision(0),
            WHOLE_STREAM,
        );
        for recorded in stream.await? {
            if recorded.event.envelope.proposed_at <= at {
                self.exclude(&mut excluded, &recorded)?;
            }
        }
        let mut caller = Caller::nobody(Actor::Staff(person.staff));
        caller.roles = roles;
        (caller.excluded_persons, caller.excluded_matters) = excluded.into_parts();
        caller.granted_matters = { grants.iter() }
            .filter(|grant| grant.to == person.staff && in_force(grant, at))
            .map(|grant| grant.matter)
            .collect();
        Ok(Some(caller))
    }
}

fn in_force(grant: &GrantRow, at: At) -> bool {
    let ended = grant.ended.as_ref().is_some_and(|(ended, _)| *ended <= at);
    grant.since <= at && at < grant.until && !ended
}

fn rule(policy: String) -> Rule {
    Rule {
        words: words_of(&policy).unwrap_or_default(),
        policy,
    }
}

/// The last moment of a day in London.
fn end_of(day: Day) -> At {
    let last = day.date().at(23, 59, 59, 999_000_000);
    match last.in_tz("Europe/London") {
        Ok(zoned) => At::from_jiff(zoned.timestamp()),
        // Only beyond the year 9999.
        Err(_) => At::from_millis(i64::MAX),
    }
}
