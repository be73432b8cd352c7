//! A conflict marked in an adult's matter, or in one of its concerns, closes all of it: the matter, its
//! concerns and the children's cases (domain.md 1 rule 1). Each is lifted by itself: a child's case may
//! be closed to somebody for another reason too.

use lanyard_domain::allegation::Allegation;
use lanyard_domain::concern::{Concern, Stage};
use lanyard_domain::conflict::{AddMatter, Conflict};
use lanyard_events::conflict::ConflictEvent;
use lanyard_events::{Event, Recorded, StreamId, StreamKind};
use lanyard_vault::Opened;

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn follow_up_conflict(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        if envelope.event_type.as_str() != "conflict.matter_added" {
            return Ok(Vec::new());
        }
        let Opened::Event(Event::Conflict(ConflictEvent::MatterAdded(added))) =
            self.parts.vault.open(&recorded.event)?
        else {
            return Ok(Vec::new());
        };
        let mut closed = Vec::new();
        for matter in self.closed_with(added.matter).await? {
            let reaction = Reaction {
                stream: envelope.stream,
                academy: envelope.academy,
                actor: envelope.actor,
                occurred_at: envelope.occurred_at,
                cause,
                id: command_id::of_reaction(envelope.id, &matter.to_string()),
            };
            let done = self
                .react::<Conflict>(reaction, |_, _| {
                    AddMatter {
                        matter,
                        reason: added.reason.clone(),
                    }
                    .into()
                })
                .await?;
            closed.push(done);
        }
        Ok(closed)
    }

    /// What is closed with an adult's matter or with a concern of one; nothing with anything else.
    async fn closed_with(&self, matter: StreamId) -> Result<Vec<StreamId>, AppError> {
        if matter.kind == StreamKind::Concern {
            let loaded = self.load::<Concern>(matter).await?;
            let stage = loaded.state.matter().map(|concern| &concern.stage);
            return Ok(match stage {
                Some(Stage::InAllegation(allegation)) => vec![allegation.stream()],
                Some(Stage::Untriaged | Stage::Assessed(_) | Stage::InCase(_)) | None => Vec::new(),
            });
        }
        if matter.kind != StreamKind::Allegation {
            return Ok(Vec::new());
        }
        let loaded = self.load::<Allegation>(matter).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(Vec::new());
        };
        let concerns = { record.concerns.iter() }.map(|concern| concern.stream());
        let cases = { record.child_cases.keys() }.map(|case| case.stream());
        Ok(concerns.chain(cases).collect())
    }
}
