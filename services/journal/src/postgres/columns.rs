//! Events to columns and back; every shape is checked on the way back.

use lanyard_events::{
    AcademyId, At, Envelope, EventId, EventType, Position, Recorded, Revision, SealedBox,
    SealedEvent, StreamId,
};
use lanyard_postgres::{Fault, Link};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;
use uuid::Uuid;

use super::tables;
use crate::actor::{actor, actor_bytes};
use crate::error::JournalError;
use crate::port::{Append, Command, Place};

/// What the recorder adds to every event of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamped {
    pub recorded_minute: u32,
    pub not_before: [u8; 32],
}

/// An event at its position.
pub(super) type Placed<'a> = (u64, &'a SealedEvent);

/// Inserts events by one statement.
pub(super) async fn insert_events(
    link: &Link,
    events: &[Placed<'_>],
    stamped: &Stamped,
) -> Result<(), Fault> {
    let statement = link.prepared(tables::INSERT_EVENTS).await?;
    let streams = each(events, |event| event.envelope.stream.to_bytes());
    let actors = each(events, |event| actor_bytes(event.envelope.actor));
    let position: Vec<i64> = events
        .iter()
        .map(|(place, _)| place.cast_signed())
        .collect();
    let prev: Vec<Option<&[u8]>> = events
        .iter()
        .map(|(_, event)| event.envelope.prev.as_ref().map(|prev| &prev[..]))
        .collect();
    let types: Vec<&str> = events
        .iter()
        .map(|(_, event)| event.envelope.event_type.as_str())
        .collect();
    let seeds: Vec<&[u8]> = events.iter().map(|(_, e)| &e.metadata_seed[..]).collect();
    let commitments: Vec<&[u8]> = events.iter().map(|(_, e)| &e.commitments[..]).collect();
    let event_id = |id: Option<EventId>| id.map(EventId::uuid);
    link.execute(
        &statement,
        &[
            &i64::from(stamped.recorded_minute),
            &&stamped.not_before[..],
            &position,
            &each(events, |e| e.envelope.revision.0.cast_signed()),
            &each(events, |e| e.envelope.occurred_at.millis()),
            &each(events, |e| e.envelope.proposed_at.millis()),
            &each(events, |e| i32::from(e.envelope.schema_version)),
            &each(events, |e| e.envelope.id.uuid()),
            &each(events, |e| e.envelope.academy.map(AcademyId::uuid)),
            &each(events, |e| event_id(e.envelope.causation)),
            &each(events, |e| event_id(e.envelope.correlation)),
            &slices(&streams),
            &types,
            &actors
                .iter()
                .map(|(all, used)| &all[..*used])
                .collect::<Vec<_>>(),
            &prev,
            &seeds,
            &commitments,
        ],
    )
    .await?;
    Ok(())
}

/// Inserts the boxes of those events that have one.
pub(super) async fn insert_boxes(link: &Link, events: &[Placed<'_>]) -> Result<(), Fault> {
    let boxes: Vec<(i64, &SealedBox)> = events
        .iter()
        .filter_map(|(place, event)| Some((place.cast_signed(), event.sealed_box.as_ref()?)))
        .collect();
    if boxes.is_empty() {
        return Ok(());
    }
    let statement = link.prepared(tables::INSERT_BOXES).await?;
    let positions: Vec<i64> = boxes.iter().map(|(place, _)| *place).collect();
    let key_ids: Vec<i64> = boxes.iter().map(|(_, b)| i64::from(b.key_id)).collect();
    let salts: Vec<&[u8]> = boxes.iter().map(|(_, b)| &b.box_salt[..]).collect();
    let texts: Vec<&[u8]> = boxes.iter().map(|(_, b)| &b.ciphertext[..]).collect();
    link.execute(&statement, &[&positions, &key_ids, &salts, &texts])
        .await?;
    Ok(())
}

/// Inserts the commands of appends.
pub(super) async fn insert_commands(
    link: &Link,
    appends: &[(&Append, Place)],
) -> Result<(), Fault> {
    let statement = link.prepared(tables::INSERT_COMMANDS).await?;
    let streams: Vec<[u8; 17]> = appends.iter().map(|(a, _)| a.stream.to_bytes()).collect();
    let number = |of: fn(&Place) -> u64| -> Vec<i64> {
        let numbers = appends.iter().map(|(_, place)| of(place).cast_signed());
        numbers.collect()
    };
    let bytes = |of: fn(&Append) -> &[u8]| -> Vec<&[u8]> {
        appends.iter().map(|(append, _)| of(append)).collect()
    };
    link.execute(
        &statement,
        &[
            &bytes(|append| append.command.as_bytes()),
            &number(|place| place.first.0),
            &number(|place| place.last.0),
            &number(|place| place.revision.0),
            &slices(&streams),
            &bytes(|append| &append.content),
            &bytes(|append| &append.note),
        ],
    )
    .await?;
    Ok(())
}

fn each<T>(events: &[Placed<'_>], of: impl Fn(&SealedEvent) -> T) -> Vec<T> {
    events.iter().map(|(_, event)| of(event)).collect()
}

pub(super) fn slices<const N: usize>(arrays: &[[u8; N]]) -> Vec<&[u8]> {
    arrays.iter().map(|array| &array[..]).collect()
}

/// A command out of its row, in the column order of `tables::COMMANDS`.
pub(super) fn command(row: &Row) -> Result<Command, JournalError> {
    let read = || {
        Some(Command {
            content: array(row, 0)?,
            stream: StreamId::from_bytes(cell(row, 1)?)?,
            place: Place {
                first: Position(count(row, 2)?),
                last: Position(count(row, 3)?),
                revision: Revision(count(row, 4)?),
            },
            note: cell::<&[u8]>(row, 5)?.to_vec(),
        })
    };
    read().ok_or(JournalError::damaged(
        None,
        "a command's row is not what was written",
    ))
}

/// An event out of its row, in the column order of `tables::READ_ALL`.
pub(super) fn recorded(row: &Row) -> Result<Recorded, JournalError> {
    let position = count(row, 0).map(Position);
    recorded_parts(row).ok_or(JournalError::damaged(
        position,
        "an event's row is not what was written",
    ))
}

fn recorded_parts(row: &Row) -> Option<Recorded> {
    let commitments: &[u8] = cell(row, 16)?;
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
            sealed_box: sealed_box(row, 17)?,
        },
    })
}

