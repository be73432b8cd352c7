//! A matter always has one unconflicted owner (domain.md 1 rule 1, S04): whatever somebody who has come to
//! have a conflict had in hand goes to the next unconflicted senior, at once.
//!
//! Their conflict stream says so first: a crash between hides too much, and the worker's next look
//! hands on what is left. What leavers leave behind goes the same way (`leaver_hands_on.rs`).

use std::collections::BTreeSet;

use lanyard_access::RoleSet;
use lanyard_domain::Senior;
use lanyard_domain::case::{self, Case, ChangeOwner, GiveAction, LoseOwner, Record, State};
use lanyard_domain::referral::{Give, Referral};
use lanyard_domain::steps::{GiveStep, Playbooks, Task};
use lanyard_events::case::CaseEvent;
use lanyard_events::{AcademyId, Envelope, Role, Sensitive, StaffId, StreamId, StreamKind};
use lanyard_projections::access_row::{AccessRow, access_row};
use lanyard_projections::referral_queue;

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// Who comes next, in this order, as far as the matter went to them (domain.md 1 rule 7).
const ALTERNATES: [Role; 5] = [
    Role::Dsl,
    Role::DeputyDsl,
    Role::Head,
    Role::TrustLead,
    Role::Chair,
];

/// Why it is somebody else's now: says nothing of the conflict.
pub(super) const REASON: &str = "Whoever had it cannot act in this matter any more.";

/// Why somebody cannot have a thing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// They have come to have a conflict: everything goes, to the next unconflicted senior.
    Conflict,
    /// They have left: everything goes.
    Left,
    /// They are not one of those who act in it any more, and still work here with these roles: what came with
    /// another role goes; what they were given by name they can do as before (domain.md 1, row pastoral).
    RoleEnded(RoleSet),
}

impl Why {
    /// Whether a step goes.
    pub(super) fn takes_step(self, task: Option<&Task>) -> bool {
        match self {
            Self::Conflict | Self::Left => true,
            Self::RoleEnded(held) => task.is_some_and(|task| came_by_role(task, held)),
        }
    }

    /// Whether actions go of a case that somebody does not own: they are always given by name.
    const fn takes_actions(self) -> bool {
        !matches!(self, Self::RoleEnded(_))
    }
}

/// Whether a step is somebody's because of a role that they had, and not given to them by name. What is for
/// whoever raised the concern is theirs as a person (R5).
fn came_by_role(task: &Task, held: RoleSet) -> bool {
    let stays = |role: &String| {
        role == RAISER || { role.parse::<Role>() }.is_ok_and(|role| held.contains(role))
    };
    task.owner == task.step.owner && !task.step.roles.iter().any(stays)
}

/// How playbooks call whoever raised the concern.
const RAISER: &str = "raiser";

/// What happened, and what is handed on because of it.
pub(super) struct HandOn<'a> {
    pub(super) envelope: &'a Envelope,
    pub(super) cause: Cause,
    pub(super) why: Why,
    pub(super) matter: StreamId,
    pub(super) academy: Option<AcademyId>,
    pub(super) from: StaffId,
    pub(super) to: StaffId,
}

impl HandOn<'_> {
    pub(super) fn event_type(&self) -> &str {
        self.envelope.event_type.as_str()
    }

    pub(super) fn reaction(&self, stream: StreamId, what: &str) -> Reaction {
        Reaction {
            stream,
            academy: self.academy,
            actor: self.envelope.actor,
            occurred_at: self.envelope.occurred_at,
            cause: self.cause,
            id: command_id::of_reaction(
                self.envelope.id,
                &format!("{what} of {} from {}", self.matter, self.from),
            ),
        }
    }
}

impl App {
    /// Whether somebody owns an open matter, or a step, action or referral in it.
    pub(super) async fn has_in_hand(
        &self,
        matter: StreamId,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let owns = if matter.kind == StreamKind::Case {
            let loaded = self.load::<Case>(matter).await?;
            match &loaded.state {
                State::Open(record) => owners(record).contains(&staff),
                State::Absent | State::Closed(..) | State::Erased => false,
            }
        } else if matter.kind == StreamKind::Register {
            self.has_of_entry(matter, staff).await?
        } else {
            self.has_of_allegation(matter, staff).await?
        };
        Ok(owns || !self.open_referrals(matter, staff)?.is_empty())
    }

    /// Hands on what somebody has in hand in a matter, if it is closed to them.
    pub(super) async fn hand_on(
        &self,
        envelope: &Envelope,
        cause: Cause,
        matter: StreamId,
        from: StaffId,
    ) -> Result<Vec<Done>, AppError> {
        if !self.bars(from, matter).await? {
            return Ok(Vec::new());
        }
        let given = self.give_away(envelope, cause, (matter, from), Why::Conflict);
        given.await.map(|(_, done)| done)
    }

