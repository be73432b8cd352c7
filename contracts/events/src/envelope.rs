//! The envelope of an event, in plain columns, and the event as it is stored.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::event::EventKind;
use crate::id::{AcademyId, ClientId, EventId, IdError, StaffId};
use crate::stream::StreamId;

/// Names of the envelope's fields in the order in which an event commits to them (design.md 3).
pub const METADATA_FIELDS: [&str; 12] = [
    "id",
    "stream",
    "revision",
    "type",
    "schema_version",
    "academy",
    "actor",
    "occurred_at",
    "proposed_at",
    "causation",
    "correlation",
    "prev",
];

/// The place of an event in the whole store: ordered; gapless on an SQL store, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

/// The place of an event in its stream, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The revision after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The revision after an expected one: 0 where no stream is expected.
    #[must_use]
    pub const fn after(expected: Option<Self>) -> Self {
        match expected {
            Some(revision) => revision.next(),
            None => Self(0),
        }
    }
}

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Somebody on the staff register.
    Staff(StaffId),
    /// An integration client.
    Client(ClientId),
    /// Lanyard itself: set-up, fillers, reactions.
    System,
    /// Somebody outside, by a public form.
    Public,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::System => f.write_str("system"),
            Self::Public => f.write_str("public"),
        }
    }
}

impl FromStr for Actor {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.split_once(':') {
            Some(("staff", id)) => Ok(Self::Staff(id.parse()?)),
            Some(("client", id)) => Ok(Self::Client(id.parse()?)),
            None if text == "system" => Ok(Self::System),
            None if text == "public" => Ok(Self::Public),
            Some(_) | None => Err(IdError::NotAUuid),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Actor {
    fn schema_name() -> Cow<'static, str> {
        "Actor".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(system|public|(staff|client):[0-9a-f-]{36})$" })
    }
}

/// The name of an event's type: `case.opened`. Known names are not allocated.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(Cow<'static, str>);

impl EventType {
    /// A type known when the program was built.
    #[must_use]
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A stored type: it may be of a later release.
    #[must_use]
    pub fn stored(name: &str) -> Self {
        match EventKind::find(name) {
            Some(kind) => Self::known(kind.event_type),
            None => Self(Cow::Owned(name.to_owned())),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of every event without any key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The event itself; a UUIDv7, new at every attempt.
    pub id: EventId,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream.
    pub revision: Revision,
    /// Its type.
    pub event_type: EventType,
    /// The shape of its payload.
    pub schema_version: u16,
    /// The academy it belongs to; none for trust-wide events.
    pub academy: Option<AcademyId>,
    /// Who caused it.
    pub actor: Actor,
    /// When it happened in the world, as the actor says.
    pub occurred_at: At,
    /// When it was decided, by the API's clock.
    pub proposed_at: At,
    /// The event that caused it, for reactions.
    pub causation: Option<EventId>,
    /// The first event of the chain of causes.
    pub correlation: Option<EventId>,
    /// Digest of the stream's previous event; none at revision 0.
    pub prev: Option<[u8; 32]>,
}

impl Envelope {
    /// The committed value of every envelope field, in the order of `METADATA_FIELDS`.
    ///
    /// Each is RFC 8785 JSON: strings without anything to escape, integers, or `null`.
    #[must_use]
    pub fn values(&self) -> [Vec<u8>; 12] {
        [
            quoted(&self.id),
            quoted(&self.stream),
            self.revision.0.to_string().into_bytes(),
            quoted(&self.event_type),
            self.schema_version.to_string().into_bytes(),
            optional(self.academy.as_ref()),
            quoted(&self.actor),
            quoted(&self.occurred_at),
            quoted(&self.proposed_at),
            optional(self.causation.as_ref()),
            optional(self.correlation.as_ref()),
            optional(self.prev.map(hex).as_ref()),
        ]
    }
}

fn quoted(value: &impl fmt::Display) -> Vec<u8> {
    use std::io::Write;
    let mut bytes = Vec::with_capacity(48);
    write!(bytes, "\"{value}\"").expect("writing to memory cannot fail");
    bytes
}

fn optional<T: fmt::Display>(value: Option<&T>) -> Vec<u8> {
    value.map_or_else(|| b"null".to_vec(), quoted)
}

fn hex(bytes: [u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(64);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The sealed payload of one event, kept in a table of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBox {
    /// Which owner key of the stream opens it.
    pub key_id: u32,
    /// Salt from which the box key is derived; random, in clear.
    pub box_salt: [u8; 32],
    /// AES-256-GCM over the box seed and the field values.
    pub ciphertext: Vec<u8>,
}

/// An event ready to be recorded: all but its place in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEvent {
    /// Plain columns.
    pub envelope: Envelope,
    /// Seed of the metadata commitments, in clear.
    pub metadata_seed: [u8; 32],
    /// The commitments, 32 bytes each, metadata first, one after the other.
    pub commitments: Vec<u8>,
    /// The payload; none once erased.
    pub sealed_box: Option<SealedBox>,
}

/// An event as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place in the whole store.
    pub position: Position,
    /// The recorder's clock, whole minutes since 1970; part of the leaf.
    pub recorded_minute: u32,
    /// Root of the newest witnessed checkpoint the recorder knew; zeros before the first.
    pub not_before: [u8; 32],
    /// The event.
    pub event: SealedEvent,
}
