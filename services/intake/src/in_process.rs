//! The adapter of the embedded installation: a bounded queue between two parts of one process.

use std::fmt;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use crate::port::{Answer, Answering, Intake, IntakeError, Proposal};

/// Makes a queue of this many proposals: one end proposes, the other records.
///
/// # Panics
/// When `capacity` is 0: such a queue could never take anything.
#[must_use]
pub fn in_process(capacity: usize) -> (InProcessIntake, Deliveries) {
    let (proposals, waiting) = mpsc::channel(capacity);
    (InProcessIntake { proposals }, Deliveries { waiting })
}

/// The end that proposes.
#[derive(Clone)]
pub struct InProcessIntake {
    proposals: mpsc::Sender<Delivery>,
}

impl Intake for InProcessIntake {
    fn submit(&self, proposal: Proposal) -> Answering<'_, Result<Answer, IntakeError>> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let delivery = Delivery {
                proposal,
                reply: Reply(reply),
            };
            self.proposals
                .try_send(delivery)
                .map_err(|refused| match refused {
                    TrySendError::Full(_) => IntakeError::Full,
                    TrySendError::Closed(_) => IntakeError::Closed,
                })?;
            answer.await.map_err(|_| IntakeError::NoAnswer)
        })
    }
}

impl fmt::Debug for InProcessIntake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InProcessIntake, room for {}", self.proposals.capacity())
    }
}

/// The end that records.
#[derive(Debug)]
pub struct Deliveries {
    waiting: mpsc::Receiver<Delivery>,
}

impl Deliveries {
    /// Waits for a proposal and takes all that wait, at most `max`, in the order they came.
    /// None once nobody can propose any more and the queue is empty.
    pub async fn next_batch(&mut self, max: usize) -> Option<Vec<Delivery>> {
        let mut batch = Vec::with_capacity(max.min(self.waiting.len().max(1)));
        let taken = self.waiting.recv_many(&mut batch, max.max(1)).await;
        (taken > 0).then_some(batch)
    }

    /// Takes nothing new from now on; what waits is still delivered. For a clean shutdown.
    pub fn close(&mut self) {
        self.waiting.close();
    }
}

/// A proposal that reached the recorder.
#[derive(Debug)]
pub struct Delivery {
    /// The proposal.
    pub proposal: Proposal,
    /// Where the answer goes. Dropped unsent, it tells the other end `IntakeError::NoAnswer`.
    pub reply: Reply,
}

/// Takes one answer back.
#[derive(Debug)]
pub struct Reply(oneshot::Sender<Answer>);

impl Reply {
    /// Answers. Whoever stopped waiting finds the command in the journal.
    pub fn send(self, answer: Answer) {
        let _ = self.0.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract::Subject;

    struct Queue;

    impl Subject for Queue {
        fn ends(&self, capacity: usize) -> (Arc<dyn Intake>, Deliveries) {
            let (intake, deliveries) = in_process(capacity);
            (Arc::new(intake), deliveries)
        }
    }

    fn queue() -> Queue {
        Queue
    }

    crate::intake_contract!(queue);

    #[tokio::test]
    async fn the_recorder_hears_when_nobody_can_propose_any_more() {
        let (intake, mut deliveries) = in_process(1);
        drop(intake);
        assert!(deliveries.next_batch(1).await.is_none());
    }
}
