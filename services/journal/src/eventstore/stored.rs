//! Events to what the server keeps and back; every shape is checked on the way back.
//!
//! Id, stream, revision and type are the server's own columns. The rest of the envelope, the
//! commitments and the stamp are the data; the command is the metadata of each event of its append.
//! Both are JSON, so that an operator's tools show them. The box is elsewhere (`boxes`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eventstore::{EventData, RecordedEvent};
use lanyard_events::{
    At, CommandId, Envelope, EventId, EventType, Position, Recorded, Revision, SealedBox,
    SealedEvent,
};
use serde_json::{Map, Value, json};

use super::names::Names;
use crate::error::JournalError;
use crate::port::{Append, Stamp};

/// The shape of data and metadata; another one gets another number.
const FORMAT: u64 = 1;

/// The events of an append as the server takes them, stamped with this moment.
pub(super) fn proposed(append: &Append, stamp: &dyn Stamp, now: At) -> Vec<EventData> {
    let not_before = STANDARD.encode(stamp.not_before());
    let command = append.command.to_string();
    let content = STANDARD.encode(append.content);
    let note = STANDARD.encode(&append.note);
    let events = append.events.len();
    let each = append.events.iter().enumerate().map(|(index, event)| {
        let mut data = data(event);
        data["recorded_minute"] = now.minute().into();
        data["not_before"] = not_before.clone().into();
        let metadata = json!({
            "format": FORMAT, "command": command, "content": content, "note": note,
            "events": events, "index": index,
        });
        EventData::json(event.envelope.event_type.as_str(), &data)
            .and_then(|proposed| proposed.metadata_as_json(&metadata))
            .expect("a JSON value in memory can be written")
            .id(event.envelope.id.uuid())
    });
    each.collect()
}

fn data(event: &SealedEvent) -> Value {
    let envelope = &event.envelope;
    json!({
        "format": FORMAT,
        "schema_version": envelope.schema_version,
        "academy": envelope.academy,
        "actor": envelope.actor,
        "occurred_at": envelope.occurred_at,
        "proposed_at": envelope.proposed_at,
        "causation": envelope.causation,
        "correlation": envelope.correlation,
        "prev": envelope.prev.map(|digest| STANDARD.encode(digest)),
        "metadata_seed": STANDARD.encode(event.metadata_seed),
        "commitments": STANDARD.encode(&event.commitments),
        "boxed": event.sealed_box.is_some(),
    })
}

/// The command that an event was recorded under.
#[derive(Debug)]
pub(super) struct Under {
    pub command: CommandId,
    pub content: [u8; 32],
    pub note: Vec<u8>,
    /// Revision of the first event of the append.
    pub first: Revision,
    /// Revision of the last.
    pub last: Revision,
}

/// Reads an event's metadata.
pub(super) fn under(event: &RecordedEvent) -> Result<Under, JournalError> {
    let damaged = || damaged(event, "an event's metadata is not what was written");
    let fields: Map<String, Value> =
        serde_json::from_slice(&event.custom_metadata).map_err(|_| damaged())?;
    let read = || {
        let first = event.revision.checked_sub(number(&fields, "index")?)?;
        let last = first.checked_add(number(&fields, "events")?.checked_sub(1)?)?;
        Some(Under {
            command: command(text(&fields, "command")?)?,
            content: array(&fields, "content")?,
            note: bytes(&fields, "note")?,
            first: Revision(first),
            last: Revision(last),
        })
    };
    known_format(&fields)
        .and_then(|()| read())
        .ok_or_else(damaged)
}

/// An event out of the store, still without its box.
#[derive(Debug)]
pub(super) struct Unboxed {
    pub recorded: Recorded,
    /// Whether it was recorded with a box.
    pub boxed: bool,
}

impl Unboxed {
    /// Puts the box to the event: none where it was erased, damage where it was lost.
    pub(super) fn with(self, kept: Option<Option<SealedBox>>) -> Result<Recorded, JournalError> {
        let mut recorded = self.recorded;
        if self.boxed {
            let position = Some(recorded.position);
            let lost = JournalError::damaged(position, "the event's box is not in the boxes");
            recorded.event.sealed_box = kept.ok_or(lost)?;
        }
        Ok(recorded)
    }
}

/// Reads an event.
pub(super) fn unboxed(event: &RecordedEvent, names: &Names) -> Result<Unboxed, JournalError> {
    let damaged = || damaged(event, "an event is not what was written");
    let stream = names.parse(&event.stream_id).map_err(|_| damaged())?;
    let fields: Map<String, Value> = serde_json::from_slice(&event.data).map_err(|_| damaged())?;
    let read = || {
        let commitments = bytes(&fields, "commitments")?;
        if commitments.is_empty() || !commitments.len().is_multiple_of(32) {
            return None;
        }
        let envelope = Envelope {
            id: EventId::new(event.id),
            stream,
            revision: Revision(event.revision),
            event_type: EventType::stored(&event.event_type),
            schema_version: u16::try_from(number(&fields, "schema_version")?).ok()?,
            academy: optional(&fields, "academy", parsed)?,
            actor: parsed(&fields, "actor")?,
            occurred_at: parsed(&fields, "occurred_at")?,
            proposed_at: parsed(&fields, "proposed_at")?,
            causation: optional(&fields, "causation", parsed)?,
            correlation: optional(&fields, "correlation", parsed)?,
            prev: optional(&fields, "prev", array)?,
        };
        Some(Unboxed {
            boxed: fields.get("boxed")?.as_bool()?,
            recorded: Recorded {
                position: Position(event.position.commit),
                recorded_minute: u32::try_from(number(&fields, "recorded_minute")?).ok()?,
                not_before: array(&fields, "not_before")?,
                event: SealedEvent {
                    envelope,
                    metadata_seed: array(&fields, "metadata_seed")?,
                    commitments,
                    sealed_box: None,
                },
            },
        })
    };
    known_format(&fields)
        .and_then(|()| read())
        .ok_or_else(damaged)
}

fn damaged(event: &RecordedEvent, found: &'static str) -> JournalError {
    JournalError::damaged(Some(Position(event.position.commit)), found)
}

type Fields = Map<String, Value>;

fn known_format(fields: &Fields) -> Option<()> {
    (number(fields, "format")? == FORMAT).then_some(())
}

fn number(fields: &Fields, name: &str) -> Option<u64> {
    fields.get(name)?.as_u64()
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str()
}

fn parsed<T: std::str::FromStr>(fields: &Fields, name: &str) -> Option<T> {
    text(fields, name)?.parse().ok()
}

fn bytes(fields: &Fields, name: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text(fields, name)?).ok()
}

fn array<const N: usize>(fields: &Fields, name: &str) -> Option<[u8; N]> {
    bytes(fields, name)?.try_into().ok()
}

/// An absent field is damage; `null` is none.
fn optional<T>(
    fields: &Fields,
    name: &str,
    read: impl Fn(&Fields, &str) -> Option<T>,
) -> Option<Option<T>> {
    if fields.get(name)?.is_null() {
        return Some(None);
    }
    read(fields, name).map(Some)
}

/// A command id of 64 hexadecimal digits.
fn command(digits: &str) -> Option<CommandId> {
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() || !digits.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(CommandId::from_bytes(bytes))
}
