//! The live tail: how far the store has got, whoever recorded it.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::Position;
use lanyard_postgres::{Address, Fault, Link, within};
use tokio::sync::{mpsc, watch};

use super::columns::count;
use super::tables;

/// Silence after which the head is read: a notification is only a wake-up call, and a connection
/// that died without a word must be noticed.
const POLL: Duration = Duration::from_secs(1);
/// Longest that reading the head may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pauses between attempts to connect again: the first and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The newest durable position that this process knows of; it only rises.
#[derive(Debug, Clone)]
pub(super) struct Head(Arc<watch::Sender<Position>>);

impl Head {
    pub(super) fn new() -> (Self, watch::Receiver<Position>) {
        let (publish, head) = watch::channel(Position(0));
        (Self(Arc::new(publish)), head)
    }

    /// The store has got this far at least.
    pub(super) fn raise(&self, newest: Position) {
        self.0.send_if_modified(|head| {
            let rises = newest > *head;
            *head = newest.max(*head);
            rises
        });
    }
}

/// The head as the store has it.
pub(super) async fn read_head(link: &Link) -> Result<Position, Fault> {
    let reading = async {
        let statement = link.prepared(tables::HEAD).await?;
        Ok::<_, Fault>(link.query_one(&statement, &[]).await?)
    };
    let row = within(PATIENCE, reading).await?;
    let head = count(&row, 0).ok_or(Fault::not_ours("the head is no position"))?;
    Ok(Position(head))
}

/// Follows for ever, connecting again whenever the connection is lost.
pub(super) async fn follow(address: Address, head: Head) {
    let mut pause = FIRST_PAUSE;
    loop {
        let fault = match listen(&address).await {
            Ok((link, heard)) => {
                if pause > FIRST_PAUSE {
                    tracing::info!("the live tail has a connection again");
                    pause = FIRST_PAUSE;
                }
                hear(&link, heard, &head).await
            }
            Err(fault) => fault,
        };
        if pause == FIRST_PAUSE {
            tracing::warn!(error = %fault, "the live tail lost its connection");
        }
        tokio::time::sleep(pause).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
}

async fn listen(address: &Address) -> Result<(Link, mpsc::UnboundedReceiver<String>), Fault> {
    let (hears, heard) = mpsc::unbounded_channel();
    let link = Link::connect(address, Some(hears)).await?;
    let listen = format!("LISTEN {}", tables::CHANNEL);
    within(PATIENCE, link.batch_execute(&listen)).await?;
    Ok((link, heard))
}

/// Raises the head until the connection fails.
async fn hear(link: &Link, mut heard: mpsc::UnboundedReceiver<String>, head: &Head) -> Fault {
    loop {
        // What was committed before the server listened to us, or is not heard of, is read.
        match read_head(link).await {
            Ok(newest) => head.raise(newest),
            Err(fault) => return fault,
        }
        while let Ok(Some(text)) = tokio::time::timeout(POLL, heard.recv()).await {
            if let Ok(newest) = text.parse() {
                head.raise(Position(newest));
            }
        }
    }
}
