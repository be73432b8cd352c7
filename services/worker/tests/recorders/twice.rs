//! Two recorders; proposals in disorder, twice, expired.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::At;
use lanyard_intake::contract::server::{PATIENCE, address};
use lanyard_intake::{Answer, IntakeError, Reason};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::stand::{Stand, concern, ended, expiring};

const WAIT: Duration = Duration::from_secs(10);
const COMMANDS: u64 = 60;

/// Every command three times at once, each a new attempt, in two orders, to two recorders.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_is_recorded_once_however_often_and_in_whatever_order_it_comes() {
    let stand = Stand::new(address()).await;
    let recorders = vec![stand.recorder().await, stand.recorder().await];
    let intake = stand.intake(WAIT).await;
    let mut asking = JoinSet::new();
    let orders = (0..COMMANDS).chain((0..COMMANDS).rev()).chain(0..COMMANDS);
    for n in orders {
        let intake = Arc::clone(&intake);
        asking.spawn(async move { intake.submit(concern(n)).await });
    }
    let answers = timeout(PATIENCE, asking.join_all()).await.unwrap();
    let count = |wanted: fn(&Answer) -> bool| {
        let answers = answers.iter().map(|answer| answer.as_ref().unwrap());
        answers.filter(|answer| wanted(answer)).count() as u64
    };
    assert_eq!(
        count(|answer| matches!(answer, Answer::Recorded { .. })),
        COMMANDS
    );
    assert_eq!(
        count(|answer| matches!(answer, Answer::Replayed { .. })),
        2 * COMMANDS
    );
    ended(recorders).await;
    assert_eq!(stand.all().await.len() as u64, COMMANDS);
}

/// The very same message: inside the window JetStream knows it, after the window the journal does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_message_is_recorded_once_inside_the_window_and_after_it() {
    let stand = Stand::with_window(address(), Duration::from_secs(1)).await;
    let recorders = vec![stand.recorder().await];
    let intake = stand.intake(Duration::from_millis(200)).await;
    let message = concern(1);
    let first = intake.submit(message.clone()).await;
    assert!(matches!(first, Ok(Answer::Recorded { .. })), "{first:?}");
    // Nobody works on it again, so no answer comes.
    let inside = intake.submit(message.clone()).await;
    assert_eq!(inside, Err(IntakeError::Pending));
    let after = async {
        loop {
            if let Ok(answer) = intake.submit(message.clone()).await {
                return answer;
            }
        }
    };
    let after = timeout(PATIENCE, after).await.unwrap();
    assert!(matches!(after, Answer::Replayed { .. }), "{after:?}");
    ended(recorders).await;
    assert_eq!(stand.all().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_that_comes_too_late_is_refused_and_may_be_decided_again() {
    let stand = Stand::new(address()).await;
    let recorders = vec![stand.recorder().await, stand.recorder().await];
    let intake = stand.intake(WAIT).await;
    let now = stand.stamp.shown().millis();
    let late = intake.submit(expiring(1, At::from_millis(now))).await;
    assert_eq!(late, Ok(Answer::Refused(Reason::Expired)));
    assert_eq!(stand.all().await.len(), 0);
    // The same command within seconds: it must not be taken for the message that came too late.
    let again = intake
        .submit(expiring(1, At::from_millis(now + 3_000)))
        .await;
    assert!(matches!(again, Ok(Answer::Recorded { .. })), "{again:?}");
    ended(recorders).await;
    assert_eq!(stand.all().await.len(), 1);
}
