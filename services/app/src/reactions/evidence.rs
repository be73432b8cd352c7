//! What follows for files: where a matter turns out to be one to which nothing may be attached, each file of it becomes
//! unreadable (R6); and what two have agreed to destroy is destroyed.
//!
//! Nothing waits for it: from the first fact on, what holds for the matter is asked of the store at every reading. A crash
//! between hides too much, never too little.

use lanyard_domain::evidence::{Destroyed, Evidence, Hold, MakeUnreadable, ReportMatter};
use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::evidence::{EvidenceEvent, UnreadableWhy};
use lanyard_events::{CaseId, Envelope, Event, EvidenceId, Recorded, StreamId, StreamKind};
use lanyard_projections::evidence::pieces_of;
use lanyard_vault::Opened;

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

/// The types after which a matter may be another than it was, or have one file more; a concern is raised without any.
const CAUSES: [&str; 9] = [
    "case.opened",
    "case.concern_added",
    "case.playbook_started",
    "allegation.opened",
    "allegation.concern_added",
    "allegation.child_case_linked",
    "allegation.playbook_started",
    "evidence.captured",
    "evidence.matter_reported",
];
/// An entry of a record of looking into misuse: it may say that an indecent image was seen.
const INVESTIGATED: [&str; 2] = [
    "case.investigation_recorded",
    "allegation.investigation_recorded",
];
/// Two have agreed.
const AGREED: &str = "evidence.destruction_agreed";

impl App {
    pub(super) async fn follow_up_for_evidence(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Vec<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        let event_type = envelope.event_type.as_str();
        if event_type == AGREED {
            let done = self.evidence_is_destroyed(envelope, cause).await?;
            return Ok(done.into_iter().collect());
        }
        if INVESTIGATED.contains(&event_type) {
            let done = self.suspected_image_is_reported(recorded, cause).await?;
            return Ok(done.into_iter().collect());
        }
        if !CAUSES.contains(&event_type) {
            return Ok(Vec::new());
        }
        let Some(matter) = self.matter_behind(recorded)? else {
            return Ok(Vec::new());
        };
        let together = self.together(matter).await?;
        let Some(why) = self.barred_together(&together).await? else {
            return Ok(Vec::new());
        };
        let mut done = Vec::new();
        if why == UnreadableWhy::MatterReported {
            for case in &together.child_cases {
                done.push(self.child_case_is_reported(envelope, cause, *case).await?);
            }
        }
        // Every file that was there before is in the views by then.
        self.wait_for(recorded.position).await?;
        let matters = together.matters;
        for piece in self.query(move |views| pieces_of(views, &matters)).await? {
            let reaction = reaction(
                envelope,
                cause,
                piece.stream(),
                &format!("unreadable {piece}"),
            );
            let made = self.react::<Evidence>(reaction, |_, _| {
                MakeUnreadable {
                    why,
                    by: None,
                    note: None,
                }
                .into()
            });
            done.push(made.await?);
        }
        Ok(done)
    }

    /// Which matter an event is about.
    fn matter_behind(&self, recorded: &Recorded) -> Result<Option<StreamId>, AppError> {
        let stream = recorded.event.envelope.stream;
        if stream.kind != StreamKind::Evidence {
            return Ok(Some(stream));
        }
        Ok(match self.parts.vault.open(&recorded.event)? {
            Opened::Event(Event::Evidence(EvidenceEvent::Captured(captured))) => {
                Some(captured.matter)
            }
            Opened::Event(Event::Evidence(EvidenceEvent::MatterReported(reported))) => {
                Some(reported.matter)
            }
            Opened::Event(_) | Opened::Erased => None,
        })
    }

    /// Whoever stopped because an indecent image may have been seen has said that what is attached to the matter
    /// may be illegal to hold: it is as if they had pressed (R6). What follows from that, follows.
    async fn suspected_image_is_reported(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let fact = match self.parts.vault.open(&recorded.event)? {
            Opened::Event(Event::Case(CaseEvent::InvestigationRecorded(it))) => it.fact,
            Opened::Event(Event::Allegation(AllegationEvent::InvestigationRecorded(it))) => it.fact,
            Opened::Event(_) | Opened::Erased => return Ok(None),
        };
        if !fact.is_of_suspected_image() {
            return Ok(None);
        }
        let envelope = &recorded.event.envelope;
        let matter = envelope.stream;
        let mark = command_id::of_report(matter);
        let reaction = reaction(envelope, cause, mark, &format!("reported {matter}"));
        let done = self.react::<Evidence>(reaction, |_, _| {
            ReportMatter {
                matter,
                by: Some(fact.by()),
                note: None,
            }
            .into()
        });
        Ok(Some(done.await?))
    }

    /// A child's case does not know the adult's matter that it comes out of (ADR 14), so it is marked by itself.
    async fn child_case_is_reported(
        &self,
        envelope: &Envelope,
        cause: Cause,
        case: CaseId,
    ) -> Result<Done, AppError> {
        let matter = case.stream();
        let mark = command_id::of_report(matter);
        let reaction = reaction(envelope, cause, mark, &format!("reported {matter}"));
        self.react::<Evidence>(reaction, |_, _| {
            ReportMatter {
                matter,
                by: None,
                note: None,
            }
            .into()
        })
        .await
    }

    /// 1. key and file go; 2. the record says so. Repeating both is harmless.
    async fn evidence_is_destroyed(
        &self,
        envelope: &Envelope,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let loaded = self.load::<Evidence>(envelope.stream).await?;
        let Some(record) = loaded.state.record() else {
            return Ok(None);
        };
        if record.hold != Hold::Agreed {
            return Ok(None);
        }
        self.destroy_file(record.blob).await?;
        let piece = EvidenceId::new(envelope.stream.uuid);
        let reaction = reaction(envelope, cause, piece.stream(), "destroyed");
        let done = self
            .react::<Evidence>(reaction, |_, _| Destroyed.into())
            .await?;
        Ok(Some(done))
    }
}

fn reaction(envelope: &Envelope, cause: Cause, stream: StreamId, name: &str) -> Reaction {
    Reaction {
        stream,
        academy: envelope.academy,
        actor: envelope.actor,
        occurred_at: envelope.occurred_at,
        cause,
        id: command_id::of_reaction(envelope.id, name),
    }
}
