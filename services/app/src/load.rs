//! Loading an aggregate from its stream.

use lanyard_domain::Aggregate;
use lanyard_events::pupil::{PupilPart, PupilRevisions};
use lanyard_events::{AcademyId, At, Envelope, Event, EventId, Revision, StreamId};
use lanyard_vault::{Opened, digest_of};

use crate::app::App;
use crate::error::AppError;
use crate::submit::Tip;

/// Events read at once.
const BATCH: u32 = 1_000;

/// An aggregate as its stream has made it.
pub(crate) struct Loaded<S> {
    /// What `decide` needs.
    pub(crate) state: S,
    /// The newest event; none when there is no stream.
    pub(crate) tip: Option<Tip>,
    /// The academy of the first event.
    pub(crate) academy: Option<AcademyId>,
    /// The newest event's id, which a reaction to it names as its cause.
    pub(crate) newest: Option<EventId>,
    /// Of a pupil's stream, the revision of each part of the record.
    pub(crate) parts: PupilRevisions,
}

impl App {
    /// When a stream began, by the server's clock.
    pub(crate) async fn begun_at(&self, stream: StreamId) -> Result<At, AppError> {
        Ok(self.first_envelope(stream).await?.proposed_at)
    }

    pub(crate) async fn first_envelope(&self, stream: StreamId) -> Result<Envelope, AppError> {
        let mut first = self
            .parts
            .journal
            .read_stream(stream, Revision(0), 1)
            .await?;
        let first = first.pop().ok_or(AppError::NotShown)?;
        Ok(first.event.envelope)
    }

    /// The revision of a part of a pupil's record, as it stood at a revision of the stream.
    pub(crate) async fn part_revision(
        &self,
        stream: StreamId,
        part: PupilPart,
        at: Revision,
    ) -> Result<Revision, AppError> {
        let mut parts = PupilRevisions::default();
        let mut from = Revision(0);
        loop {
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            let read = batch.len();
            for recorded in batch {
                let envelope = &recorded.event.envelope;
                if envelope.revision > at {
                    return Ok(parts.of(part));
                }
                parts.count(envelope.revision, envelope.event_type.as_str());
                from = envelope.revision.next();
            }
            if read < BATCH as usize {
                return Ok(parts.of(part));
            }
        }
    }

    /// Reads, opens and folds a whole stream.
    pub(crate) async fn load<A: Aggregate>(
        &self,
        stream: StreamId,
    ) -> Result<Loaded<A::State>, AppError> {
        self.load_until::<A>(stream, None).await
    }

    /// As it stood at a moment, by the server's clock.
    pub(crate) async fn load_until<A: Aggregate>(
        &self,
        stream: StreamId,
        until: Option<At>,
    ) -> Result<Loaded<A::State>, AppError> {
        let mut loaded = Loaded {
            state: A::State::default(),
            tip: None,
            academy: None,
            newest: None,
            parts: PupilRevisions::default(),
        };
        loop {
            let from = Revision::after(loaded.tip.map(|tip| tip.revision));
            let batch = self.parts.journal.read_stream(stream, from, BATCH).await?;
            let read = batch.len();
            for recorded in batch {
                let envelope = &recorded.event.envelope;
                if until.is_some_and(|until| envelope.proposed_at > until) {
                    return Ok(loaded);
                }
                loaded.academy = loaded.academy.or(envelope.academy);
                loaded.newest = Some(envelope.id);
                let event_type = envelope.event_type.as_str();
                loaded.parts.count(envelope.revision, event_type);
                loaded.tip = Some(Tip {
                    revision: envelope.revision,
                    digest: digest_of(&recorded.event),
                });
                loaded.state = match self.parts.vault.open(&recorded.event)? {
                    Opened::Erased => A::evolve_erased(loaded.state),
                    Opened::Event(event) => fold::<A>(loaded.state, &event)?,
                };
            }
            if read < BATCH as usize {
                return Ok(loaded);
            }
        }
    }
}

fn fold<A: Aggregate>(state: A::State, event: &Event) -> Result<A::State, AppError> {
    let event = A::own(event).ok_or(AppError::Internal {
        what: "a stream holds an event of another aggregate",
        source: None,
    })?;
    A::evolve(state, event)
        .map_err(|error| AppError::internal("a stream holds an impossible history", error))
}
