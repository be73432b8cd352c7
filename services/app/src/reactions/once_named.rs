//! Whoever was once named in a concern as the adult whom it is about stays shut out of it, although that was a
//! mistake and was corrected: what was said of them is still in it, and it may have been passed on to the very
//! desk that is theirs (domain.md 1 rule 1). Two seniors lift it, as any restriction (rule 4).
//!
//! 1. It is closed to them before the correction, or before it is passed on, stands: a crash between hides too
//!    much, never too little.
//! 2. Whoever comes next looks at it again in 90 days (rule 2); the same of the case or adult's matter that it is
//!    part of, which is closed with it.
//!
//! Concerns that were corrected before there was this rule are looked at by the worker, once after every start.

use lanyard_access::RoleSet;
use lanyard_domain::clock::hours_deadline;
use lanyard_domain::concern::{Concern, Matter, State};
use lanyard_domain::conflict::{AddMatter, Conflict, MatterStanding, PlanReview};
use lanyard_events::{
    Actor, ConcernId, Envelope, EventId, PersonRef, Recorded, Revision, Role, Sensitive, StaffId,
    StreamId,
};
use lanyard_projections::access_row::access_row;
use lanyard_projections::concern_inbox;

use super::cause_of;
use super::conflict_follows_matter::REVIEWED_AFTER_HOURS;
use super::leaver_hands_on::is_new;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;
use crate::settled::AT_A_LOOK;
use crate::submit::Cause;

/// Why it is closed to them.
const REASON: &str = "Once named in it by mistake.";
/// Where somebody was put in the place of somebody else.
const CORRECTED: &str = "concern.person_corrected";
/// Events of a concern read at once.
const BATCH: u32 = 200;

impl App {
    /// Somebody is about to be corrected away out of a concern in which they are named.
    pub(crate) async fn close_to_wrong_name(
        &self,
        context: &Context,
        concern: ConcernId,
        (loaded, from): (&Loaded<State>, &PersonRef),
    ) -> Result<(), AppError> {
        let (Some(matter), Some(staff)) = (loaded.state.matter(), from.staff()) else {
            return Ok(());
        };
        // Once corrected they are not: a repeat closes nothing that was lifted since.
        let is_linked = matter.people.iter().any(|linked| linked.person == *from);
        if !is_linked || !matter.has_named(staff) {
            return Ok(());
        }
        self.close_to(context, (concern.stream(), loaded.newest), staff)
            .await
    }

    /// A concern is about to be passed on in which somebody was named who has no part in it any more. What two
    /// seniors have lifted stays lifted.
    pub(crate) async fn close_to_once_named(
        &self,
        context: &Context,
        concern: ConcernId,
        loaded: &Loaded<State>,
    ) -> Result<(), AppError> {
        for staff in { loaded.state.matter() }.map_or_else(Vec::new, once_named) {
            if self.standing_of(concern.stream(), staff).await?.is_none() {
                self.close_to(context, (concern.stream(), loaded.newest), staff)
                    .await?;
            }
        }
        Ok(())
    }

    /// Sees to it that whoever was once named is shut out, and that somebody looks at it again. The case or the
    /// adult's matter that the concern is part of was closed with it while the wrong name still stood there, so
    /// that nobody was asked about that either.
    pub(super) async fn once_named_stay_out(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let concern = envelope.stream;
        let loaded = self.load::<Concern>(concern).await?;
        let mut matters = vec![concern];
        matters.extend(self.closed_with(concern).await?);
        let mut done = Vec::new();
        for staff in { loaded.state.matter() }.map_or_else(Vec::new, once_named) {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let stream = row.conflict.stream();
            let loaded = self.load::<Conflict>(stream).await?;
            for matter in &matters {
                let standing = loaded.state.standing(matter);
                // What the concern is part of is closed with it, and planned for by that.
                let closes = standing.is_none() && *matter == concern;
                if !closes && standing != Some(MatterStanding::Marked) {
                    continue;
                }
                let reaction = |what: &str| Reaction {
                    stream,
                    academy: loaded.academy,
                    actor: envelope.actor,
                    occurred_at: envelope.occurred_at,
                    cause,
                    id: command_id::of_reaction(envelope.id, &format!("{what} {staff}: {matter}")),
                };
                if closes {
                    let closed = reaction("once named");
                    let closed = self.react::<Conflict>(closed, |_, _| close(*matter).into());
                    done.push(closed.await?);
                }
                let plan = PlanReview {
                    matter: *matter,
                    owner: self.who_looks_again(*matter, staff).await?,
                    due: hours_deadline(envelope.proposed_at, REVIEWED_AFTER_HOURS)
                        .of_rule("conflict"),
                };
                let planned = reaction("planned review of");
                let planned = self.react::<Conflict>(planned, |_, _| plan.clone().into());
                done.push(planned.await?);
            }
        }
        Ok(done)
    }

