//! An adult's matter whose manager has come to have a conflict: it goes to the next unconflicted alternate
//! (domain.md 1 rules 1 and 7), and where all to whom it went are conflicted, it is sent on: head, trust
//! lead, chair. With nobody left it is hidden from everybody conflicted, the worker says so until somebody
//! is given one of the roles, and then gives it to them.

use std::collections::BTreeSet;

use lanyard_domain::Aggregate;
use lanyard_domain::allegation::{Allegation, ChangeOwner, Manager, Record, Reroute, State};
use lanyard_domain::referral::{Give, Referral};
use lanyard_domain::routing::RoutingFacts;
use lanyard_events::{Envelope, Role, Sensitive, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};

use super::matter_keeps_owner::{HandOn, REASON, Why, owners_of_steps, steps_of};
use crate::app::App;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::{Cause, Submitted};

/// Where a matter goes when nobody to whom it went is left.
struct Onward {
    routing: RoutingFacts,
    owner: Option<Manager>,
}

impl App {
    /// Whether somebody manages an open matter, or has a step of it in hand.
    pub(super) async fn has_of_allegation(
        &self,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let record = self.open_matter(matter).await?;
        Ok(record.is_some_and(|record| owners(&record).contains(&staff)))
    }

    /// People who have come into a matter may be close to whoever has something of it in hand; what waited for
    /// whoever manages it next is theirs now.
    pub(super) async fn allegation_keeps_owner(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let Some(record) = self.open_matter(envelope.stream).await? else {
            return Ok(Vec::new());
        };
        let people: Vec<_> = { record.links.people() }
            .filter_map(|linked| crate::caller::key_of(&linked.person))
            .collect();
        let mut done = Vec::new();
        for staff in owners(&record) {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let excluded = self.exclusions(row.conflict).await?;
            if excluded.bars(&people) || excluded.bars_matter(envelope.stream) {
                // The views may not have the new link yet.
                self.wait_for(self.head()).await?;
                let handed_on = self.hand_on(envelope, cause, envelope.stream, staff);
                done.extend(handed_on.await?);
            }
        }
        Ok(done)
    }

    /// Hands on what somebody has of an adult's matter; answers to whom the rest of it goes, if there is
    /// anybody. A step of somebody who does not manage it goes back to its manager, who gave it.
    pub(super) async fn allegation_handed_on(
        &self,
        row: &AccessRow,
        hand_on: &HandOn<'_>,
    ) -> Result<(Option<StaffId>, Vec<Done>), AppError> {
        let (matter, from) = (hand_on.matter, hand_on.from);
        let Some(record) = self.open_matter(matter).await? else {
            return Ok((None, Vec::new()));
        };
        if record.owner != from {
            let mut done = Vec::new();
            if !self.manages_on(&record, matter).await? {
                // It goes to whoever manages it next, once that is settled.
                return Ok((None, done));
            }
            let steps = { steps_of(&record.playbooks, from, record.owner).into_iter() }
                .filter(|(_, give)| hand_on.why.takes_step(record.playbooks.task(&give.name)));
            for (what, give) in steps {
                let reaction = hand_on.reaction(matter, &what);
                let given = self.react::<Allegation>(reaction, |_, _| give.clone().into());
                done.push(given.await?);
            }
            return Ok((Some(record.owner), done));
        }
        let reaction = hand_on.reaction(matter, "owner");
        if let Some(to) = self.next_senior(row, &[from]).await? {
            let change = ChangeOwner {
                owner: manager(to, row.routed_to.iter().collect()),
                reason: Sensitive::from(REASON),
            };
            let changed = self.react::<Allegation>(reaction, |_, _| change.clone().into());
            return Ok((Some(to), vec![changed.await?]));
        }
        if record.is_without_owner && hand_on.why != Why::Conflict {
            // It waits already: the worker looks for whoever next can have it.
            return Ok((None, Vec::new()));
        }
        let Some(onward) = self.onward(row, &record).await? else {
            tracing::error!("a matter that the views do not show was not handed on");
            return Ok((None, Vec::new()));
        };
        let to = onward.owner.as_ref().map(|owner| owner.staff);
        if to.is_none() {
            tracing::error!("nobody unconflicted is left to own a matter: give somebody a role");
        }
        let reroute = onward.command();
        let sent_on = self.react::<Allegation>(reaction, |_, _| reroute.clone().into());
        Ok((to, vec![sent_on.await?]))
    }

    /// Whether the manager of a matter can have what somebody else leaves behind in it: it is theirs still, they
    /// work here, and have come to have no conflict in it.
    async fn manages_on(&self, record: &Record, matter: StreamId) -> Result<bool, AppError> {
        let Some(row) = self.staff_row(record.owner)? else {
            return Ok(false);
        };
        let can = !record.is_without_owner && !self.has_left(&row);
        Ok(can && !self.bars(record.owner, matter).await?)
    }

