//! A journal in memory, whose history tests may write at will.

use std::sync::{Mutex, MutexGuard};

use lanyard_events::{
    Actor, At, CommandId, Envelope, EventId, EventType, Position, Recorded, Revision, SealedEvent,
    StreamId, StreamKind,
};
use lanyard_journal::{Answering, Append, Command, Journal, JournalError, Outcome, Place};
use tokio::sync::watch;
use uuid::Uuid;

/// Events by position, from 1.
#[derive(Debug)]
pub struct VecJournal {
    events: Mutex<Vec<Recorded>>,
    head: watch::Sender<Position>,
}

impl Default for VecJournal {
    fn default() -> Self {
        Self {
            events: Mutex::default(),
            head: watch::Sender::new(Position(0)),
        }
    }
}

impl VecJournal {
    /// Records that many events; their content depends on their position only.
    pub fn record(&self, count: u64) -> Vec<Recorded> {
        let first = self.events().len() as u64 + 1;
        let new: Vec<Recorded> = (first..first + count).map(|at| event(at, 0)).collect();
        self.extend(&new);
        new
    }

    /// Replaces the history from `position` on by as many other events.
    pub fn rewrite_from(&self, position: u64) {
        for event_there in &mut self.events()[usize::try_from(position).unwrap() - 1..] {
            *event_there = event(event_there.position.0, 1);
        }
    }

    /// Forgets everything after the first `count` events.
    pub fn truncate(&self, count: usize) {
        self.events().truncate(count);
        self.head.send_replace(Position(count as u64));
    }

    pub fn all(&self) -> Vec<Recorded> {
        self.events().clone()
    }

    fn extend(&self, new: &[Recorded]) {
        self.events().extend_from_slice(new);
        self.head.send_replace(self.head());
    }

    fn events(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.events.lock().unwrap()
    }
}

/// The event at a position; another one for every history.
pub fn event(position: u64, history: u64) -> Recorded {
    let uuid = Uuid::from_u64_pair(history, position);
    let at = At::from_millis(1_800_000_000_000);
    let fields = 12 + usize::try_from(position % 7).unwrap();
    let [first, second] = [position, history].map(u64::to_be_bytes);
    let commitments = [first, second, first, second].concat().repeat(fields);
    Recorded {
        position: Position(position),
        recorded_minute: 30_000_000 + u32::try_from(position / 50).unwrap(),
        not_before: [u8::from(position > 256); 32],
        event: SealedEvent {
            envelope: Envelope {
                id: EventId::new(uuid),
                stream: StreamId::new(StreamKind::Filler, uuid),
                revision: Revision(0),
                event_type: EventType::known("filler.added"),
                schema_version: 1,
                academy: None,
                actor: Actor::System,
                occurred_at: at,
                proposed_at: at,
                causation: None,
                correlation: None,
                prev: None,
            },
            metadata_seed: [0; 32],
            commitments,
            sealed_box: None,
        },
    }
}

impl Journal for VecJournal {
    fn append(&self, append: Append) -> Answering<'_, Result<Outcome, JournalError>> {
        let first = self.head().0 + 1;
        let positions = (first..).zip(append.events);
        let new: Vec<Recorded> = positions
            .map(|(position, event)| Recorded {
                position: Position(position),
                recorded_minute: 30_000_000,
                not_before: [0; 32],
                event,
            })
            .collect();
        self.extend(&new);
        let place = Place {
            first: Position(first),
            last: self.head(),
            revision: Revision(Revision::after(append.expected).0 + new.len() as u64 - 1),
        };
        Box::pin(async move { Ok(Outcome::Recorded(place)) })
    }

    fn command(&self, _: CommandId) -> Answering<'_, Result<Option<Command>, JournalError>> {
        // It keeps none.
        Box::pin(async { Ok(None) })
    }

    fn read_stream(
        &self,
        stream: StreamId,
        from: Revision,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        let mut events = self.all();
        events
            .retain(|it| it.event.envelope.stream == stream && it.event.envelope.revision >= from);
        events.truncate(limit as usize);
        Box::pin(async { Ok(events) })
    }

    fn read_all(
        &self,
        after: Position,
        limit: u32,
    ) -> Answering<'_, Result<Vec<Recorded>, JournalError>> {
        let events = self.events();
        let from = usize::try_from(after.0).unwrap().min(events.len());
        let to = (from + limit as usize).min(events.len());
        let batch = events[from..to].to_vec();
        Box::pin(async { Ok(batch) })
    }

    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        let mut events = self.all().into_iter();
        let found = events.find(|it| it.event.envelope.id == event);
        Box::pin(async { Ok(found) })
    }

    fn head(&self) -> Position {
        Position(self.events().len() as u64)
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    fn close(&self) -> Answering<'_, ()> {
        Box::pin(async {})
    }
}
