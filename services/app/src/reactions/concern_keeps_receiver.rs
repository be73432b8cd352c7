//! A concern that waits for a decision always has somebody unconflicted who can take it (domain.md 1 rules 1
//! and 7). An adult's that went to people who all have come to have a conflict, or have left, is sent on:
//! head, trust lead, chair. A child's of which the whole line of safeguarding leads is conflicted is given
//! into the hands of the head, or else of the trust lead, who could see it all along. With nobody left it
//! waits, hidden, until somebody can (`nobody_left.rs`).
//!
//! The same where the leads of an academy have left or lost the role. Which leads an academy had at the worker's
//! last look is kept in memory: only where they have changed is each of its concerns looked at.
//!
//! It is a reaction to the conflict, which stands in its stream first: a crash between hides too much, and
//! the worker's next look sends the concern on.

use std::collections::BTreeSet;

use lanyard_access::PersonKey;
use lanyard_domain::concern::{Concern, Matter, Reroute};
use lanyard_domain::routing::RoutingFacts;
use lanyard_domain::{Aggregate, Senior};
use lanyard_events::{AcademyId, Envelope, Role, Sensitive, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::{caseload, concern_inbox, directory};

use super::matter_keeps_owner::REASON;
use crate::app::App;
use crate::caller::key_of;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::{Cause, Submitted};

/// Who decides on a concern about a child.
const LINE: [Role; 2] = [Role::Dsl, Role::DeputyDsl];
/// Who takes it up in their place, in this order (domain.md 1 rule 7).
const BEYOND: [Role; 2] = [Role::Head, Role::TrustLead];

/// How a concern stands that may have nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looked {
    /// Nothing had to be done.
    AsBefore,
    /// It was sent on, or it was found that there is nobody.
    SentOn,
    /// There is nobody, or somebody has it already, as before.
    Waits,
    /// Somebody was faster, or something failed: it is to be looked at again.
    Again,
}

