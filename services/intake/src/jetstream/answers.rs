//! Where answers arrive: one subscription a process, one waiting place a proposal.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::{Client, SubscribeError, Subscriber};
use futures_util::StreamExt;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::wire::decode_answer;
use crate::port::Answer;

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Answer>>>>;

/// The inbox of a process.
pub(super) struct Answers {
    inbox: String,
    next: AtomicU64,
    waiting: Waiting,
    listening: JoinHandle<()>,
}

impl Answers {
    pub(super) async fn listen(client: &Client) -> Result<Self, SubscribeError> {
        let inbox = client.new_inbox();
        let subscriber = client.subscribe(format!("{inbox}.*")).await?;
        let waiting = Waiting::default();
        Ok(Self {
            inbox,
            next: AtomicU64::new(0),
            listening: tokio::spawn(hear(subscriber, Arc::clone(&waiting))),
            waiting,
        })
    }

    /// A place to wait for one answer; it is given up when dropped.
    pub(super) fn place(&self) -> Place {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (send, answer) = oneshot::channel();
        held(&self.waiting).insert(number, send);
        Place {
            subject: format!("{}.{number}", self.inbox),
            number,
            answer,
            waiting: Arc::clone(&self.waiting),
        }
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// One proposal's place.
pub(super) struct Place {
    /// Where its answer is to be sent.
    pub(super) subject: String,
    /// The answer, once it is there.
    pub(super) answer: oneshot::Receiver<Answer>,
    number: u64,
    waiting: Waiting,
}

impl Drop for Place {
    fn drop(&mut self) {
        held(&self.waiting).remove(&self.number);
    }
}

/// Nothing in here can panic half-way, so a poisoned lock guards a whole map.
fn held(waiting: &Waiting) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Answer>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands out answers as they come. One for nobody is of a proposal that was redelivered after its
/// answer, or whose sender has stopped waiting: the journal has it.
async fn hear(mut subscriber: Subscriber, waiting: Waiting) {
    while let Some(message) = subscriber.next().await {
        let number = message.subject.as_str().rsplit('.').next();
        let Some(number) = number.and_then(|number| number.parse().ok()) else {
            continue;
        };
        match decode_answer(&message.payload) {
            Ok(answer) => {
                let place = held(&waiting).remove(&number);
                let _ = place.map(|place| place.send(answer));
            }
            Err(error) => tracing::error!(%error, "an answer of a recorder cannot be read"),
        }
    }
}
