//! A journal in memory, whose history tests may write at will.

use std::sync::{Mutex, MutexGuard};

use lanyard_events::{
    Actor, At, CommandId, Envelope, EventId, EventType, Position, Recorded, Revision, SealedEvent,
    StreamId, StreamKind,
};
use lanyard_journal::{
    Answering, Append, Command, Journal, JournalError, Outcome, Place, Positions,
};
use tokio::sync::watch;
use uuid::Uuid;

/// Events in order; their positions count from 1 or, as on EventStoreDB, leave gaps.
#[derive(Debug)]
pub struct VecJournal {
    positions: Positions,
    events: Mutex<Vec<Recorded>>,
    head: watch::Sender<Position>,
}

impl Default for VecJournal {
    fn default() -> Self {
        Self {
            positions: Positions::Gapless,
            events: Mutex::default(),
            head: watch::Sender::new(Position(0)),
        }
    }
}

impl VecJournal {
    /// A store whose positions have gaps.
    pub fn spread() -> Self {
        Self {
            positions: Positions::Ordered,
            ..Self::default()
        }
    }

    /// Where the nth event stands, counted from 1.
    pub const fn place(&self, n: u64) -> Position {
        match self.positions {
            Positions::Gapless => Position(n),
            Positions::Ordered => Position(1_000 + 137 * n + n % 5 * 20),
        }
    }

    fn nth(&self, n: u64, history: u64) -> Recorded {
        Recorded {
            position: self.place(n),
            ..event(n, history)
        }
    }

    /// Records that many events; their content depends on their number only.
    pub fn record(&self, count: u64) -> Vec<Recorded> {
        let first = self.events().len() as u64 + 1;
        let new: Vec<Recorded> = (first..first + count).map(|n| self.nth(n, 0)).collect();
        self.extend(&new);
        new
    }

    /// Replaces the history from the nth event on by as many other events.
    pub fn rewrite_from(&self, first: u64) {
        let from = usize::try_from(first).unwrap() - 1;
        for (n, event_there) in (first..).zip(&mut self.events()[from..]) {
            *event_there = self.nth(n, 1);
        }
    }

    /// Forgets everything after the first `count` events.
    pub fn truncate(&self, count: usize) {
        self.events().truncate(count);
        self.head.send_replace(self.head());
    }

    pub fn all(&self) -> Vec<Recorded> {
        self.events().clone()
    }

    fn extend(&self, new: &[Recorded]) {
        self.events().extend_from_slice(new);
        self.head.send_replace(self.head());
    }

    fn head_of(events: &[Recorded]) -> Position {
        events.last().map_or(Position(0), |last| last.position)
    }

    fn events(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.events.lock().unwrap()
    }
}

/// The nth event of a gapless store; another one for every history.
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
        let first = self.events().len() as u64 + 1;
        let numbered = (first..).zip(append.events);
        let new: Vec<Recorded> = numbered
            .map(|(n, event)| Recorded {
                position: self.place(n),
                recorded_minute: 30_000_000,
                not_before: [0; 32],
                event,
            })
            .collect();
        self.extend(&new);
        let place = Place {
            first: self.place(first),
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
        let from = events.partition_point(|event| event.position <= after);
        let given_out = after == Position(0) || after > Self::head_of(&events) || {
            from > 0 && events[from - 1].position == after
        };
        assert!(given_out, "{after:?} is the place of no event");
        let to = (from + limit as usize).min(events.len());
        let batch = events[from..to].to_vec();
        Box::pin(async { Ok(batch) })
    }

    fn positions(&self) -> Positions {
        self.positions
    }

    fn newest(&self) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        let newest = self.events().last().cloned();
        Box::pin(async { Ok(newest) })
    }

    fn find(&self, event: EventId) -> Answering<'_, Result<Option<Recorded>, JournalError>> {
        let mut events = self.all().into_iter();
        let found = events.find(|it| it.event.envelope.id == event);
        Box::pin(async { Ok(found) })
    }

    fn head(&self) -> Position {
        Self::head_of(&self.events())
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    fn close(&self) -> Answering<'_, ()> {
        Box::pin(async {})
    }
}
