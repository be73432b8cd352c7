//! A link of two cases stands in both: what was recorded in one follows in the other (domain.md 2, "Case").

use lanyard_domain::case_links::{CaseLinks, Command, LinkCase, UnlinkCase};
use lanyard_events::case_links::CaseLinksEvent;
use lanyard_events::{CaseId, Envelope, Event, Recorded, Revision};
use lanyard_vault::Opened;

use crate::app::App;
use crate::change::Reaction;
use crate::command_id;
use crate::context::Done;
use crate::error::AppError;
use crate::submit::Cause;

impl App {
    pub(super) async fn link_has_two_ends(
        &self,
        recorded: &Recorded,
        cause: Cause,
    ) -> Result<Option<Done>, AppError> {
        let envelope = &recorded.event.envelope;
        // What follows from the first fact is not followed back: by then the first case may be linked otherwise.
        if envelope.causation.is_some() {
            return Ok(None);
        }
        let Opened::Event(Event::CaseLinks(event)) = self.parts.vault.open(&recorded.event)? else {
            return Ok(None);
        };
        let Some(case) = self.case_of_links(envelope).await? else {
            return Ok(None);
        };
        let (other, command) = mirrored(case, event);
        // The other end belongs to the other case's academy.
        let academy = self
            .load::<lanyard_domain::case::Case>(other.stream())
            .await?
            .academy;
        let reaction = Reaction {
            stream: command_id::of_case_links(other),
            academy,
            actor: envelope.actor,
            occurred_at: envelope.occurred_at,
            cause,
            id: command_id::of_reaction(envelope.id, "other end of the link"),
        };
        let done = self.react::<CaseLinks>(reaction, |_, _| command.clone());
        Ok(Some(done.await?))
    }

    /// Whose links a stream holds: its first event says so. None once that was erased.
    async fn case_of_links(&self, envelope: &Envelope) -> Result<Option<CaseId>, AppError> {
        let stream = envelope.stream;
        let first = self
            .parts
            .journal
            .read_stream(stream, Revision(0), 1)
            .await?;
        let Some(first) = first.first() else {
            return Ok(None);
        };
        Ok(match self.parts.vault.open(&first.event)? {
            Opened::Event(Event::CaseLinks(CaseLinksEvent::Linked(linked))) => Some(linked.of),
            Opened::Event(_) | Opened::Erased => None,
        })
    }
}

/// What is recorded at the other end, and where that is.
fn mirrored(case: CaseId, event: CaseLinksEvent) -> (CaseId, Command) {
    match event {
        CaseLinksEvent::Linked(linked) => {
            let link = LinkCase {
                of: linked.case,
                case,
                kind: linked.kind,
                reason: linked.reason,
            };
            (linked.case, link.into())
        }
        CaseLinksEvent::Unlinked(unlinked) => {
            let unlink = UnlinkCase {
                case,
                reason: unlinked.reason,
            };
            (unlinked.case, unlink.into())
        }
    }
}
