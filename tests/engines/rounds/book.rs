//! What was sent, and what was answered.

use lanyard_events::StreamId;

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A concern.
    Concern,
    /// Something added to a concern.
    Information,
    /// A decision on a concern.
    Triage,
    /// A note on a case.
    Note,
}

impl Kind {
    /// The type of the event that comes of it.
    pub const fn event_type(self) -> &'static str {
        match self {
            Self::Concern => "concern.raised",
            Self::Information => "concern.information_added",
            Self::Triage => "concern.triaged",
            Self::Note => "case.note_added",
        }
    }
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its stream.
    pub stream: StreamId,
    /// Its revision.
    pub revision: u64,
    /// Its position.
    pub position: u64,
}

/// How an answer names a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The event's own.
    At(u64),
    /// The event's own or a later one: a decision and the case that it opens are two streams.
    UpTo(u64),
}

/// What an answer says of one event: as much as it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The type of the event.
    pub event_type: &'static str,
    /// Its stream.
    pub stream: StreamId,
    /// Its revision; an addition is answered without one.
    pub revision: Option<u64>,
    /// Its position.
    pub position: Seen,
}

impl Claim {
    /// Whether an event stands where the answer says.
    pub fn holds(&self, place: &Place) -> bool {
        self.stream == place.stream
            && self
                .revision
                .is_none_or(|revision| revision == place.revision)
            && match self.position {
                Seen::At(position) => place.position == position,
                Seen::UpTo(position) => place.position <= position,
            }
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The number of the writer who sent it.
    pub writer: usize,
    /// Its `Idempotency-Key`, which its text holds too.
    pub key: String,
    /// What it asks for.
    pub kind: Kind,
    /// The concern or case that it is about; none for a new concern.
    pub about: Option<String>,
    /// Every byte of it.
    pub request: Vec<u8>,
    /// What the answer says, once there is one.
    pub answer: Option<Vec<Claim>>,
}

/// All requests that are not checked yet.
#[derive(Debug, Default)]
pub struct Book {
    sent: Vec<Sent>,
}

impl Book {
    /// Takes over what a writer has sent.
    pub fn take(&mut self, sent: &mut Vec<Sent>) {
        self.sent.append(sent);
    }

    /// Those that no answer came to.
    pub fn unanswered(&mut self) -> impl Iterator<Item = &mut Sent> {
        self.sent.iter_mut().filter(|sent| sent.answer.is_none())
    }

    /// Hands over those with an answer; the others stay to be repeated.
    pub fn answered(&mut self) -> Vec<Sent> {
        let (answered, open) = std::mem::take(&mut self.sent)
            .into_iter()
            .partition(|sent| sent.answer.is_some());
        self.sent = open;
        answered
    }
}
