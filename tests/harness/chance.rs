//! Numbers by chance that are the same in every run with the same seed.

use std::sync::atomic::{AtomicU64, Ordering};

use lanyard::clock::SystemClock;
use lanyard_app::Clock;
use uuid::Uuid;

/// SplitMix64.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Begins from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of so many, from 0.
    pub const fn one_of(&mut self, many: usize) -> usize {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the remainder is below `many`"
        )]
        let one = (self.next() % many as u64) as usize;
        one
    }

    /// One of a list.
    pub const fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.one_of(list.len())]
    }

    /// An id of version 7 of a moment: the time first, then chance.
    pub const fn id(&mut self, millis: i64) -> Uuid {
        let tail = (self.next() as u128) << 64 | self.next() as u128;
        let time = (millis.cast_unsigned() as u128) << 80;
        let bits = time | (tail & ((1 << 80) - 1));
        Uuid::from_u128(bits & !(0xf << 76) & !(0x3 << 62) | 0x7 << 76 | 0x2 << 62)
    }
}

/// Numbers the keys of this process.
static KEYS: AtomicU64 = AtomicU64::new(1);

/// An `Idempotency-Key` as our own pages make them: version 7, of this moment.
#[must_use]
pub fn key_of_now() -> String {
    let number = KEYS.fetch_add(1, Ordering::Relaxed);
    let process = u64::from(std::process::id()) << 40;
    let mut chance = Chance::new(number ^ process);
    chance.id(Clock::now(&SystemClock).millis()).to_string()
}
