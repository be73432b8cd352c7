//! A link of two cases stands in both: what holds in one follows in the other (domain.md 2, "Case").

use lanyard_domain::case_links::{CaseLinks, Command, LinkCase, State, UnlinkCase};
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
        let first_end = self.load::<CaseLinks>(envelope.stream).await?.state;
        let Some((other, command)) = mirrored(case, event, &first_end) else {
            return Ok(None);
        };
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

/// What is recorded at the other end, and where that is. Nothing of what does not hold any more at the first end: the
/// worker may come to an event after the cases were unlinked, or linked in another way, and those events have ends of
/// their own.
fn mirrored(case: CaseId, event: CaseLinksEvent, first_end: &State) -> Option<(CaseId, Command)> {
    match event {
        CaseLinksEvent::Linked(linked) => {
            let link = LinkCase {
                of: linked.case,
                case,
                kind: linked.kind,
                reason: linked.reason,
            };
            let holds = first_end.kind_of(linked.case) == Some(linked.kind);
            holds.then(|| (linked.case, link.into()))
        }
        CaseLinksEvent::Unlinked(unlinked) => {
            let unlink = UnlinkCase {
                case,
                reason: unlinked.reason,
            };
            let holds = first_end.kind_of(unlinked.case).is_none();
            holds.then(|| (unlinked.case, unlink.into()))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_domain::Aggregate;
    use lanyard_events::Sensitive;
    use lanyard_events::case_links::{CaseLinkKind, CaseLinked, CaseUnlinked};
    use uuid::Uuid;

    use super::*;

    fn case(number: u128) -> CaseId {
        CaseId::new(Uuid::from_u128(number))
    }

    fn linked(kind: CaseLinkKind) -> CaseLinksEvent {
        CaseLinksEvent::Linked(CaseLinked {
            of: case(1),
            case: case(2),
            kind,
            reason: Sensitive::from("Her brother."),
        })
    }

    fn unlinked() -> CaseLinksEvent {
        CaseLinksEvent::Unlinked(CaseUnlinked {
            case: case(2),
            reason: Sensitive::from("They share a surname."),
        })
    }

    /// Where the other end of an event is recorded, once the first end has got to where these events lead.
    fn other_end(event: CaseLinksEvent, events: &[CaseLinksEvent]) -> Option<CaseId> {
        let first_end = { events.iter() }.fold(State::default(), |state, event| {
            CaseLinks::evolve(state, event).unwrap()
        });
        mirrored(case(1), event, &first_end).map(|(other, _)| other)
    }

    #[test]
    fn what_holds_at_the_first_end_follows_at_the_other() {
        let siblings = linked(CaseLinkKind::Siblings);
        let events = [siblings.clone(), unlinked()];
        assert_eq!(other_end(siblings, &events[..1]), Some(case(2)));
        assert_eq!(other_end(unlinked(), &events), Some(case(2)));
    }

    #[test]
    fn what_holds_no_more_follows_nowhere() {
        let siblings = linked(CaseLinkKind::Siblings);
        let incident = linked(CaseLinkKind::SameIncident);
        let events = [siblings.clone(), unlinked(), incident.clone()];
        assert_eq!(other_end(siblings.clone(), &events[..2]), None);
        assert_eq!(other_end(siblings, &events), None, "in another way by now");
        assert_eq!(other_end(unlinked(), &events), None);
        assert_eq!(other_end(incident, &events), Some(case(2)));
    }
}
