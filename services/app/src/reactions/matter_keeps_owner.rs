//! A matter always has one unconflicted owner (domain.md 1 rule 1, S04): whatever somebody who has come to
//! have a conflict had in hand goes to the next unconflicted senior, at once.
//!
//! Their conflict stream says so first: a crash between hides too much, and the worker's next look
//! hands on what is left.

use std::collections::BTreeSet;

use lanyard_domain::Senior;
use lanyard_domain::allegation::{self, Allegation, Manager};
use lanyard_domain::case::{
    self, Case, ChangeOwner, GiveAction, GiveStep, Record, State, TaskState,
};
use lanyard_domain::referral::{Give, Referral};
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
const REASON: &str = "Whoever had it cannot act in this matter any more.";

/// What happened, and what is handed on because of it.
struct HandOn<'a> {
    envelope: &'a Envelope,
    cause: Cause,
    matter: StreamId,
    academy: Option<AcademyId>,
    from: StaffId,
    to: StaffId,
}

impl HandOn<'_> {
    fn reaction(&self, stream: StreamId, what: &str) -> Reaction {
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
        } else {
            self.manager_of(matter).await? == Some(staff)
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
        let row = self.reader.read(|views| access_row(views, matter))?;
        if !self.bars(from, matter).await? || !self.has_in_hand(matter, from).await? {
            return Ok(Vec::new());
        }
        let Some(to) = self.next_senior(&row, &[from]).await? else {
            tracing::error!("nobody unconflicted is left to own a matter: give somebody a role");
            return Ok(Vec::new());
        };
        let hand_on = HandOn {
            envelope,
            cause,
            matter,
            academy: row.academy,
            from,
            to,
        };
        let mut done = if matter.kind == StreamKind::Case {
            self.case_handed_on(&hand_on).await?
        } else {
            self.allegation_handed_on(&hand_on).await?
        };
        for referral in self.open_referrals(matter, from)? {
            let reaction = hand_on.reaction(referral, &format!("referral {referral}"));
            let give = Give {
                owner: to,
                owner_is_conflicted: false,
                reason: Some(Sensitive::from(REASON)),
            };
            let given = self.react::<Referral>(reaction, |_, _| give.clone().into());
            done.push(given.await?);
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
    pub(super) async fn next_senior(
        &self,
        matter: &AccessRow,
        besides: &[StaffId],
    ) -> Result<Option<StaffId>, AppError> {
        let Some(academy) = matter.academy else {
            return Ok(None);
        };
        let theirs = |role: &&Role| matter.routed_to.contains(**role);
        for role in ALTERNATES.iter().filter(theirs) {
            let holders =
                self.unconflicted_holders(*role, academy, &matter.people, Some(matter.matter));
            let holders = holders.await?;
            if let Some(next) = holders.into_iter().find(|it| !besides.contains(it)) {
                return Ok(Some(next));
            }
        }
        Ok(None)
    }

    async fn case_handed_on(&self, hand_on: &HandOn<'_>) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        let (from, to) = (hand_on.from, hand_on.to);
        let loaded = self.load::<Case>(hand_on.matter).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(done);
        };
        // The steps go with the case to its new owner; from anybody else, each by itself.
        let commands: Vec<(String, case::Command)> = if record.owner == from {
            let owner = Senior {
                staff: to,
                is_senior_here: true,
                is_conflicted: false,
            };
            let reason = Sensitive::from(REASON);
            vec![("owner".to_owned(), ChangeOwner { owner, reason }.into())]
        } else {
            steps_of(record, from, to)
        };
        let actions = { record.actions.iter() }
            .filter(|(_, action)| action.owner == from && action.outcome.is_none())
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
            done.push(given.await?);
        }
        Ok(done)
    }

    async fn allegation_handed_on(&self, hand_on: &HandOn<'_>) -> Result<Vec<Done>, AppError> {
        if self.manager_of(hand_on.matter).await? != Some(hand_on.from) {
            return Ok(Vec::new());
        }
        let row = self
            .reader
            .read(|views| access_row(views, hand_on.matter))?;
        let change = allegation::ChangeOwner {
            owner: Manager {
                staff: hand_on.to,
                roles_here: row.routed_to.iter().collect(),
                is_conflicted: false,
            },
            reason: Sensitive::from(REASON),
        };
        let reaction = hand_on.reaction(hand_on.matter, "owner");
        let done = self.react::<Allegation>(reaction, |_, _| change.clone().into());
        Ok(vec![done.await?])
    }

    /// The case manager of an open matter about an adult; of nothing else is there one.
    async fn manager_of(&self, matter: StreamId) -> Result<Option<StaffId>, AppError> {
        if matter.kind != StreamKind::Allegation {
            return Ok(None);
        }
        let loaded = self.load::<Allegation>(matter).await?;
        Ok(match loaded.state {
            allegation::State::Open(record) => Some(record.owner),
            allegation::State::Absent
            | allegation::State::Closed(..)
            | allegation::State::Erased => None,
        })
    }

    fn open_referrals(&self, matter: StreamId, owner: StaffId) -> Result<Vec<StreamId>, AppError> {
        let open = self
            .reader
            .read(|views| referral_queue::in_hand(views, matter, owner))?;
        Ok(open.into_iter().map(|referral| referral.stream()).collect())
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
    let steps = { record.playbooks.tasks() }.filter(|(_, task)| is_open(task.state));
    let actions = { record.actions.values() }.filter(|action| action.outcome.is_none());
    std::iter::once(record.owner)
        .chain(steps.map(|(_, task)| task.owner))
        .chain(actions.map(|action| action.owner))
        .collect()
}

fn steps_of(record: &Record, from: StaffId, to: StaffId) -> Vec<(String, case::Command)> {
    { record.playbooks.tasks() }
        .filter(|(_, task)| task.owner == from && is_open(task.state))
        .map(|(name, _)| {
            let what = format!("step {}/{}", name.playbook, name.step);
            let give = GiveStep {
                name,
                owner: to,
                owner_is_conflicted: false,
                reason: Some(Sensitive::from(REASON)),
            };
            (what, give.into())
        })
        .collect()
}

const fn is_open(state: TaskState) -> bool {
    matches!(state, TaskState::Waiting | TaskState::Open)
}
