//! The machine's wall clock: read here and nowhere else.

use std::sync::atomic::{AtomicI64, Ordering};

use lanyard_app::Clock;
use lanyard_events::At;
use lanyard_journal::Stamp;

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the wall clock is read"
    )]
    fn now(&self) -> At {
        At::from_jiff(jiff::Timestamp::now())
    }
}

/// A store opened only to be read is never stamped; the port asks for a stamp all the same.
impl Stamp for SystemClock {
    fn now(&self) -> At {
        Clock::now(self)
    }

    fn not_before(&self) -> [u8; 32] {
        [0; 32]
    }
}

/// A clock that is set: the demonstration's term of work happens in the weeks before today. Once
/// released it is the machine's.
#[derive(Debug, Default)]
pub struct SettableClock {
    /// Milliseconds since 1970; zero follows the machine.
    set: AtomicI64,
}

impl SettableClock {
    /// Stops the clock at a moment.
    pub fn set(&self, at: At) {
        self.set.store(at.millis(), Ordering::Relaxed);
    }

    /// From now on it is the machine's.
    pub fn release(&self) {
        self.set.store(0, Ordering::Relaxed);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> At {
        match self.set.load(Ordering::Relaxed) {
            0 => Clock::now(&SystemClock),
            millis => At::from_millis(millis),
        }
    }
}
