//! The desk that a step asks for was told: the step is done, and nobody types it twice.

use std::sync::Arc;

use lanyard_domain::allegation::Allegation;
use lanyard_domain::case::Case;
use lanyard_domain::policy::{Answer, DoneKind};
use lanyard_domain::referral::Referral;
use lanyard_domain::steps::{DoStep, Doer, Playbooks, TaskState};
use lanyard_events::referral::ReferralSubmitted;
use lanyard_events::{Envelope, StreamId, StreamKind};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn step_follows_referral(
        &self,
        envelope: &Envelope,
        cause: Cause,
        submitted: ReferralSubmitted,
    ) -> Result<Option<Done>, AppError> {
        let referral = self.load::<Referral>(envelope.stream).await?;
        let Some((record, name)) =
            { referral.state.record() }.and_then(|record| Some((record, record.step.clone()?)))
        else {
            return Ok(None);
        };
        let playbooks = self.playbooks_in(record.matter).await?;
        let Some(task) = { playbooks.as_ref() }.and_then(|playbooks| playbooks.task(&name)) else {
            return Ok(None);
        };
        if task.state != TaskState::Open {
            return Ok(None);
        }
        let decides = task.is(DoneKind::Decision);
        let calendar = self.calendar_at(envelope.academy).await?;
        let reaction = Reaction {
            stream: record.matter,
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, "step"),
        };
        let step = DoStep {
            name: name.clone(),
            child: None,
            answer: decides.then(|| Answer::YES.to_owned()),
            text: None,
            reference: submitted.their_reference.clone(),
            fields: Vec::new(),
            agencies: Vec::new(),
            second: None,
            by: Doer::Referral,
            opens: None,
            known_at: None,
            matrix: None,
            calendar: Arc::clone(&calendar),
        };
        let done = if record.matter.kind == StreamKind::Allegation {
            self.react::<Allegation>(reaction, |_, _| step.clone().into())
                .await?
        } else {
            self.react::<Case>(reaction, |_, _| step.clone().into())
                .await?
        };
        Ok(Some(done))
    }

    /// What runs in a matter, if anything readable is left of it.
    async fn playbooks_in(&self, matter: StreamId) -> Result<Option<Playbooks>, AppError> {
        if matter.kind == StreamKind::Allegation {
            let loaded = self.load::<Allegation>(matter).await?;
            return Ok({ loaded.state.record() }.map(|record| record.playbooks.clone()));
        }
        let loaded = self.load::<Case>(matter).await?;
        Ok({ loaded.state.record() }.map(|record| record.playbooks.clone()))
    }
}