    /// Hands on what somebody has in hand in a matter; answers to whom it goes, if there is anybody.
    pub(super) async fn give_away(
        &self,
        envelope: &Envelope,
        cause: Cause,
        (matter, from): (StreamId, StaffId),
        why: Why,
    ) -> Result<(Option<StaffId>, Vec<Done>), AppError> {
        let row = self.reader.read(|views| access_row(views, matter))?;
        if !self.has_in_hand(matter, from).await? {
            return Ok((None, Vec::new()));
        }
        let hand_on = |to| HandOn {
            envelope,
            cause,
            why,
            matter,
            academy: row.academy,
            from,
            to,
        };
        if matter.kind == StreamKind::Register {
            // Its clocks go to whoever holds the role of each.
            let given = self.entry_handed_on(&row, &hand_on(from)).await?;
            return Ok((None, given));
        }
        if matter.kind == StreamKind::Allegation {
            let (to, mut done) = if self.open_matter(matter).await?.is_some() {
                self.allegation_handed_on(&row, &hand_on(from)).await?
            } else {
                // Nothing is left to do in it but with a desk that was told.
                (self.next_senior(&row, &[from]).await?, Vec::new())
            };
            if let Some(to) = to {
                done.extend(self.referrals_handed_on(&hand_on(to)).await?);
            }
            return Ok((to, done));
        }
        let to = match self.owner_who_stays(&hand_on(from)).await? {
            Some(owner) => Some(owner),
            None => self.next_senior(&row, &[from]).await?,
        };
        let Some(to) = to else {
            let waits = self.case_left_behind(&hand_on(from)).await?;
            return Ok((None, waits));
        };
        let hand_on = hand_on(to);
        let mut done = self.case_handed_on(&hand_on).await?;
        done.extend(self.referrals_handed_on(&hand_on).await?);
        Ok((Some(to), done))
    }

    /// Who has a case in which somebody else leaves a thing behind: it goes back to its owner, who gave it.
    async fn owner_who_stays(&self, hand_on: &HandOn<'_>) -> Result<Option<StaffId>, AppError> {
        if hand_on.why == Why::Conflict || hand_on.matter.kind != StreamKind::Case {
            return Ok(None);
        }
        let loaded = self.load::<Case>(hand_on.matter).await?;
        let owner = { loaded.state.record() }
            .filter(|record| !record.is_without_owner && record.owner != hand_on.from)
            .map(|record| record.owner);
        let Some(owner) = owner else {
            return Ok(None);
        };
        let stays =
            self.is_senior(owner, hand_on.academy)? && !self.bars(owner, hand_on.matter).await?;
        Ok(stays.then_some(owner))
    }

    /// Nobody unconflicted is left: the case waits for whoever next can own it.
    async fn case_left_behind(&self, hand_on: &HandOn<'_>) -> Result<Vec<Done>, AppError> {
        if hand_on.matter.kind != StreamKind::Case {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Case>(hand_on.matter).await?;
        let is_theirs = |record: &Record| record.owner == hand_on.from && !record.is_without_owner;
        if !loaded.state.record().is_some_and(is_theirs) {
            return Ok(Vec::new());
        }
        tracing::error!("nobody unconflicted is left to own a matter: give somebody a role");
        let reaction = hand_on.reaction(hand_on.matter, "owner");
        let lost = self.react::<Case>(reaction, |_, _| {
            LoseOwner {
                reason: Sensitive::from(REASON),
            }
            .into()
        });
        let lost = unless_refused(hand_on.event_type(), lost.await)?;
        Ok(lost.into_iter().collect())
    }

    async fn referrals_handed_on(&self, hand_on: &HandOn<'_>) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        for referral in self.open_referrals(hand_on.matter, hand_on.from)? {
            let reaction = hand_on.reaction(referral, &format!("referral {referral}"));
            let give = Give {
                owner: hand_on.to,
                owner_is_conflicted: false,
                reason: Some(Sensitive::from(REASON)),
            };
            let given = self.react::<Referral>(reaction, |_, _| give.clone().into());
            done.extend(unless_refused(hand_on.event_type(), given.await)?);
        }
        Ok(done)
    }

    /// People who have come into a case may be close to whoever has something of it in hand.
    pub(super) async fn case_keeps_owners(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let loaded = self.load::<Case>(envelope.stream).await?;
        let State::Open(record) = &loaded.state else {
            return Ok(Vec::new());
        };
        let people: Vec<_> = { record.links.people() }
            .filter_map(|linked| crate::caller::key_of(&linked.person))
            .collect();
        let mut done = Vec::new();
        for staff in owners(record) {
            let Some(row) = self.staff_row(staff)? else {
                continue;
            };
            let excluded = self.exclusions(row.conflict).await?;
            if excluded.bars(&people) || excluded.bars_matter(envelope.stream) {
                // The views may not have the new link yet, and say whom the matter goes to.
                self.wait_for(self.head()).await?;
                let handed_on = self.hand_on(envelope, cause, envelope.stream, staff);
                done.extend(handed_on.await?);
            }
        }
        Ok(done)
    }

