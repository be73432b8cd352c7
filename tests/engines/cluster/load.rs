//! Concerns raised one after the other by several senders, and what became of each.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use lanyard_tests::{Client, key_of_now};
use serde_json::Value;

/// What the senders were told, by idempotency key.
pub type Told = BTreeMap<String, Fate>;

/// What became of one concern, as far as its sender knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// 201: recorded under this id.
    Recorded(String),
    /// 202: kept under this id.
    Kept(String),
    /// 503: not recorded, or not known; to be repeated.
    Unsure,
}

/// Senders at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    senders: Vec<JoinHandle<Told>>,
}

impl Load {
    /// Every client raises the concern again and again, a key of its own each time.
    pub fn start(clients: Vec<Client>, body: &Value) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let senders = clients.into_iter().map(|client| {
            let (stop, body) = (Arc::clone(&stop), body.clone());
            std::thread::spawn(move || send(&client, &body, &stop))
        });
        Self {
            senders: senders.collect(),
            stop,
        }
    }

    /// Stops the senders; answers what they were told. No answer but 201, 202 and 503 is honest here.
    pub fn stop(self) -> Told {
        self.stop.store(true, Ordering::Relaxed);
        let told = Mutex::new(Told::new());
        for sender in self.senders {
            told.lock().unwrap().append(&mut sender.join().unwrap());
        }
        told.into_inner().unwrap()
    }
}

fn send(client: &Client, body: &Value, stop: &AtomicBool) -> Told {
    let mut told = Told::new();
    while !stop.load(Ordering::Relaxed) {
        let key = key_of_now();
        let fate = raise(client, body, &key);
        told.insert(key, fate);
    }
    told
}

/// Raises it once.
pub fn raise(client: &Client, body: &Value, key: &str) -> Fate {
    let headers = [("idempotency-key", key)];
    let answer = client.send("POST", "/v1/concerns", Some(body), &headers);
    match answer.status {
        201 => Fate::Recorded(answer.field("id")),
        202 => Fate::Kept(answer.field("id")),
        503 => {
            std::thread::sleep(std::time::Duration::from_millis(20));
            Fate::Unsure
        }
        status => panic!("{status}: {}", answer.text()),
    }
}

/// Every concern that was acknowledged is recorded once, under the id that was told; those unsure
/// are, after a repeat under the same key. Answers how many were acknowledged.
pub fn settle(client: &Client, body: &Value, told: &Told) -> usize {
    let mut ids = std::collections::BTreeSet::new();
    let mut acknowledged = 0;
    for (key, fate) in told {
        let Fate::Recorded(id) = repeat(client, body, key) else {
            panic!("{key} is not recorded after the repeat")
        };
        match fate {
            Fate::Recorded(first) | Fate::Kept(first) => {
                acknowledged += 1;
                assert_eq!(*first, id, "the same concern");
            }
            Fate::Unsure => {}
        }
        assert!(ids.insert(id), "two keys, two concerns");
    }
    acknowledged
}

fn repeat(client: &Client, body: &Value, key: &str) -> Fate {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let fate = raise(client, body, key);
        if matches!(fate, Fate::Recorded(_)) || std::time::Instant::now() > deadline {
            return fate;
        }
    }
}
