//! The contract suite: what every way to the recorder must do.
//!
//! An adapter implements [`Subject`] and calls [`crate::intake_contract`].

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use lanyard_events::{CommandId, Position, Revision, StreamId, StreamKind};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::in_process::{Deliveries, Delivery};
use crate::port::{Answer, Intake, IntakeError, NewKey, Proposal, Reason};

/// A new way to a recorder that takes at least this many proposals before it is full.
pub trait Subject {
    /// Both ends.
    fn ends(&self, capacity: usize) -> (Arc<dyn Intake>, Deliveries);
}

/// Makes a test of each behaviour; `$fresh` is a function that gives a [`Subject`].
#[macro_export]
macro_rules! intake_contract {
    ($fresh:path) => {
        $crate::intake_contract! { $fresh =>
            a_proposal_arrives_whole_and_its_answer_comes_back
            every_answer_reaches_the_one_who_asked
            a_batch_holds_what_waits_in_order_and_no_more_than_asked
            a_proposal_that_is_dropped_says_that_no_answer_came
            a_full_queue_refuses_at_once_and_takes_again_later
            a_recorder_that_stopped_takes_nothing_more
        }
    };
    ($fresh:path => $($behaviour:ident)+) => {$(
        #[tokio::test]
        async fn $behaviour() {
            $crate::contract::$behaviour(&$fresh()).await;
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

fn answer(n: u8) -> Answer {
    Answer::Recorded {
        first: Position(u64::from(n)),
        last: Position(u64::from(n)),
        revision: Revision(0),
    }
}

/// Proposes in the background; gives what comes back.
fn submitted(
    intake: &Arc<dyn Intake>,
    n: u8,
) -> tokio::task::JoinHandle<Result<Answer, IntakeError>> {
    let intake = Arc::clone(intake);
    tokio::spawn(async move { intake.submit(proposal(n)).await })
}

/// Nothing is added, nothing is left out.
pub async fn a_proposal_arrives_whole_and_its_answer_comes_back(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10);
    let waiting = submitted(&intake, 1);
    let mut batch = deliveries.next_batch(10).await.unwrap();
    assert_eq!(batch.len(), 1);
    let Delivery {
        proposal: sent,
        reply,
    } = batch.remove(0);
    assert_eq!(sent, proposal(1));
    let refused = Answer::Refused(Reason::Conflict {
        actual: Some(Revision(3)),
    });
    reply.send(refused.clone());
    assert_eq!(waiting.await.unwrap(), Ok(refused));
}

/// Sixty-four at once, answered in the opposite order.
pub async fn every_answer_reaches_the_one_who_asked(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(64);
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
    for Delivery { proposal, reply } in waiting.into_iter().rev() {
        reply.send(answer(proposal.note[0]));
    }
    asking.join_all().await;
}

/// Five wait; three are asked for, then the rest comes.
pub async fn a_batch_holds_what_waits_in_order_and_no_more_than_asked(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10);
    let _waiting: Vec<_> = (0..5).map(|n| submitted(&intake, n)).collect();
    let mut notes = Vec::new();
    while notes.len() < 5 {
        let batch = deliveries.next_batch(3).await.unwrap();
        assert!((1..=3).contains(&batch.len()));
        notes.extend(batch.iter().map(|delivery| delivery.proposal.note[0]));
    }
    assert_eq!(notes, [0, 1, 2, 3, 4]);
}

/// The recorder came to grief with it.
pub async fn a_proposal_that_is_dropped_says_that_no_answer_came(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10);
    let waiting = submitted(&intake, 1);
    drop(deliveries.next_batch(10).await.unwrap());
    assert_eq!(waiting.await.unwrap(), Err(IntakeError::NoAnswer));
}

/// Back-pressure is an answer, not a wait.
pub async fn a_full_queue_refuses_at_once_and_takes_again_later(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(2);
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
    for Delivery { proposal, reply } in deliveries.next_batch(10).await.unwrap() {
        reply.send(answer(proposal.note[0]));
    }
    for (n, taken) in (0..).zip(taken) {
        assert_eq!(taken.await.unwrap(), Ok(answer(n)));
    }
    let again = submitted(&intake, 30);
    assert_eq!(deliveries.next_batch(10).await.unwrap().len(), 1);
    assert_eq!(again.await.unwrap(), Err(IntakeError::NoAnswer));
}

/// What waited before is still delivered, then both ends hear that it is over.
pub async fn a_recorder_that_stopped_takes_nothing_more(subject: &dyn Subject) {
    let (intake, mut deliveries) = subject.ends(10);
    let waiting = submitted(&intake, 1);
    tokio::task::yield_now().await;
    deliveries.close();
    assert_eq!(intake.submit(proposal(2)).await, Err(IntakeError::Closed));
    for Delivery { reply, .. } in deliveries.next_batch(10).await.unwrap() {
        reply.send(answer(1));
    }
    assert_eq!(waiting.await.unwrap(), Ok(answer(1)));
    assert!(deliveries.next_batch(10).await.is_none());
    drop(deliveries);
    assert_eq!(intake.submit(proposal(3)).await, Err(IntakeError::Closed));
}
