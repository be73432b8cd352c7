//! A person corrected on a concern that is part of a case: the case is corrected too (S08).

use lanyard_domain::case::{Case, CorrectPerson};
use lanyard_domain::concern::{Concern, Stage};
use lanyard_events::concern::ConcernPersonCorrected;
use lanyard_events::{ConcernId, Envelope};

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn case_follows_correction(
        &self,
        envelope: &Envelope,
        cause: Cause,
        corrected: ConcernPersonCorrected,
    ) -> Result<Option<Done>, AppError> {
        let loaded = self.load::<Concern>(envelope.stream).await?;
        let Some(Stage::InCase(case)) = loaded.state.matter().map(|matter| &matter.stage) else {
            return Ok(None);
        };
        let reaction = Reaction {
            stream: case.stream(),
            academy: envelope.academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, "case"),
        };
        let done = self
            .react::<Case>(reaction, |_, _| {
                CorrectPerson {
                    from: corrected.from.clone(),
                    to: corrected.to.clone(),
                    reason: corrected.reason.clone(),
                    concern: Some(ConcernId::new(envelope.stream.uuid)),
                }
                .into()
            })
            .await?;
        Ok(Some(done))
    }
}
