//! Events to columns and back; every shape is checked on the way back.

use lanyard_events::{
    AcademyId, At, Envelope, EventId, EventType, Position, Recorded, Revision, SealedBox,
    SealedEvent, StreamId,
};
use rusqlite::{Row, Statement, params};
use uuid::Uuid;

use crate::actor::{actor, actor_bytes};
use crate::error::JournalError;
use crate::port::{Append, Command, Place};

/// What the recorder adds to every event of a batch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stamped {
    pub recorded_minute: u32,
    pub not_before: [u8; 32],
}

/// Inserts one event at a position.
pub(super) fn insert_event(
    statement: &mut Statement<'_>,
    position: u64,
    event: &SealedEvent,
    stamped: &Stamped,
) -> rusqlite::Result<usize> {
    let envelope = &event.envelope;
    let (actor, actor_bytes) = actor_bytes(envelope.actor);
    statement.execute(params![
        position.cast_signed(),
        envelope.stream.to_bytes(),
        envelope.revision.0.cast_signed(),
        envelope.id.uuid().as_bytes(),
        envelope.event_type.as_str(),
        envelope.schema_version,
        envelope.academy.as_ref().map(|id| id.uuid().into_bytes()),
        &actor[..actor_bytes],
        envelope.occurred_at.millis(),
        envelope.proposed_at.millis(),
        envelope.causation.map(|id| id.uuid().into_bytes()),
        envelope.correlation.map(|id| id.uuid().into_bytes()),
        envelope.prev,
        stamped.recorded_minute,
        stamped.not_before,
        event.metadata_seed,
        event.commitments,
    ])
}

/// Inserts a command's row; 0 when the command is recorded already.
pub(super) fn insert_command(
    statement: &mut Statement<'_>,
    append: &Append,
    place: &Place,
) -> rusqlite::Result<usize> {
    statement.execute(params![
        append.command.as_bytes(),
        append.content,
        append.stream.to_bytes(),
        place.first.0.cast_signed(),
        place.last.0.cast_signed(),
        place.revision.0.cast_signed(),
        append.note,
    ])
}

/// A command out of its row.
pub(super) fn command(row: &Row<'_>) -> Result<Command, JournalError> {
    let read = || {
        Some(Command {
            content: array(row, 0)?,
            stream: StreamId::from_bytes(blob(row, 1)?)?,
            place: Place {
                first: Position(count(row, 2)?),
                last: Position(count(row, 3)?),
                revision: Revision(count(row, 4)?),
            },
            note: blob(row, 5)?.to_vec(),
        })
    };
    read().ok_or(JournalError::damaged(
        None,
        "a command's row is not what was written",
    ))
}

/// An event out of its row, in the column order of `tables::READ_ALL`.
pub(super) fn recorded(row: &Row<'_>) -> Result<Recorded, JournalError> {
    let position = count(row, 0).map(Position);
    recorded_parts(row).ok_or(JournalError::damaged(
        position,
        "an event's row is not what was written",
    ))
}

fn recorded_parts(row: &Row<'_>) -> Option<Recorded> {
    let commitments = blob(row, 16)?;
    if commitments.is_empty() || !commitments.len().is_multiple_of(32) {
        return None;
    }
    Some(Recorded {
        position: Position(count(row, 0)?),
        recorded_minute: u32::try_from(count(row, 13)?).ok()?,
        not_before: array(row, 14)?,
        event: SealedEvent {
            envelope: envelope(row)?,
            metadata_seed: array(row, 15)?,
            commitments: commitments.to_vec(),
            sealed_box: optional(row, 17, sealed_box)?,
        },
    })
}

fn envelope(row: &Row<'_>) -> Option<Envelope> {
    Some(Envelope {
        stream: StreamId::from_bytes(blob(row, 1)?)?,
        revision: Revision(count(row, 2)?),
        id: EventId::new(uuid(row, 3)?),
        event_type: EventType::stored(row.get_ref(4).ok()?.as_str().ok()?),
        schema_version: u16::try_from(count(row, 5)?).ok()?,
        academy: optional(row, 6, uuid)?.map(AcademyId::new),
        actor: actor(blob(row, 7)?)?,
        occurred_at: At::from_millis(integer(row, 8)?),
        proposed_at: At::from_millis(integer(row, 9)?),
        causation: optional(row, 10, uuid)?.map(EventId::new),
        correlation: optional(row, 11, uuid)?.map(EventId::new),
        prev: optional(row, 12, array)?,
    })
}

fn sealed_box(row: &Row<'_>, first: usize) -> Option<SealedBox> {
    Some(SealedBox {
        key_id: u32::try_from(count(row, first)?).ok()?,
        box_salt: array(row, first + 1)?,
        ciphertext: blob(row, first + 2)?.to_vec(),
    })
}

fn integer(row: &Row<'_>, column: usize) -> Option<i64> {
    row.get_ref(column).ok()?.as_i64().ok()
}

fn count(row: &Row<'_>, column: usize) -> Option<u64> {
    u64::try_from(integer(row, column)?).ok()
}

fn blob<'r>(row: &'r Row<'_>, column: usize) -> Option<&'r [u8]> {
    row.get_ref(column).ok()?.as_blob().ok()
}

fn array<const N: usize>(row: &Row<'_>, column: usize) -> Option<[u8; N]> {
    blob(row, column)?.try_into().ok()
}

fn uuid(row: &Row<'_>, column: usize) -> Option<Uuid> {
    Uuid::from_slice(blob(row, column)?).ok()
}

/// `Some(None)` for SQL's null, `None` for a value of the wrong shape.
fn optional<T>(
    row: &Row<'_>,
    column: usize,
    read: impl Fn(&Row<'_>, usize) -> Option<T>,
) -> Option<Option<T>> {
    match row.get_ref(column).ok()? {
        rusqlite::types::ValueRef::Null => Some(None),
        rusqlite::types::ValueRef::Integer(_)
        | rusqlite::types::ValueRef::Real(_)
        | rusqlite::types::ValueRef::Text(_)
        | rusqlite::types::ValueRef::Blob(_) => read(row, column).map(Some),
    }
}
