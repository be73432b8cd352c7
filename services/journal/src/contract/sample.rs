//! Events that look like real ones and mean nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use lanyard_events::{
    AcademyId, Actor, At, CommandId, Envelope, EventId, EventType, Revision, SealedBox,
    SealedEvent, StaffId, StreamId, StreamKind,
};
use uuid::Uuid;

use crate::port::{Append, Journal, Outcome, Place, Stamp};

/// 10 November 2026, 14:05:00Z.
const START_MILLIS: i64 = 1_794_319_500_000;
/// Ids of events are new at every attempt, whichever test makes them.
static IDS: AtomicU64 = AtomicU64::new(1);

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct ManualStamp {
    millis: AtomicI64,
    /// Added by every look at the clock.
    step_millis: i64,
}

impl ManualStamp {
    /// A clock that stands still.
    #[must_use]
    pub fn standing() -> Arc<Self> {
        Self::stepping(0)
    }

    /// A clock that goes on by so many milliseconds at every look.
    #[must_use]
    pub fn stepping(step_millis: i64) -> Arc<Self> {
        Arc::new(Self {
            millis: AtomicI64::new(START_MILLIS),
            step_millis,
        })
    }

    /// Moves on.
    pub fn advance_millis(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }

    /// What it shows, without counting as a look.
    #[must_use]
    pub fn shown(&self) -> At {
        At::from_millis(self.millis.load(Ordering::SeqCst))
    }
}

impl Stamp for ManualStamp {
    fn now(&self) -> At {
        At::from_millis(self.millis.fetch_add(self.step_millis, Ordering::SeqCst))
    }

    fn not_before(&self) -> [u8; 32] {
        [9; 32]
    }
}

/// A time-ordered id, as a UUIDv7 is.
fn ordered(n: u64) -> Uuid {
    let millis = u128::from(START_MILLIS.cast_unsigned() + n);
    Uuid::from_u128(millis << 80 | 7 << 76 | 2 << 62 | u128::from(n))
}

/// A new id for an event: apart from those of other processes over the same store, too.
fn new_event() -> EventId {
    let n = IDS.fetch_add(1, Ordering::Relaxed);
    let process = u128::from(std::process::id()) << 30;
    EventId::new(Uuid::from_u128(ordered(n).as_u128() ^ process))
}

/// The nth concern.
#[must_use]
pub fn stream(n: u64) -> StreamId {
    StreamId::new(StreamKind::Concern, ordered(n))
}

/// The nth command.
#[must_use]
pub fn command(n: u64) -> CommandId {
    let mut bytes = [0x5a; 32];
    bytes[..16].copy_from_slice(ordered(n).as_bytes());
    CommandId::from_bytes(bytes)
}

/// An event of a stream; its id is new. Every third revision has no box, as if erased.
#[must_use]
pub fn sealed(stream: StreamId, revision: Revision) -> SealedEvent {
    let academy = AcademyId::new(ordered(3));
    let byte = revision.0.to_le_bytes()[0];
    let actors = [
        Actor::Staff(StaffId::new(ordered(4))),
        Actor::Client(lanyard_events::ClientId::new(ordered(5))),
        Actor::System,
        Actor::Public,
    ];
    SealedEvent {
        envelope: Envelope {
            id: new_event(),
            stream,
            revision,
            event_type: EventType::stored("concern.information_added"),
            schema_version: 1,
            academy: byte.is_multiple_of(2).then_some(academy),
            actor: actors[usize::from(byte % 4)],
            occurred_at: At::from_millis(START_MILLIS - 60_000),
            proposed_at: At::from_millis(START_MILLIS),
            causation: (byte % 2 == 1).then(|| EventId::new(ordered(6))),
            correlation: (byte % 5 == 1).then(|| EventId::new(ordered(7))),
            prev: (revision != Revision(0)).then_some([byte; 32]),
        },
        metadata_seed: [byte; 32],
        commitments: vec![byte; 32 * 14],
        sealed_box: (byte % 3 != 2).then(|| SealedBox {
            key_id: 0,
            box_salt: [byte; 32],
            ciphertext: vec![byte; 400],
        }),
    }
}

/// An append of so many events, expected at a revision.
#[must_use]
pub fn append(stream: StreamId, expected: Option<u64>, command: CommandId, events: u64) -> Append {
    let expected = expected.map(Revision);
    let first = Revision::after(expected).0;
    Append {
        stream,
        expected,
        command,
        content: [1; 32],
        note: b"201".to_vec(),
        expires_at: None,
        events: (first..first + events)
            .map(|revision| sealed(stream, Revision(revision)))
            .collect(),
    }
}

/// Appends and expects it to be recorded.
///
/// # Panics
/// When it is not.
pub async fn recorded(journal: &dyn Journal, append: Append) -> Place {
    match journal.append(append).await.unwrap() {
        Outcome::Recorded(place) => place,
        other @ (Outcome::Replayed { .. } | Outcome::Refused(_)) => {
            panic!("expected to be recorded, was {other:?}")
        }
    }
}