    /// The next unconflicted senior of a matter, but for some: among those to whom it went, or where it will
    /// be sent on.
    pub(super) async fn next_in_line(
        &self,
        row: &AccessRow,
        besides: &[StaffId],
    ) -> Result<Option<StaffId>, AppError> {
        if let Some(next) = self.next_senior(row, besides).await? {
            return Ok(Some(next));
        }
        if row.matter.kind == StreamKind::Concern {
            return self.next_receiver(row.matter, besides).await;
        }
        let Some(record) = self.open_matter(row.matter).await? else {
            return Ok(None);
        };
        let onward = self.onward(row, &record).await?;
        let next = onward.and_then(|it| it.owner).map(|owner| owner.staff);
        Ok(next.filter(|next| !besides.contains(next)))
    }

    /// The order of the durable steps:
    /// 1. its open referrals go to whoever can own the matter;
    /// 2. the matter does.
    ///
    /// Until 2 it waits, so that after a crash the next look goes on.
    pub(super) async fn find_owner(&self, matter: StreamId) -> Result<bool, AppError> {
        let loaded = self.load::<Allegation>(matter).await?;
        let State::Open(record) = &loaded.state else {
            return Ok(false);
        };
        let row = self.reader.read(|views| access_row(views, matter))?;
        let Some(onward) = self.onward(&row, record).await? else {
            return Ok(false);
        };
        let Some(to) = onward.owner.as_ref().map(|owner| owner.staff) else {
            return Ok(false);
        };
        // The views may not have the newest referral yet.
        self.wait_for(self.head()).await?;
        for referral in self.open_referrals(matter, record.owner)? {
            if !self.referral_found_owner(referral, to).await? {
                return Ok(false);
            }
        }
        let now = self.now();
        let events = Allegation::decide(&loaded.state, onward.command().into(), now)?;
        if events.is_empty() {
            return Ok(true);
        }
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self
            .submit_as_system(now, (matter, loaded.academy), loaded.tip, events)
            .await?;
        Ok(matches!(submitted, Submitted::Done(_)))
    }

    /// False where somebody else has changed it meanwhile: the next look goes on.
    pub(super) async fn referral_found_owner(
        &self,
        referral: StreamId,
        to: StaffId,
    ) -> Result<bool, AppError> {
        let loaded = self.load::<Referral>(referral).await?;
        let give = Give {
            owner: to,
            owner_is_conflicted: false,
            reason: Some(Sensitive::from(REASON)),
        };
        let now = self.now();
        let events = match Referral::decide(&loaded.state, give.into(), now) {
            Ok(events) if events.is_empty() => return Ok(true),
            Ok(events) => events.into_iter().map(Into::into).collect(),
            // Closed or erased by now: nobody has to own it.
            Err(refusal) => {
                tracing::warn!(%referral, %refusal, "a referral was not handed on");
                return Ok(true);
            }
        };
        let submitted = self
            .submit_as_system(now, (referral, loaded.academy), loaded.tip, events)
            .await?;
        Ok(matches!(submitted, Submitted::Done(_)))
    }

    /// Where a matter goes now, and who of those is the first who can own it. None for a matter that the
    /// views do not show.
    async fn onward(&self, row: &AccessRow, record: &Record) -> Result<Option<Onward>, AppError> {
        let Some(academy) = row.academy else {
            return Ok(None);
        };
        let people = record.people();
        let routing = self.routing_in(Some(row.matter), academy, &people).await?;
        let routed_to = record.route(&routing);
        let mut owner = None;
        for role in &routed_to {
            let holders = self.unconflicted_holders(*role, academy, &row.people, Some(row.matter));
            if let Some(holder) = holders.await?.first() {
                owner = Some(manager(*holder, vec![*role]));
                break;
            }
        }
        Ok(Some(Onward { routing, owner }))
    }

    /// An adult's matter that is open.
    pub(super) async fn open_matter(
        &self,
        matter: StreamId,
    ) -> Result<Option<Box<Record>>, AppError> {
        if matter.kind != StreamKind::Allegation {
            return Ok(None);
        }
        let loaded = self.load::<Allegation>(matter).await?;
        Ok(match loaded.state {
            State::Open(record) => Some(record),
            State::Absent | State::Closed(..) | State::Erased => None,
        })
    }
}

impl Onward {
    fn command(self) -> Reroute {
        Reroute {
            routing: self.routing,
            owner: self.owner,
            reason: Sensitive::from(REASON),
        }
    }
}

/// Somebody who was looked up as unconflicted.
const fn manager(staff: StaffId, roles_here: Vec<Role>) -> Manager {
    Manager {
        staff,
        roles_here,
        is_conflicted: false,
    }
}

/// Everybody who has the matter, or something of it, in hand.
fn owners(record: &Record) -> BTreeSet<StaffId> {
    std::iter::once(record.owner)
        .chain(owners_of_steps(&record.playbooks))
        .collect()
}