impl App {
    /// Sends a concern on whose receivers are conflicted, after an event. Repeating it is harmless.
    pub(super) async fn concern_keeps_receiver(
        &self,
        envelope: &Envelope,
        cause: Cause,
        concern: StreamId,
    ) -> Result<Vec<Done>, AppError> {
        let Some(reroute) = self.onward_of_concern(concern).await? else {
            return Ok(Vec::new());
        };
        let reaction = Reaction {
            stream: concern,
            academy: self.load::<Concern>(concern).await?.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, &format!("{concern} goes on")),
        };
        let sent_on = self.react::<Concern>(reaction, |_, _| reroute.clone().into());
        Ok(vec![sent_on.await?])
    }

    /// The same for every concern that waits and links somebody.
    pub(super) async fn concerns_keep_receivers(
        &self,
        envelope: &Envelope,
        cause: Cause,
        person: PersonKey,
    ) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let linking = self
            .reader
            .read(|views| concern_inbox::linking(views, person))?;
        for concern in linking {
            let sent_on = self.concern_keeps_receiver(envelope, cause, concern);
            done.extend(sent_on.await?);
        }
        Ok(done)
    }

    /// A concern comes back to somebody who cannot have it any more: they had it under watch, or in hand. It
    /// goes to the next unconflicted senior, and with nobody left among those to whom it went it is sent on.
    pub(super) async fn concern_given_on(
        &self,
        envelope: &Envelope,
        cause: Cause,
        (concern, from): (StreamId, StaffId),
    ) -> Result<Vec<Done>, AppError> {
        let loaded = self.load::<Concern>(concern).await?;
        let (Some(matter), Some(academy)) = (loaded.state.matter(), loaded.academy) else {
            return Ok(Vec::new());
        };
        let has_it = self
            .reader
            .read(|views| caseload::has_concern(views, concern, from))?;
        if !matter.is_awaited() || !has_it {
            return Ok(Vec::new());
        }
        let row = self.reader.read(|views| access_row(views, concern))?;
        let Some(to) = self.next_senior(&row, &[from]).await? else {
            return self.concern_keeps_receiver(envelope, cause, concern).await;
        };
        let routing = if matter.is_adult_matter() {
            self.routing_in(Some(concern), academy, &matter.people)
                .await?
        } else {
            RoutingFacts::default()
        };
        let reroute = Reroute {
            routing,
            receivers: vec![Senior::looked_up(to)],
            reason: Sensitive::from(REASON),
        };
        let reaction = Reaction {
            stream: concern,
            academy: loaded.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, &format!("{concern} from {from}")),
        };
        let given = self.react::<Concern>(reaction, |_, _| reroute.clone().into());
        Ok(vec![given.await?])
    }

    /// The academies whose safeguarding leads and deputies are others than when their concerns were looked at
    /// last. Where there is none every concern is looked at, as it comes.
    pub(super) fn changed_lines(&self) -> Result<Vec<(AcademyId, BTreeSet<StaffId>)>, AppError> {
        let now = self.now();
        let mut changed = Vec::new();
        for academy in self.reader.read(directory::academies)? {
            let academy = academy.academy;
            let mut line = BTreeSet::new();
            for role in LINE {
                let holders = self
                    .reader
                    .read(|views| directory::holders(views, role, Some(academy), now))?;
                let here = holders.iter().filter(|holder| !self.has_left(holder));
                line.extend(here.map(|holder| holder.staff));
            }
            if line.is_empty() || !self.settled.is_line(academy, &line) {
                changed.push((academy, line));
            }
        }
        Ok(changed)
    }

    /// Sends on every concern about a child of an academy that none of its leads can decide on, so many at a look;
    /// answers how many moved. One that is in the hands of a head waits there, and who has nobody is looked for by
    /// itself (`nobody_left.rs`): neither is asked of again until the leads have changed.
    pub(super) async fn concerns_of_line(
        &self,
        academy: AcademyId,
        line: BTreeSet<StaffId>,
        most: &mut usize,
    ) -> Result<usize, AppError> {
        if !self.settled.scans(academy, &line) {
            let concerns = self
                .reader
                .read(|views| concern_inbox::about_children(views, academy))?;
            self.settled.begin_scan(academy, line, concerns);
        }
        let (mut moved, mut again) = (0, Vec::new());
        while *most > 0
            && let Some(concern) = self.settled.next_of_scan(academy)
        {
            *most -= 1;
            match self.looked_after(concern).await {
                Looked::AsBefore | Looked::Waits => {}
                Looked::SentOn => moved += 1,
                Looked::Again => again.push(concern),
            }
        }
        self.settled.end_look(academy, again);
        Ok(moved)
    }

    /// Whether everybody to whom a concern went is conflicted by now, or gone.
    pub(super) async fn is_left_behind(&self, concern: StreamId) -> Result<bool, AppError> {
        let row = self.reader.read(|views| access_row(views, concern))?;
        Ok(!self.has_receiver(&row).await?)
    }

    /// Looks after a concern without a cause, as the worker does.
    async fn concern_looked_after(&self, concern: StreamId) -> Result<Looked, AppError> {
        let loaded = self.load::<Concern>(concern).await?;
        let Some(reroute) = self.onward_of_concern(concern).await? else {
            return Ok(Looked::AsBefore);
        };
        let now = self.now();
        let events = Concern::decide(&loaded.state, reroute.into(), now)?;
        if events.is_empty() {
            return Ok(Looked::Waits);
        }
        let events = events.into_iter().map(Into::into).collect();
        let submitted = self
            .submit_as_system(now, (concern, loaded.academy), loaded.tip, events)
            .await?;
        Ok(match submitted {
            Submitted::Done(_) => Looked::SentOn,
            // Somebody was faster: the next look goes on.
            Submitted::Conflict { .. } => Looked::Again,
        })
    }

    /// The same of one of several: whatever fails in it, the others are looked at all the same.
    pub(super) async fn looked_after(&self, concern: StreamId) -> Looked {
        self.concern_looked_after(concern)
            .await
            .unwrap_or_else(|error| {
                tracing::error!(%error, "a concern was not looked at");
                Looked::Again
            })
    }

    /// Who takes a concern up next, but for some, where nobody to whom it went is left.
    pub(super) async fn next_receiver(
        &self,
        concern: StreamId,
        besides: &[StaffId],
    ) -> Result<Option<StaffId>, AppError> {
        let onward = self.onward_of_concern(concern).await?;
        let receivers = onward.map_or_else(Vec::new, |onward| onward.receivers);
        Ok({ receivers.into_iter() }
            .map(|receiver| receiver.staff)
            .find(|receiver| !besides.contains(receiver)))
    }

    /// To whom a concern goes now; none where it stays, because nothing is to be decided on it or somebody
    /// unconflicted can.
    async fn onward_of_concern(&self, concern: StreamId) -> Result<Option<Reroute>, AppError> {
        if concern.kind != StreamKind::Concern {
            return Ok(None);
        }
        let loaded = self.load::<Concern>(concern).await?;
        let (Some(matter), Some(academy)) = (loaded.state.matter(), loaded.academy) else {
            return Ok(None);
        };
        if !matter.is_awaited() {
            return Ok(None);
        }
        let keys: Vec<PersonKey> = { matter.people.iter() }
            .filter_map(|linked| key_of(&linked.person))
            .collect();
        let here = Here {
            academy,
            people: &keys,
            concern,
        };
        let who_decides: &[Role] = if matter.is_adult_matter() {
            &matter.routed_to
        } else {
            &LINE
        };
        let decide = self.holders_of(&here, who_decides).await?;
        if !decide.is_empty() && !waits_for_nobody(matter) {
            return Ok(None);
        }
        let (routing, receivers) = if matter.is_adult_matter() {
            let routing = self.routing_in(Some(concern), academy, &matter.people);
            let routing = routing.await?;
            let receivers = self.holders_of(&here, &matter.route(&routing)).await?;
            (routing, receivers)
        } else {
            let line = [&LINE[..], &BEYOND[..]].concat();
            let receivers = self.first_of(&here, &line).await?;
            (RoutingFacts::default(), receivers)
        };
        Ok(Some(Reroute {
            routing,
            receivers: receivers.into_iter().map(Senior::looked_up).collect(),
            reason: Sensitive::from(REASON),
        }))
    }

    /// Whether somebody unconflicted holds one of the roles to which a concern went.
    async fn has_receiver(&self, row: &AccessRow) -> Result<bool, AppError> {
        let Some(academy) = row.academy else {
            return Ok(true);
        };
        let here = Here {
            academy,
            people: &row.people,
            concern: row.matter,
        };
        let roles: Vec<Role> = row.routed_to.iter().collect();
        Ok(!self.holders_of(&here, &roles).await?.is_empty())
    }

    async fn holders_of(
        &self,
        here: &Here<'_>,
        roles: &[Role],
    ) -> Result<BTreeSet<StaffId>, AppError> {
        let mut found = BTreeSet::new();
        for role in roles {
            let holders =
                self.unconflicted_holders(*role, here.academy, here.people, Some(here.concern));
            found.extend(holders.await?);
        }
        Ok(found)
    }

    /// Those who hold the first of the roles that anybody unconflicted holds.
    async fn first_of(
        &self,
        here: &Here<'_>,
        roles: &[Role],
    ) -> Result<BTreeSet<StaffId>, AppError> {
        for role in roles {
            let holders = self.holders_of(here, &[*role]).await?;
            if !holders.is_empty() {
                return Ok(holders);
            }
        }
        Ok(BTreeSet::new())
    }
}

/// A concern, as whoever may act in it is looked up.
struct Here<'a> {
    academy: AcademyId,
    people: &'a [PersonKey],
    concern: StreamId,
}

/// Whether it was found that nobody is left.
fn waits_for_nobody(matter: &Matter) -> bool {
    matter.receivers.as_ref().is_some_and(Vec::is_empty)
}