    /// The next unconflicted senior of a matter, but for some.
    pub(crate) async fn next_senior(
        &self,
        matter: &AccessRow,
        besides: &[StaffId],
    ) -> Result<Option<StaffId>, AppError> {
        let theirs = |role: &&Role| matter.routed_to.contains(**role);
        for role in ALTERNATES.iter().filter(theirs) {
            // An entry of the trust's registers has no academy: the roles of the whole trust are asked.
            let holders = self.unconflicted_holders(
                *role,
                matter.academy,
                &matter.people,
                Some(matter.matter),
            );
            for next in holders.await? {
                let is_out = besides.contains(&next)
                    || (matter.behind.is_some() && self.bars(next, matter.stream).await?);
                if !is_out {
                    return Ok(Some(next));
                }
            }
        }
        Ok(None)
    }

    async fn case_handed_on(&self, hand_on: &HandOn<'_>) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let (from, to) = (hand_on.from, hand_on.to);
        let loaded = self.load::<Case>(hand_on.matter).await?;
        let State::Open(record) = &loaded.state else {
            return Ok(done);
        };
        // The steps go with the case to its new owner; from anybody else, each by itself.
        let owns = record.owner == from;
        let commands: Vec<(String, case::Command)> = if owns {
            let owner = Senior::looked_up(to);
            let reason = Sensitive::from(REASON);
            vec![("owner".to_owned(), ChangeOwner { owner, reason }.into())]
        } else {
            { steps_of(&record.playbooks, from, to).into_iter() }
                .filter(|(_, give)| hand_on.why.takes_step(record.playbooks.task(&give.name)))
                .map(|(what, give)| (what, give.into()))
                .collect()
        };
        let takes_actions = owns || hand_on.why.takes_actions();
        let actions = { record.actions.iter() }
            .filter(|(_, action)| takes_actions && action.owner == from)
            .filter(|(_, action)| action.outcome.is_none())
            .map(|(id, _)| {
                let give = GiveAction {
                    action: *id,
                    owner: to,
                    owner_is_conflicted: false,
                    reason: Sensitive::from(REASON),
                };
                (format!("action {id}"), give.into())
            });
        for (what, command) in commands.into_iter().chain(actions) {
            let reaction = hand_on.reaction(hand_on.matter, &what);
            let given = self.react::<Case>(reaction, |_, _| command.clone());
            done.extend(unless_refused(hand_on.event_type(), given.await)?);
        }
        Ok(done)
    }

    pub(super) fn open_referrals(
        &self,
        matter: StreamId,
        owner: StaffId,
    ) -> Result<Vec<StreamId>, AppError> {
        let open = self
            .reader
            .read(|views| referral_queue::in_hand(views, matter, owner))?;
        Ok(open.into_iter().map(|referral| referral.stream()).collect())
    }
}

/// One of several things that follow from an event. Where a rule refuses it, that is logged, with no id
/// (docs/logging.md), and the others are done all the same.
pub(super) fn unless_refused<T>(
    event_type: &str,
    followed: Result<T, AppError>,
) -> Result<Option<T>, AppError> {
    match followed {
        Ok(done) => Ok(Some(done)),
        Err(AppError::Refused(refusal)) => {
            tracing::warn!(
                event_type,
                code = refusal.code().name(),
                "one of several things that should have followed from an event was refused"
            );
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whether an event of a case may give somebody who has something of it in hand a conflict, or finds
/// one that came about while the case was closed.
pub(super) const fn may_bar(event: &CaseEvent) -> bool {
    matches!(
        event,
        CaseEvent::ConcernAdded(_)
            | CaseEvent::PersonLinked(_)
            | CaseEvent::PersonCorrected(_)
            | CaseEvent::Reopened(_)
    )
}

/// Everybody who has the case, or something of it, in hand.
fn owners(record: &Record) -> BTreeSet<StaffId> {
    let actions = { record.actions.values() }.filter(|action| action.outcome.is_none());
    std::iter::once(record.owner)
        .chain(owners_of_steps(&record.playbooks))
        .chain(actions.map(|action| action.owner))
        .collect()
}

/// Whose the open steps are.
pub(super) fn owners_of_steps(playbooks: &Playbooks) -> impl Iterator<Item = StaffId> + '_ {
    { playbooks.tasks() }
        .filter(|(_, task)| task.is_open())
        .map(|(_, task)| task.owner)
}

/// What gives somebody's open steps to another, with a word for each.
pub(super) fn steps_of(
    playbooks: &Playbooks,
    from: StaffId,
    to: StaffId,
) -> Vec<(String, GiveStep)> {
    { playbooks.tasks() }
        .filter(|(_, task)| task.owner == from && task.is_open())
        .map(|(name, _)| {
            let what = format!("step {}/{}", name.playbook, name.step);
            let give = GiveStep {
                name,
                owner: to,
                owner_is_conflicted: false,
                reason: Some(Sensitive::from(REASON)),
            };
            (what, give)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use lanyard_domain::{Code, Refusal};

    use super::*;

    #[test]
    fn a_refusal_of_one_does_not_end_the_rest_and_an_outage_does() {
        let refused = Refusal::new(Code::Erased, "The details of this pupil were erased.");
        let followed = unless_refused::<Done>("concern.raised", Err(refused.into()));
        assert!(matches!(followed, Ok(None)));
        let followed = unless_refused::<Done>("concern.raised", Err(AppError::Unavailable));
        assert!(matches!(followed, Err(AppError::Unavailable)));
    }
}