    /// Looks once after every start at the concerns in which somebody was put in the place of somebody else before
    /// there was this rule, so many at a time; answers how much was recorded. What was decided about anybody stays
    /// decided, and a repeat records nothing. A fault ends this look alone: whichever has it comes after all others.
    pub(crate) async fn once_named_before(&self) -> Result<usize, AppError> {
        if !self.settled.knows_corrected() {
            // Views that are being built anew know of few of them.
            self.wait_for(self.head()).await?;
            let corrected = self.reader.read(concern_inbox::corrected)?;
            self.settled.keep_corrected(corrected);
        }
        let mut recorded = 0;
        for _one in 0..AT_A_LOOK {
            let Some(concern) = self.settled.next_corrected() else {
                break;
            };
            match self.once_named_in(concern).await {
                Ok(new) => recorded += new,
                Err(AppError::Refused(refusal)) => tracing::warn!(
                    code = refusal.code().name(),
                    "a concern was not closed to whom it once named"
                ),
                Err(error) => {
                    tracing::error!(%error, "a corrected concern is to be looked at again");
                    self.settled.look_again(concern);
                    break;
                }
            }
        }
        Ok(recorded)
    }

    async fn once_named_in(&self, concern: StreamId) -> Result<usize, AppError> {
        let Some(corrected) = self.newest_correction(concern).await? else {
            return Ok(0);
        };
        let now = self.now();
        let envelope = Envelope {
            actor: Actor::System,
            occurred_at: now,
            proposed_at: now,
            ..corrected.event.envelope.clone()
        };
        let followed = self.once_named_stay_out(&envelope, cause_of(&corrected));
        let followed = followed.await?;
        Ok(followed.iter().filter(|done| is_new(done)).count())
    }

    async fn newest_correction(&self, concern: StreamId) -> Result<Option<Recorded>, AppError> {
        let mut newest = None;
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(concern, from, BATCH).await?;
            if batch.is_empty() {
                return Ok(newest);
            }
            for recorded in batch {
                from = recorded.event.envelope.revision.next();
                if recorded.event.envelope.event_type.as_str() == CORRECTED {
                    newest = Some(recorded);
                }
            }
        }
    }

    /// A safeguarding lead would learn by the question of whom it was said.
    async fn who_looks_again(
        &self,
        matter: StreamId,
        besides: StaffId,
    ) -> Result<Option<StaffId>, AppError> {
        // The views may not have the newest event of the concern yet.
        self.wait_for(self.head()).await?;
        let mut row = self.reader.read(|views| access_row(views, matter))?;
        if row.routed_to.contains(Role::Dsl) {
            row.routed_to = RoleSet::from_roles([Role::Head, Role::TrustLead]);
        }
        self.next_in_line(&row, &[besides]).await
    }

    /// How a concern stands in somebody's conflict stream; none where it was never closed to them.
    async fn standing_of(
        &self,
        concern: StreamId,
        staff: StaffId,
    ) -> Result<Option<MatterStanding>, AppError> {
        let Some(row) = self.staff_row(staff)? else {
            return Ok(None);
        };
        let loaded = self.load::<Conflict>(row.conflict.stream()).await?;
        Ok(loaded.state.standing(&concern))
    }

    /// Closes a concern to somebody before a change of it, which the caller may make. Should that be refused, it
    /// stays closed to them: they are named in it, or were.
    async fn close_to(
        &self,
        context: &Context,
        (concern, newest): (StreamId, Option<EventId>),
        staff: StaffId,
    ) -> Result<(), AppError> {
        let (Some(row), Some(newest)) = (self.staff_row(staff)?, newest) else {
            return Ok(());
        };
        let stream = row.conflict.stream();
        let (command, _) = context.command()?;
        let reaction = Reaction {
            stream,
            academy: self.load::<Conflict>(stream).await?.academy,
            actor: context.caller.actor,
            occurred_at: self.now(),
            cause: Cause {
                causation: newest,
                correlation: newest,
            },
            id: command_id::of_reaction(newest, &format!("{command} closes {concern} to {staff}")),
        };
        let closed = self.react::<Conflict>(reaction, |_, _| close(concern).into());
        self.follow(closed.await?).await?;
        Ok(())
    }
}

fn once_named(matter: &Matter) -> Vec<StaffId> {
    matter.once_named().collect()
}

fn close(concern: StreamId) -> AddMatter {
    AddMatter {
        matter: concern,
        reason: Sensitive::from(REASON),
    }
}
