//! What the application needs from the world beside its stores: a clock and randomness.

use lanyard_events::{At, EventId};
use uuid::Builder;

/// The wall clock. The binary reads the machine's; tests set their own.
pub trait Clock: Send + Sync {
    /// The moment now.
    fn now(&self) -> At;
}

/// Unpredictable bytes.
pub trait Randomness: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// Whether what the way to the recorder has taken survives the loss of everything else: only then may
/// a new concern be answered by 202 while the recorder is away (design.md 1.4).
pub trait Promise: Send + Sync {
    /// Whether it holds at this moment.
    fn holds(&self) -> bool;
}

/// The same at all times.
impl Promise for bool {
    fn holds(&self) -> bool {
        *self
    }
}

/// The operating system's randomness, by `aws-lc-rs`.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system's randomness is always there");
    }
}

/// A new UUIDv7: 48 bits of time, the rest random.
pub(crate) fn uuid_at(at: At, randomness: &dyn Randomness) -> uuid::Uuid {
    let mut random = [0; 10];
    randomness.fill(&mut random);
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A new event id.
pub(crate) fn event_id(at: At, randomness: &dyn Randomness) -> EventId {
    EventId::new(uuid_at(at, randomness))
}
