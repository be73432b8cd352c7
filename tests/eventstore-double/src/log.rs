//! The log: every event of every stream in one order.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// Bytes that the real log spends on a record besides its data; any number makes the gaps.
const RECORD_BYTES: u64 = 137;

/// An event as it was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposed {
    pub id: String,
    pub metadata: HashMap<String, String>,
    pub custom_metadata: Vec<u8>,
    pub data: Vec<u8>,
}

/// An event in the log.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub stream: String,
    pub revision: u64,
    pub position: u64,
    pub event: Proposed,
}

/// The check that an append asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    NoStream,
    Exact(u64),
}

/// Where an append ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Appended {
    /// At this revision and position.
    At { revision: u64, position: u64 },
    /// Nowhere, since the stream's last event is this one.
    Wrong(Option<u64>),
}

/// Events that are not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// Statistics that the server writes.
    System,
    /// Another program's events.
    Others,
}

impl Noise {
    fn stream(self) -> &'static str {
        match self {
            Self::System => "$stats-127.0.0.1:2113",
            Self::Others => "orders-42",
        }
    }
}

/// Everything that was written, shared by the nodes of a cluster.
pub(crate) struct Log {
    records: Mutex<Vec<Record>>,
    /// Number of records, for whoever waits for more.
    length: watch::Sender<usize>,
}

impl Log {
    /// A log that begins, as the real one, with an event of the system at position 0.
    pub(crate) fn new() -> Self {
        let log = Self {
            records: Mutex::default(),
            length: watch::Sender::new(0),
        };
        log.noise(Noise::System);
        log
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Vec<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn watch(&self) -> watch::Receiver<usize> {
        self.length.subscribe()
    }

    /// Writes an event that is not ours.
    pub(crate) fn noise(&self, noise: Noise) {
        let mut records = self.records();
        let event = Proposed {
            id: format!("00000000-0000-4000-8000-{:012x}", records.len()),
            metadata: HashMap::from([
                ("type".to_owned(), "$statsCollected".to_owned()),
                ("content-type".to_owned(), "application/json".to_owned()),
            ]),
            custom_metadata: Vec::new(),
            data: b"{}".to_vec(),
        };
        let revision = last_revision(&records, noise.stream()).map_or(0, |last| last + 1);
        write(&mut records, noise.stream(), revision, event);
        self.length.send_replace(records.len());
    }

    /// Appends all events or none; then the system has something to say, too.
    pub(crate) fn append(&self, stream: &str, expected: Expected, events: &[Proposed]) -> Appended {
        let mut records = self.records();
        let current = last_revision(&records, stream);
        let wanted = match expected {
            Expected::NoStream => None,
            Expected::Exact(revision) => Some(revision),
        };
        if current != wanted {
            let first = wanted.map_or(0, |revision| revision + 1);
            return already_there(&records, stream, first, events)
                .unwrap_or(Appended::Wrong(current));
        }
        let first = current.map_or(0, |revision| revision + 1);
        for (revision, event) in (first..).zip(events) {
            write(&mut records, stream, revision, event.clone());
        }
        let last = records.last().expect("an append has events");
        let appended = Appended::At {
            revision: last.revision,
            position: last.position,
        };
        self.length.send_replace(records.len());
        drop(records);
        self.noise(Noise::System);
        appended
    }
}

/// The server's own idempotency: the same ids at the same revisions are an append done before. It
/// no longer knows the positions.
fn already_there(
    records: &[Record],
    stream: &str,
    first: u64,
    events: &[Proposed],
) -> Option<Appended> {
    for (revision, event) in (first..).zip(events) {
        let same = |record: &&Record| {
            record.stream == stream && record.revision == revision && record.event.id == event.id
        };
        records.iter().find(same)?;
    }
    Some(Appended::At {
        revision: first + events.len() as u64 - 1,
        position: 0,
    })
}

fn last_revision(records: &[Record], stream: &str) -> Option<u64> {
    let of_stream = |record: &&Record| record.stream == stream;
    let last = records.iter().rev().find(of_stream);
    last.map(|record| record.revision)
}

fn write(records: &mut Vec<Record>, stream: &str, revision: u64, event: Proposed) {
    let position = records.last().map_or(0, |last| {
        last.position + RECORD_BYTES + last.event.data.len() as u64
    });
    records.push(Record {
        stream: stream.to_owned(),
        revision,
        position,
        event,
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn event(id: &str) -> Proposed {
        Proposed {
            id: id.to_owned(),
            metadata: HashMap::new(),
            custom_metadata: Vec::new(),
            data: Vec::new(),
        }
    }

    fn in_stream(log: &Log, stream: &str) -> Vec<String> {
        let records = log.records();
        let ours = records.iter().filter(|record| record.stream == stream);
        ours.map(|record| record.event.id.clone()).collect()
    }

    #[test]
    fn the_same_append_twice_is_written_once_and_answered_twice() {
        let log = Log::new();
        let first = log.append("a", Expected::NoStream, &[event("1"), event("2")]);
        assert!(matches!(first, Appended::At { revision: 1, .. }));
        let again = log.append("a", Expected::NoStream, &[event("1"), event("2")]);
        let answered = Appended::At {
            revision: 1,
            position: 0,
        };
        assert_eq!(again, answered);
        assert_eq!(in_stream(&log, "a"), ["1", "2"]);
    }

    #[test]
    fn a_known_id_is_written_again_under_a_right_revision() {
        let log = Log::new();
        log.append("a", Expected::NoStream, &[event("1")]);
        log.append("a", Expected::Exact(0), &[event("1")]);
        assert_eq!(in_stream(&log, "a"), ["1", "1"]);
    }

    #[test]
    fn a_wrong_revision_writes_nothing() {
        let log = Log::new();
        log.append("a", Expected::NoStream, &[event("1")]);
        for wrong in [Expected::NoStream, Expected::Exact(1), Expected::Exact(7)] {
            let refused = log.append("a", wrong, &[event("2")]);
            assert_eq!(refused, Appended::Wrong(Some(0)));
        }
        let refused = log.append("b", Expected::Exact(0), &[event("2")]);
        assert_eq!(refused, Appended::Wrong(None));
        assert_eq!(in_stream(&log, "a"), ["1"]);
    }
}
