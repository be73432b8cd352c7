//! The contract suite: what every way to the recorder must do.
//!
//! An adapter implements [`Subject`] and calls [`crate::intake_contract`]. Three things differ by
//! nature, and each adapter's own tests hold its half: a proposal that is dropped or postponed
//! (in process it is over, on JetStream it comes again), and a recorder that has stopped (in process
//! nothing is taken any more, on JetStream what is proposed waits for the next recorder).

#![allow(clippy::unwrap_used, reason = "tests")]

pub mod server;

use std::sync::Arc;

use lanyard_events::{CommandId, Position, Revision, StreamId, StreamKind};
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use crate::delivery::{Deliveries, Delivery};
use crate::port::{Answer, Answering, Intake, IntakeError, NewKey, Proposal, Reason};

/// The end that proposes and the end that records.
pub type Ends = (Arc<dyn Intake>, Box<dyn Deliveries>);

/// A new way to a recorder that takes at least this many proposals before it is full.
pub trait Subject: Send + Sync {
    /// Both ends.
    fn ends(&self, capacity: usize) -> Answering<'_, Ends>;
}

/// Makes a test of each behaviour; `$fresh` is an async function that gives a [`Subject`].
#[macro_export]
macro_rules! intake_contract {
    ($fresh:path) => {
        $crate::intake_contract! { $fresh =>
            a_proposal_arrives_whole_and_its_answer_comes_back
            every_answer_reaches_the_one_who_asked
            a_batch_holds_what_waits_in_order_and_no_more_than_asked
            a_malformed_proposal_has_failed
            a_full_queue_refuses_at_once_and_takes_again_later
        }
    };
    ($fresh:path => $($behaviour:ident)+) => {$(
        #[tokio::test]
        async fn $behaviour() {
            $crate::contract::$behaviour(&$fresh().await).await;
        }
    )+};
}

/// The nth proposal: a stream and a command of its own.
#[must_use]
pub fn proposal(n: u8) -> Proposal {
    Proposal {
        stream: StreamId::new(StreamKind::Concern, Uuid::from_u128(u128::from(n))),
        expected: None,
        command: CommandId::from_bytes([n; 32]),
        content: [1; 32],
        note: vec![n],
        expires_at: None,
        events: Vec::new(),
        new_key: Some(NewKey {
            key_id: u32::from(n),
            bytes: vec![n; 60],
        }),
    }
}

/// An answer to the nth proposal.
#[must_use]
pub fn answer(n: u8) -> Answer {
    Answer::Recorded {
        first: Position(u64::from(n)),
        last: Position(u64::from(n)),
        revision: Revision(0),
    }
}

/// Which proposals a batch holds.
#[must_use]
pub fn notes(batch: &[Delivery]) -> Vec<u8> {
    batch
        .iter()
        .map(|delivery| delivery.proposal.note[0])
        .collect()
}

/// Proposes in the background; gives what comes back.
pub fn submitted(intake: &Arc<dyn Intake>, n: u8) -> JoinHandle<Result<Answer, IntakeError>> {
    let intake = Arc::clone(intake);
    tokio::spawn(async move { intake.submit(proposal(n)).await })
}

/// Nothing is added, nothing is left out.
pub async fn a_proposal_arrives_whole_and_its_answer_comes_back(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10).await;
    let waiting = submitted(&intake, 1);
    let mut batch = deliveries.next_batch(10).await.unwrap();
    assert_eq!(batch.len(), 1);
    let delivery = batch.remove(0);
    assert_eq!(delivery.proposal, proposal(1));
    let refused = Answer::Refused(Reason::Conflict {
        actual: Some(Revision(3)),
    });
    delivery.reply.send(refused.clone());
    assert_eq!(waiting.await.unwrap(), Ok(refused));
}

/// Sixty-four at once, answered in the opposite order.
pub async fn every_answer_reaches_the_one_who_asked(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(64).await;
    let mut asking = JoinSet::new();
    for n in 0..64 {
        let intake = Arc::clone(&intake);
        asking.spawn(async move {
            let got = intake.submit(proposal(n)).await;
            assert_eq!(got, Ok(answer(n)));
        });
    }
    let mut waiting = Vec::new();
    while waiting.len() < 64 {
        waiting.extend(deliveries.next_batch(64).await.unwrap());
    }
    for delivery in waiting.into_iter().rev() {
        delivery.reply.send(answer(delivery.proposal.note[0]));
    }
    asking.join_all().await;
}

/// Five wait; three are asked for, then the rest comes.
pub async fn a_batch_holds_what_waits_in_order_and_no_more_than_asked(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10).await;
    let waiting: Vec<_> = (0..5).map(|n| submitted(&intake, n)).collect();
    let mut got = Vec::new();
    while got.len() < 5 {
        let batch = deliveries.next_batch(3).await.unwrap();
        assert!((1..=3).contains(&batch.len()));
        got.extend(notes(&batch));
        for delivery in batch {
            delivery.reply.send(answer(0));
        }
    }
    assert_eq!(got, [0, 1, 2, 3, 4]);
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), Ok(answer(0)));
    }
}

/// Nothing can ever record it, and whoever proposed it hears so.
pub async fn a_malformed_proposal_has_failed(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10).await;
    let waiting = submitted(&intake, 1);
    for delivery in deliveries.next_batch(10).await.unwrap() {
        delivery.reply.reject();
    }
    assert_eq!(waiting.await.unwrap(), Ok(Answer::Failed));
}

/// Back-pressure is an answer, not a wait.
pub async fn a_full_queue_refuses_at_once_and_takes_again_later(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(2).await;
    let waiting: Vec<_> = (0..20).map(|n| submitted(&intake, n)).collect();
    let mut refused = 0;
    let mut taken = Vec::new();
    for (n, waiting) in (0..).zip(waiting) {
        if n < 2 {
            taken.push(waiting);
        } else {
            assert_eq!(waiting.await.unwrap(), Err(IntakeError::Full));
            refused += 1;
        }
    }
    assert_eq!(refused, 18);
    let mut answered = 0;
    while answered < 2 {
        for delivery in deliveries.next_batch(10).await.unwrap() {
            delivery.reply.send(answer(delivery.proposal.note[0]));
            answered += 1;
        }
    }
    for (n, taken) in (0..).zip(taken) {
        assert_eq!(taken.await.unwrap(), Ok(answer(n)));
    }
    let again = submitted(&intake, 30);
    for delivery in deliveries.next_batch(10).await.unwrap() {
        delivery.reply.send(answer(30));
    }
    assert_eq!(again.await.unwrap(), Ok(answer(30)));
}
