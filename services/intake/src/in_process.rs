//! The adapter of the embedded installation: a bounded queue between two parts of one process.

use std::fmt;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use crate::delivery::{Deliveries, Delivery, Reply, Settle};
use crate::port::{Answer, Answering, Intake, IntakeError, Proposal};

/// Makes a queue of this many proposals: one end proposes, the other records.
///
/// # Panics
/// When `capacity` is 0: such a queue could never take anything.
#[must_use]
pub fn in_process(capacity: usize) -> (InProcessIntake, InProcessDeliveries) {
    let (proposals, waiting) = mpsc::channel(capacity);
    (
        InProcessIntake {
            proposals,
            traceparent: None,
        },
        InProcessDeliveries { waiting },
    )
}

/// The end that proposes.
#[derive(Clone)]
pub struct InProcessIntake {
    proposals: mpsc::Sender<Delivery>,
    traceparent: Option<fn() -> Option<String>>,
}

impl InProcessIntake {
    /// Sends the W3C trace context of the current request along: recording is a task of its own.
    #[must_use]
    pub fn with_traceparent(self, current: fn() -> Option<String>) -> Self {
        Self {
            traceparent: Some(current),
            ..self
        }
    }
}

impl Intake for InProcessIntake {
    fn submit(&self, proposal: Proposal) -> Answering<'_, Result<Answer, IntakeError>> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let delivery = Delivery {
                proposal,
                traceparent: self.traceparent.and_then(|current| current()),
                reply: Reply::new(Asker(reply)),
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
pub struct InProcessDeliveries {
    waiting: mpsc::Receiver<Delivery>,
}

impl Deliveries for InProcessDeliveries {
    fn next_batch(&mut self, max: usize) -> Answering<'_, Option<Vec<Delivery>>> {
        Box::pin(async move {
            let mut batch = Vec::with_capacity(max.min(self.waiting.len().max(1)));
            let taken = self.waiting.recv_many(&mut batch, max.max(1)).await;
            (taken > 0).then_some(batch)
        })
    }

    fn close(&mut self) {
        self.waiting.close();
    }
}

/// Whoever waits for the answer. Nothing outlives the process here, so nothing can be postponed.
struct Asker(oneshot::Sender<Answer>);

impl Settle for Asker {
    fn answer(self: Box<Self>, answer: Answer) {
        // Whoever stopped waiting finds the command in the journal.
        let _ = self.0.send(answer);
    }

    fn postpone(self: Box<Self>) {
        self.answer(Answer::Failed);
    }

    fn reject(self: Box<Self>) {
        self.answer(Answer::Failed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::contract::{Ends, Subject, answer, notes, proposal, submitted};

    struct Queue;

    impl Subject for Queue {
        fn ends(&self, capacity: usize) -> Answering<'_, Ends> {
            let (intake, deliveries) = in_process(capacity);
            let ends: Ends = (Arc::new(intake), Box::new(deliveries));
            Box::pin(std::future::ready(ends))
        }
    }

    async fn queue() -> Queue {
        Queue
    }

    crate::intake_contract!(queue);

    #[tokio::test]
    async fn the_recorder_hears_when_nobody_can_propose_any_more() {
        let (intake, mut deliveries) = in_process(1);
        drop(intake);
        assert!(deliveries.next_batch(1).await.is_none());
    }

    #[tokio::test]
    async fn a_proposal_that_is_dropped_says_that_no_answer_came() {
        let (intake, mut deliveries) = in_process(10);
        let waiting = submitted(&(Arc::new(intake) as _), 1);
        drop(deliveries.next_batch(10).await.unwrap());
        assert_eq!(waiting.await.unwrap(), Err(IntakeError::NoAnswer));
    }

    #[tokio::test]
    async fn a_proposal_that_is_postponed_has_failed() {
        let (intake, mut deliveries) = in_process(10);
        let waiting = submitted(&(Arc::new(intake) as _), 1);
        for delivery in deliveries.next_batch(10).await.unwrap() {
            delivery.reply.postpone();
        }
        assert_eq!(waiting.await.unwrap(), Ok(Answer::Failed));
    }

    /// What waited before is still delivered, then both ends hear that it is over.
    #[tokio::test]
    async fn a_recorder_that_stopped_takes_nothing_more() {
        let (intake, mut deliveries) = in_process(10);
        let intake: Arc<dyn Intake> = Arc::new(intake);
        let waiting = submitted(&intake, 1);
        tokio::task::yield_now().await;
        deliveries.close();
        assert_eq!(intake.submit(proposal(2)).await, Err(IntakeError::Closed));
        let batch = deliveries.next_batch(10).await.unwrap();
        assert_eq!(notes(&batch), [1]);
        for delivery in batch {
            delivery.reply.send(answer(1));
        }
        assert_eq!(waiting.await.unwrap(), Ok(answer(1)));
        assert!(deliveries.next_batch(10).await.is_none());
        drop(deliveries);
        assert_eq!(intake.submit(proposal(3)).await, Err(IntakeError::Closed));
    }
}