fn envelope(row: &Row) -> Option<Envelope> {
    let prev: Option<&[u8]> = cell(row, 12)?;
    Some(Envelope {
        stream: StreamId::from_bytes(cell(row, 1)?)?,
        revision: Revision(count(row, 2)?),
        id: EventId::new(cell(row, 3)?),
        event_type: EventType::stored(cell(row, 4)?),
        schema_version: u16::try_from(cell::<i32>(row, 5)?).ok()?,
        academy: cell::<Option<Uuid>>(row, 6)?.map(AcademyId::new),
        actor: actor(cell(row, 7)?)?,
        occurred_at: At::from_millis(cell(row, 8)?),
        proposed_at: At::from_millis(cell(row, 9)?),
        causation: cell::<Option<Uuid>>(row, 10)?.map(EventId::new),
        correlation: cell::<Option<Uuid>>(row, 11)?.map(EventId::new),
        prev: match prev {
            Some(prev) => Some(prev.try_into().ok()?),
            None => None,
        },
    })
}

/// `Some(None)` for an event without a box, `None` for one of the wrong shape.
fn sealed_box(row: &Row, first: usize) -> Option<Option<SealedBox>> {
    let Some(key_id) = cell::<Option<i64>>(row, first)? else {
        return Some(None);
    };
    Some(Some(SealedBox {
        key_id: u32::try_from(key_id).ok()?,
        box_salt: array(row, first + 1)?,
        ciphertext: cell::<&[u8]>(row, first + 2)?.to_vec(),
    }))
}

pub(super) fn cell<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Option<T> {
    row.try_get(column).ok()
}

pub(super) fn count(row: &Row, column: usize) -> Option<u64> {
    u64::try_from(cell::<i64>(row, column)?).ok()
}

pub(super) fn array<const N: usize>(row: &Row, column: usize) -> Option<[u8; N]> {
    cell::<&[u8]>(row, column)?.try_into().ok()
}
