//! One subscription to all streams: what was written, then what is being written.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::answers;
use crate::log::Record;
use crate::protocol::event_store::client::streams::{ReadResp, read_resp};
use crate::server::Shared;

/// Events passed over after which a filtered subscription tells how far it is.
const CHECKPOINT_EVERY: usize = 32;
/// Answers that wait for a slow reader.
const QUEUE: usize = 16;

/// Begins a subscription after a position, or from the start.
pub(crate) fn begin(
    shared: Arc<Shared>,
    prefixes: Vec<String>,
    after: Option<u64>,
) -> ReceiverStream<Result<ReadResp, Status>> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    // Seen from the moment on at which the test is told of it.
    let dropped = shared.dropped.subscribe();
    shared.subscriptions.send_modify(|all| all.push(after));
    let subscription = Subscription {
        shared,
        prefixes,
        sender,
        passed: 0,
    };
    tokio::spawn(subscription.run(after, dropped));
    ReceiverStream::new(receiver)
}

struct Subscription {
    shared: Arc<Shared>,
    prefixes: Vec<String>,
    sender: mpsc::Sender<Result<ReadResp, Status>>,
    /// Events passed over since the last checkpoint.
    passed: usize,
}

impl Subscription {
    async fn run(mut self, after: Option<u64>, mut dropped: watch::Receiver<u64>) {
        let mut length = self.shared.log.watch();
        let confirmed = read_resp::SubscriptionConfirmation {
            subscription_id: "a subscription".to_owned(),
        };
        let confirmed = read_resp::Content::Confirmation(confirmed);
        if self.send(Ok(answers::content(confirmed))).await.is_none() {
            return;
        }
        let mut next = {
            let records = self.shared.log.records();
            records.partition_point(|record| after.is_some_and(|after| record.position <= after))
        };
        loop {
            length.mark_unchanged();
            let news: Vec<Record> = self.shared.log.records()[next..].to_vec();
            next += news.len();
            for record in &news {
                if self.pass_on(record).await.is_none() {
                    return;
                }
            }
            let caught_up = read_resp::Content::CaughtUp(read_resp::CaughtUp {});
            if !news.is_empty() && self.send(Ok(answers::content(caught_up))).await.is_none() {
                return;
            }
            tokio::select! {
                // What was written before the subscription is dropped is still sent.
                biased;
                _ = length.changed() => {}
                _ = dropped.changed() => {
                    let why = Status::unavailable("the subscription was dropped");
                    let _ = self.send(Err(why)).await;
                    return;
                }
                () = self.sender.closed() => return,
            }
        }
    }

    async fn pass_on(&mut self, record: &Record) -> Option<()> {
        if self
            .prefixes
            .iter()
            .any(|prefix| record.stream.starts_with(prefix))
        {
            return self.send(Ok(answers::event(record))).await;
        }
        self.passed += 1;
        if self.passed < CHECKPOINT_EVERY {
            return Some(());
        }
        self.passed = 0;
        let here = read_resp::Content::Checkpoint(read_resp::Checkpoint {
            commit_position: record.position,
            prepare_position: record.position,
        });
        self.send(Ok(answers::content(here))).await
    }

    async fn send(&self, answer: Result<ReadResp, Status>) -> Option<()> {
        self.sender.send(answer).await.ok()
    }
}
