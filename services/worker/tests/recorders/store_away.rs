//! The store cannot record for a while, or a proposal cannot be recorded at all.

use std::time::Duration;

use lanyard_events::At;
use lanyard_intake::contract::server::{PATIENCE, address};
use lanyard_intake::{Answer, Proposal};
use lanyard_journal::Journal;

use crate::stand::{Stand, concern, ended, expiring};

/// Far more than the test needs.
const ROOM_PAGES: u32 = 1_000_000;

/// A full disk: whoever would expire hears so, whoever would not is recorded once there is room.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_concern_outlasts_a_full_disk_and_everything_else_fails_honestly() {
    let stand = Stand::new(address()).await;
    let recorders = vec![stand.recorder().await];
    let intake = stand.intake(PATIENCE).await;
    stand.journal.limit_pages(1).await;
    let mut filled = 0;
    let soon = At::from_millis(stand.stamp.shown().millis() + 3_000);
    // What was set aside before is used up first.
    while intake.submit(expiring(filled, soon)).await != Ok(Answer::Failed) {
        filled += 1;
    }
    let n = filled + 1;
    let waiting = tokio::spawn({
        let intake = std::sync::Arc::clone(&intake);
        async move { intake.submit(concern(n)).await }
    });
    // The recorder has met it and put it off once this is answered, or this is put off with it.
    let also = intake.submit(expiring(n + 1, soon)).await;
    assert_eq!(also, Ok(Answer::Failed));
    assert!(!waiting.is_finished());
    stand.journal.limit_pages(ROOM_PAGES).await;
    let answer = tokio::time::timeout(PATIENCE, waiting)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(answer, Ok(Answer::Recorded { .. })), "{answer:?}");
    ended(recorders).await;
    assert_eq!(stand.all().await.len() as u64, filled + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_without_events_fails_at_once_and_does_not_come_again() {
    let stand = Stand::new(address()).await;
    let recorders = vec![stand.recorder().await];
    let intake = stand.intake(Duration::from_secs(10)).await;
    let empty = Proposal {
        events: Vec::new(),
        ..concern(1)
    };
    assert_eq!(intake.submit(empty).await, Ok(Answer::Failed));
    let next = intake.submit(concern(2)).await;
    assert!(matches!(next, Ok(Answer::Recorded { .. })), "{next:?}");
    ended(recorders).await;
    assert_eq!(stand.all().await.len(), 1);
    assert_eq!(stand.journal.head().0, 1);
}
