//! Seals over stream heads: which casework streams exist and where each ends (design.md 3).

use std::collections::BTreeMap;

use lanyard_events::seal::{SealEvent, SealHeads};
use lanyard_events::{Position, Recorded, Revision, SealId, StreamId};
use lanyard_evidence::Hash;
use lanyard_evidence::heads::{HeadsError, SealedHeads, StreamHead};
use lanyard_vault::digest_of;

use crate::app::App;
use crate::error::AppError;

/// Events read at once.
const BATCH: u32 = 8_192;

/// Where casework streams end, as far as the events were read.
#[derive(Default)]
struct Heads(BTreeMap<StreamId, (Revision, [u8; 32])>);

impl Heads {
    fn take(&mut self, recorded: &Recorded) {
        let envelope = &recorded.event.envelope;
        if envelope.stream.kind.is_casework() {
            let head = (envelope.revision, digest_of(&recorded.event));
            self.0.insert(envelope.stream, head);
        }
    }

    /// The seal's tree; streams are sorted by their names, as SPEC.md 10 wants them.
    fn sealed(self, seed: &[u8; 32]) -> Result<SealedHeads, HeadsError> {
        let head = |(stream, (revision, digest)): (StreamId, (Revision, [u8; 32]))| StreamHead {
            stream: stream.to_string(),
            revision: revision.0,
            digest: Hash(digest),
        };
        let mut heads: Vec<_> = self.0.into_iter().map(head).collect();
        heads.sort_unstable_by(|a, b| a.stream.cmp(&b.stream));
        SealedHeads::build(seed, heads)
    }
}

impl App {
    /// Reads the whole store and appends a seal over the heads of all casework streams. Answers the
    /// seal's position.
    ///
    /// # Errors
    /// `Unavailable` when the store cannot be read, `NotRecorded`, `OutcomeUnknown`.
    pub async fn seal_heads(&self) -> Result<Position, AppError> {
        let mut seed = [0; 32];
        self.parts.randomness.fill(&mut seed);
        let through = self.head();
        let heads = self.heads_up_to(through).await?;
        let sealed = tokio::task::spawn_blocking(move || heads.sealed(&seed).map(|all| all.head()))
            .await
            .map_err(|error| AppError::internal("a seal was cut off", error))?
            .map_err(|error| AppError::internal("stream heads could not be sealed", error))?;
        let event = SealHeads {
            through: through.0,
            streams: sealed.size.0,
            root: sealed.root.to_string(),
            seed: Hash(seed).to_string(),
        };
        let events = vec![SealEvent::from(event).into()];
        self.append_to_record(|uuid| SealId::new(uuid).stream(), events)
            .await
    }

    async fn heads_up_to(&self, through: Position) -> Result<Heads, AppError> {
        let mut heads = Heads::default();
        let mut after = Position(0);
        loop {
            let batch = self.parts.journal.read_all(after, BATCH).await?;
            for recorded in batch.iter().take_while(|one| one.position <= through) {
                heads.take(recorded);
            }
            match batch.last() {
                Some(last) if last.position < through => after = last.position,
                Some(_) | None => return Ok(heads),
            }
        }
    }
}
