//! The server crashes and comes back while proposals are under way.

use std::sync::Arc;
use std::time::Duration;

use lanyard_intake::contract::server::{PATIENCE, Server};
use lanyard_intake::{Answer, IntakeError};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::stand::{Stand, concern, ended};

const COMMANDS: u64 = 80;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_server_crashes_in_between() {
    let server = Server::start();
    let stand = Stand::new(server.address()).await;
    let recorders = vec![stand.recorder().await, stand.recorder().await];
    let intake = stand.intake(Duration::from_secs(3)).await;
    let mut asking = JoinSet::new();
    for n in 0..COMMANDS {
        let intake = Arc::clone(&intake);
        asking.spawn(async move { (n, intake.submit(concern(n)).await) });
        if n == COMMANDS / 2 {
            server.kill();
            server.resume();
        }
    }
    let answers = timeout(PATIENCE, asking.join_all()).await.unwrap();
    let mut unheard = Vec::new();
    for (n, answer) in answers {
        match answer {
            Ok(Answer::Recorded { .. } | Answer::Replayed { .. }) => {
                assert!(
                    stand.is_recorded(concern(n).command).await,
                    "command {n} is lost"
                );
            }
            Ok(other @ (Answer::Refused(_) | Answer::Failed)) => panic!("{n}: {other:?}"),
            Err(IntakeError::Closed) => {
                assert!(
                    !stand.is_recorded(concern(n).command).await,
                    "{n} was certain"
                );
                unheard.push(n);
            }
            Err(IntakeError::NoAnswer | IntakeError::Pending) => unheard.push(n),
            Err(other @ (IntakeError::Full | IntakeError::TooLarge)) => panic!("{n}: {other:?}"),
        }
    }
    // Whoever heard nothing repeats, until it stands.
    let repeated = async {
        for n in unheard {
            while intake.submit(concern(n)).await.is_err() {}
        }
    };
    timeout(PATIENCE, repeated).await.unwrap();
    ended(recorders).await;
    assert_eq!(stand.all().await.len() as u64, COMMANDS);
}
