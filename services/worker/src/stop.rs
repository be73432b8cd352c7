//! Asking loops to end.

use tokio::sync::watch;

/// Held by a loop: tells when to end.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// Held by start-up: asks all loops to end.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// A pair.
#[must_use]
pub fn stop() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// Asks.
    pub fn raise(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether somebody asked.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody asks, or until nobody can any more.
    pub async fn raised(&mut self) {
        // An error means that the stopper is gone: the process is ending.
        let _ended = self.0.wait_for(|raised| *raised).await;
    }
}
