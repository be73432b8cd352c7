//! What the parts of one recording end share: whether to take anything, and what is unsettled.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// First pause after the store was found away.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest: half of the five seconds that a recovery may take (issue 3).
const LONGEST_PAUSE: Duration = Duration::from_millis(2_500);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taking {
    Yes,
    /// The store is away.
    NotBefore(Instant),
    /// The recorder is to end.
    NoMore,
}

/// Shared by whoever pulls, whoever settles, and whoever closes.
#[derive(Debug)]
pub(super) struct Standing {
    taking: watch::Sender<Taking>,
    unsettled: watch::Sender<usize>,
    /// Pauses since the store last recorded anything.
    pauses: Mutex<u32>,
}

impl Standing {
    pub(super) fn new() -> Self {
        Self {
            taking: watch::Sender::new(Taking::Yes),
            unsettled: watch::Sender::new(0),
            pauses: Mutex::new(0),
        }
    }

    pub(super) fn taking(&self) -> watch::Receiver<Taking> {
        self.taking.subscribe()
    }

    pub(super) fn close(&self) {
        self.taking.send_replace(Taking::NoMore);
    }

    /// The store is away. Many proposals find that out at once; together they make one pause longer.
    pub(super) fn store_is_away(&self) {
        let now = Instant::now();
        let mut pauses = self.pauses();
        self.taking.send_if_modified(|taking| {
            let paused = match *taking {
                Taking::Yes => false,
                Taking::NotBefore(until) => until > now,
                Taking::NoMore => true,
            };
            if !paused {
                let pause = FIRST_PAUSE.saturating_mul(1 << (*pauses).min(8));
                *pauses = pauses.saturating_add(1);
                *taking = Taking::NotBefore(now + pause.min(LONGEST_PAUSE));
            }
            !paused
        });
    }

    /// The store answered.
    pub(super) fn store_is_there(&self) {
        *self.pauses() = 0;
    }

    /// A pause is over.
    pub(super) fn resume(&self) {
        self.taking.send_if_modified(|taking| {
            let paused = matches!(taking, Taking::NotBefore(_));
            if paused {
                *taking = Taking::Yes;
            }
            paused
        });
    }

    pub(super) fn delivered(&self) {
        self.unsettled.send_modify(|unsettled| *unsettled += 1);
    }

    pub(super) fn settled(&self) {
        self.unsettled
            .send_modify(|unsettled| *unsettled = unsettled.saturating_sub(1));
    }

    /// Waits until everything that was delivered is settled, or for so long.
    pub(super) async fn all_settled(&self, at_most: Duration) {
        let mut unsettled = self.unsettled.subscribe();
        let none = unsettled.wait_for(|unsettled| *unsettled == 0);
        if tokio::time::timeout(at_most, none).await.is_err() {
            tracing::warn!("some proposals were not settled in time; they will be delivered again");
        }
    }

    /// The number is whole whatever becomes of its holder.
    fn pauses(&self) -> MutexGuard<'_, u32> {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
