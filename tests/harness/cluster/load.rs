//! Concerns and additions to them, sent by several senders, and what became of each.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::LOOK;
use crate::{Client, key_of_now};

/// Between two requests of one sender: the machine is not to be the bottleneck.
const PAUSE: Duration = Duration::from_millis(10);
/// After a refusal.
const PAUSE_AFTER_REFUSAL: Duration = Duration::from_millis(50);
/// The only types of problem that an honest 503 has here (`services/api/src/problems`).
const HONEST: [&str; 4] = ["not-recorded", "outcome-unknown", "unavailable", "behind"];

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A new concern: the one thing that is kept while the recorder is away.
    Concern,
    /// Something added to a concern: it expires.
    Information {
        /// Its concern.
        concern: String,
    },
}

/// What became of one request, as far as its sender knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// 201: recorded, about this concern, at this position.
    Recorded {
        /// The concern.
        id: String,
        /// Of the event.
        position: u64,
    },
    /// 202: kept, under this id.
    Kept {
        /// The concern to come.
        id: String,
    },
    /// 503, or no answer at all: not recorded, or not known; to be repeated.
    Unsure,
    /// Anything else, in its own words: nothing that an honest server says here.
    Dishonest(String),
}

/// One request.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its idempotency key.
    pub key: String,
    /// What it asks for.
    pub what: What,
    /// When it was sent.
    pub at: Instant,
    /// When its answer was there.
    pub answered: Instant,
    /// Which one.
    pub fate: Fate,
}

/// Senders at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    sent: Arc<Mutex<Vec<Sent>>>,
    senders: Vec<JoinHandle<()>>,
}

impl Load {
    /// Every client raises the concern again and again, a key of its own each time, and adds to
    /// every other one.
    #[must_use]
    pub fn start(clients: Vec<Client>, body: &Value) -> Self {
        let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let senders = clients.into_iter().map(|client| {
            let (stop, body, sent) = (Arc::clone(&stop), body.clone(), Arc::clone(&sent));
            std::thread::spawn(move || send(&client, &body, &stop, &sent))
        });
        Self {
            senders: senders.collect(),
            stop,
            sent,
        }
    }

    /// Waits until something that was sent after a moment is recorded; how long after it that was.
    #[must_use]
    pub fn recovered(&self, after: Instant, patience: Duration) -> Option<Duration> {
        let deadline = Instant::now() + patience;
        loop {
            let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let recorded = |sent: &&Sent| matches!(sent.fate, Fate::Recorded { .. });
            let first = sent.iter().filter(recorded).filter(|sent| sent.at >= after);
            let first = first.map(|sent| sent.answered).min();
            if let Some(first) = first {
                return Some(first - after);
            }
            if Instant::now() > deadline {
                return None;
            }
            drop(sent);
            std::thread::sleep(LOOK);
        }
    }

    /// Stops the senders; what they sent, in the order of the answers.
    ///
    /// # Panics
    /// When a sender has.
    #[must_use]
    pub fn stop(self) -> Vec<Sent> {
        self.stop.store(true, Ordering::Relaxed);
        for sender in self.senders {
            sender.join().unwrap();
        }
        std::mem::take(&mut self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn send(client: &Client, body: &Value, stop: &AtomicBool, sent: &Mutex<Vec<Sent>>) {
    let mut concern = None;
    while !stop.load(Ordering::Relaxed) {
        let what = match concern.take() {
            Some(concern) => What::Information { concern },
            None => What::Concern,
        };
        let (key, at) = (key_of_now(), Instant::now());
        let fate = raise(client, body, &what, &key);
        match (&fate, &what) {
            (Fate::Recorded { id, .. }, What::Concern) => concern = Some(id.clone()),
            (Fate::Unsure, _) => std::thread::sleep(PAUSE_AFTER_REFUSAL),
            (_, _) => {}
        }
        let one = Sent {
            key,
            what,
            at,
            answered: Instant::now(),
            fate,
        };
        sent.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(one);
        std::thread::sleep(PAUSE);
    }
}

/// Asks for it once.
#[must_use]
pub fn raise(client: &Client, body: &Value, what: &What, key: &str) -> Fate {
    let headers = [("idempotency-key", key)];
    let information = json!({ "text": "He came back to it after lunch." });
    let (path, body) = match what {
        What::Concern => ("/v1/concerns".to_owned(), body),
        What::Information { concern } => {
            (format!("/v1/concerns/{concern}/information"), &information)
        }
    };
    let Ok(answer) = client.try_send("POST", &path, Some(body), &headers) else {
        return Fate::Unsure;
    };
    let id = answer.json()["id"].as_str().map(str::to_owned);
    let position = answer
        .header("lanyard-position")
        .and_then(|text| text.parse().ok());
    match (answer.status, id, position) {
        (201, Some(id), Some(position)) => Fate::Recorded { id, position },
        (202, Some(id), _) if *what == What::Concern => Fate::Kept { id },
        (503, _, _) if HONEST.contains(&answer.problem().as_str()) => Fate::Unsure,
        (status, _, _) => Fate::Dishonest(format!("{status}: {}", answer.text())),
    }
}
