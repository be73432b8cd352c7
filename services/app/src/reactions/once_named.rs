//! Whoever was once named in a concern as the adult whom it is about stays shut out of it, although that was a
//! mistake and was corrected: what was said of them is still in it, and it may have been passed on to the very
//! desk that is theirs (domain.md 1 rule 1). Two seniors lift it, as any restriction (rule 4).
//!
//! 1. It is closed to them before the correction, or before it is passed on, stands: a crash between hides too
//!    much, never too little.
//! 2. Whoever comes next looks at it again in 90 days (rule 2).

use lanyard_access::RoleSet;
use lanyard_domain::clock::hours_deadline;
use lanyard_domain::concern::{Concern, Matter, State};
use lanyard_domain::conflict::{AddMatter, Conflict, MatterStanding, PlanReview};
use lanyard_events::{ConcernId, Envelope, EventId, PersonRef, Role, Sensitive, StaffId, StreamId};
use lanyard_projections::access_row::access_row;

use super::conflict_follows_matter::REVIEWED_AFTER_HOURS;
use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::{Context, Done};
use crate::error::AppError;
use crate::load::Loaded;
use crate::submit::Cause;

/// Why it is closed to them.
const REASON: &str = "Once named in it by mistake.";

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

    /// Sees to it that whoever was once named is shut out, and that somebody looks at it again.
    pub(super) async fn once_named_stay_out(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let concern = envelope.stream;
        let loaded = self.load::<Concern>(concern).await?;
        let mut done = Vec::new();
        for staff in { loaded.state.matter() }.map_or_else(Vec::new, once_named) {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let standing = self.standing_of(concern, staff).await?;
            if !matches!(standing, None | Some(MatterStanding::Marked)) {
                continue;
            }
            let stream = row.conflict.stream();
            let academy = self.load::<Conflict>(stream).await?.academy;
            let reaction = |what: &str| Reaction {
                stream,
                academy,
                actor: envelope.actor,
                occurred_at: envelope.occurred_at,
                cause,
                id: command_id::of_reaction(envelope.id, &format!("{what} {staff}")),
            };
            if standing.is_none() {
                let closed = reaction("once named");
                let closed = self.react::<Conflict>(closed, |_, _| close(concern).into());
                done.push(closed.await?);
            }
            let plan = PlanReview {
                matter: concern,
                owner: self.who_looks_again(concern, staff).await?,
                due: hours_deadline(envelope.proposed_at, REVIEWED_AFTER_HOURS).of_rule("conflict"),
            };
            let planned = reaction("planned review of");
            let planned = self.react::<Conflict>(planned, |_, _| plan.clone().into());
            done.push(planned.await?);
        }
        Ok(done)
    }

    /// A safeguarding lead would learn by the question of whom it was said.
    async fn who_looks_again(
        &self,
        concern: StreamId,
        besides: StaffId,
    ) -> Result<Option<StaffId>, AppError> {
        // The views may not have the newest event of the concern yet.
        self.wait_for(self.head()).await?;
        let mut row = self.reader.read(|views| access_row(views, concern))?;
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
