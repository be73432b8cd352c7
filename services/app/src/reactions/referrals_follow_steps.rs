//! A step of a case sends it to a desk, or does not any more: a referral of its own is needed, or
//! called off (R3 to R8).
//!
//! The step stands first. A crash between hides nothing: the step itself is due, and the referral
//! comes with the worker's next look.

use lanyard_domain::case::{Case, Record};
use lanyard_domain::policy::Shipped;
use lanyard_domain::reference;
use lanyard_domain::referral::{CallOff, Need, Referral};
use lanyard_events::case::CaseEvent;
use lanyard_events::concern::Due;
use lanyard_events::step::{StepMoves, StepName, StepReferral};
use lanyard_events::{Envelope, Sensitive, StreamId};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn referrals_follow_steps(
        &self,
        envelope: &Envelope,
        cause: Cause,
        event: &CaseEvent,
    ) -> Result<Vec<Done>, AppError> {
        let Some((moves, reason)) = moves_of(event) else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        if moves.needed.is_empty() && moves.dropped.is_empty() {
            return Ok(done);
        }
        let loaded = self.load::<Case>(envelope.stream).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(done);
        };
        for needed in &moves.needed {
            let due = due_of(moves, &needed.name);
            done.extend(self.need(envelope, cause, record, needed, due).await?);
        }
        for dropped in &moves.dropped {
            let reason = reason.cloned().unwrap_or_else(|| {
                Sensitive::from(format!("Step {} does not ask for it.", dropped.name.step))
            });
            let reaction = reaction(envelope, cause, dropped, "not made");
            let call_off = CallOff {
                reason,
                second: None,
                by: None,
            };
            let off = self.react::<Referral>(reaction, |_, _| call_off.clone().into());
            done.push(off.await?);
        }
        Ok(done)
    }

    async fn need(
        &self,
        envelope: &Envelope,
        cause: Cause,
        record: &Record,
        needed: &StepReferral,
        due: Option<Due>,
    ) -> Result<Option<Done>, AppError> {
        let Some(desk) = Shipped::get().desk_named(&needed.agency) else {
            return Ok(None);
        };
        let reaction = reaction(envelope, cause, needed, "needed");
        let task = record.playbooks.task(&needed.name);
        let need = Need {
            desk,
            matter: envelope.stream,
            category: record.category.clone(),
            authority: self.authority_of(envelope.academy)?,
            step: Some(needed.name.clone()),
            reason: None,
            owner: task.map_or(record.owner, |task| task.owner),
            counts_from: envelope.proposed_at,
            step_due: due,
            calendar: self.calendar_at(envelope.academy).await?,
            reference: reference::of_command(&reaction.id),
        };
        let done = self
            .react::<Referral>(reaction, |_, _| need.clone().into())
            .await?;
        Ok(Some(done))
    }
}

/// What an event of a case moves, and the reason that goes with it.
fn moves_of(event: &CaseEvent) -> Option<(&StepMoves, Option<&Sensitive<String>>)> {
    match event {
        CaseEvent::PlaybookStarted(started) => Some((&started.moves, None)),
        CaseEvent::StepDone(done) => Some((&done.moves, done.text.as_ref())),
        CaseEvent::StepSkipped(skipped) => Some((&skipped.moves, Some(&skipped.reason))),
        CaseEvent::Opened(_)
        | CaseEvent::ConcernAdded(_)
        | CaseEvent::NoteAdded(_)
        | CaseEvent::ActionPlanned(_)
        | CaseEvent::ActionDone(_)
        | CaseEvent::ActionGiven(_)
        | CaseEvent::ParentsContacted(_)
        | CaseEvent::ParentsNotTold(_)
        | CaseEvent::StepGiven(_)
        | CaseEvent::PersonLinked(_)
        | CaseEvent::PersonCorrected(_)
        | CaseEvent::OwnerChanged(_)
        | CaseEvent::DutiesLeft(_)
        | CaseEvent::Closed(_)
        | CaseEvent::Reopened(_) => None,
    }
}

fn due_of(moves: &StepMoves, name: &StepName) -> Option<Due> {
    let begun = { moves.begun.iter() }.find(|begun| begun.name == *name);
    begun.and_then(|begun| begun.due_at.clone())
}

fn reaction(envelope: &Envelope, cause: Cause, referral: &StepReferral, what: &str) -> Reaction {
    let StepReferral { name, agency, .. } = referral;
    Reaction {
        stream: stream_of(envelope.stream, name, agency),
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(
            envelope.id,
            &format!("{what} {} {} {agency}", name.playbook, name.step),
        ),
    }
}

/// The referral of one desk for one step of one case: always the same, however often the answer to
/// the step is changed.
pub(crate) fn stream_of(case: StreamId, name: &StepName, agency: &str) -> StreamId {
    command_id::of_referral(case, &[&name.playbook, &name.step, agency])
}
