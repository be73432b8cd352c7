//! What goes wrong, when the test says so.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

/// What happens to the next append.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Every connection is cut before the append has its effect.
    CutBefore,
    /// Every connection is cut after it, before the answer.
    CutAfter,
    /// The server says that it is too busy; no effect.
    Busy,
    /// Nothing happens until the test lets it go; then it has its effect, whether or not the caller
    /// still waits.
    Slow(Held),
    /// It has its effect, and the answer waits until the test lets it go.
    SlowAnswer(Held),
}

/// Something that waits for the test.
#[derive(Debug, Clone)]
pub struct Held {
    reached: Arc<Semaphore>,
    released: Arc<Semaphore>,
    over: Arc<Semaphore>,
}

impl Default for Held {
    fn default() -> Self {
        Self {
            reached: Arc::new(Semaphore::new(0)),
            released: Arc::new(Semaphore::new(0)),
            over: Arc::new(Semaphore::new(0)),
        }
    }
}

impl Held {
    /// Waits until the server holds something here.
    pub async fn reached(&self) {
        passed(&self.reached).await;
    }

    /// Lets it go on.
    pub fn release(&self) {
        self.released.add_permits(1);
    }

    /// Waits until what was let go has had its effect, or could not have it.
    pub async fn over(&self) {
        passed(&self.over).await;
    }

    /// Says so, in the server.
    pub(crate) fn end(&self) {
        self.over.add_permits(1);
    }

    /// Waits, in the server.
    pub(crate) async fn wait(&self) {
        self.reached.add_permits(1);
        passed(&self.released).await;
    }
}

async fn passed(gate: &Semaphore) {
    let permit = gate.acquire().await;
    permit.expect("the gate is never closed").forget();
}

/// Faults that wait for their append, in order.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<VecDeque<Fault>>);

impl Faults {
    pub(crate) fn push(&self, fault: Fault) {
        self.queue().push_back(fault);
    }

    pub(crate) fn next(&self) -> Option<Fault> {
        self.queue().pop_front()
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, VecDeque<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
