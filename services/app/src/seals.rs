//! Seals over stream heads: which casework streams exist and where each ends (design.md 3).

use std::collections::BTreeMap;

use lanyard_events::seal::{SealEvent, SealHeads};
use lanyard_events::{Position, Recorded, Revision, SealId, StreamId};
use lanyard_evidence::heads::{HeadsError, SealedHeads, StreamHead};
use lanyard_evidence::{Hash, LeafIndex};
use lanyard_vault::digest_of;

use crate::app::App;
use crate::error::AppError;

/// Events read at once.
const BATCH: u32 = 8_192;

/// Where casework streams end, as far as the events were read.
#[derive(Default)]
struct Heads {
    ends: BTreeMap<StreamId, (Revision, [u8; 32])>,
    /// Events read, of all streams.
    events: u64,
}

impl Heads {
    fn take(&mut self, recorded: &Recorded) {
        self.events += 1;
        let envelope = &recorded.event.envelope;
        if envelope.stream.kind.is_casework() {
            let head = (envelope.revision, digest_of(&recorded.event));
            self.ends.insert(envelope.stream, head);
        }
    }

    /// The seal's tree; streams are sorted by their names, as SPEC.md 10 wants them.
    fn sealed(self, seed: &[u8; 32]) -> Result<SealedHeads, HeadsError> {
        let head = |(stream, (revision, digest)): (StreamId, (Revision, [u8; 32]))| StreamHead {
            stream: stream.to_string(),
            revision: revision.0,
            digest: Hash(digest),
        };
        let mut heads: Vec<_> = self.ends.into_iter().map(head).collect();
        heads.sort_unstable_by(|a, b| a.stream.cmp(&b.stream));
        SealedHeads::build(seed, heads)
    }
}

impl App {
    /// Reads the whole store and appends a seal over the heads of all casework streams. Answers the
    /// seal's position.
    ///
    /// # Errors
    /// `Internal` when the log has left out an event; `Behind` when it has not followed; `Unavailable` when the store cannot be read, `NotRecorded`, `OutcomeUnknown`.
    pub async fn seal_heads(&self) -> Result<Position, AppError> {
        let mut seed = [0; 32];
        self.parts.randomness.fill(&mut seed);
        let through = self.head();
        let heads = self.heads_up_to(through).await?;
        self.check_tree(through, heads.events).await?;
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

    /// The log must have a leaf for each event that was read: where positions have gaps, nothing else
    /// shows that it left one out.
    async fn check_tree(&self, through: Position, events: u64) -> Result<(), AppError> {
        let Some(last) = events.checked_sub(1) else {
            return Ok(());
        };
        let LeafIndex(found) = self.signed_index(through).await?;
        if found == last {
            return Ok(());
        }
        tracing::error!(leaves = found + 1, events, "the log is not the store's");
        Err(AppError::Internal {
            what: "the log and the store do not have the same number of events",
            source: None,
        })
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
