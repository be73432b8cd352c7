//! Access events into looks. Fillers and seals leave no row.

use lanyard_events::access::{AccessEvent, LookResult};
use lanyard_events::{Event, Revision, StreamKind};
use rusqlite::Connection;

use crate::error::Fault;
use crate::opened::OpenedEvent;
use crate::stored;

/// Where the streams of the looks end, on a store whose positions have gaps.
pub(crate) const ENDS: &str = "CREATE TABLE IF NOT EXISTS look_end (
    stream BLOB PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID";
/// An event before this one of its stream never came here.
const LEFT_OUT: Fault = Fault::Poison("missing_events");

/// As `apply`, where only its stream's revisions show that a look was left out.
pub(crate) fn apply_chained(conn: &Connection, opened: &OpenedEvent) -> Result<(), Fault> {
    let stream = opened.envelope.stream.to_bytes();
    let revision = opened.envelope.revision;
    let moved = if revision == Revision(0) {
        conn.prepare_cached("INSERT INTO look_end VALUES (?1, 0)")?
            .execute([stream])?
    } else {
        let to = stored::revision_column(revision);
        conn.prepare_cached(
            "UPDATE look_end SET revision = ?2 WHERE stream = ?1 AND revision = ?2 - 1",
        )?
        .execute((stream, to))?
    };
    if moved == 0 {
        return Err(LEFT_OUT);
    }
    apply(conn, opened)
}

/// Applies one event of a record stream; others never come here.
pub(crate) fn apply(conn: &Connection, opened: &OpenedEvent) -> Result<(), Fault> {
    match &opened.event {
        Some(Event::Access(AccessEvent::Looked(look))) => {
            let mut streams = Vec::with_capacity(look.streams.len() * 17);
            for stream in &look.streams {
                streams.extend_from_slice(&stream.to_bytes());
            }
            let opened_it = look.result == LookResult::Opened;
            put(conn, opened, Some((opened_it, &look.route)), &streams)?;
            let position = stored::position_column(opened.position);
            let mut add =
                conn.prepare_cached("INSERT OR IGNORE INTO look_stream VALUES (?1, ?2)")?;
            for stream in &look.streams {
                add.execute((stream.to_bytes(), position))?;
            }
            Ok(())
        }
        None if opened.envelope.stream.kind == StreamKind::Access => put(conn, opened, None, &[]),
        Some(
            Event::Filler(_)
            | Event::Seal(_)
            | Event::Snapshot(_)
            | Event::CaseLinks(_)
            | Event::Evidence(_)
            | Event::Grant(_)
            | Event::Register(_)
            | Event::Concern(_)
            | Event::Case(_)
            | Event::Referral(_)
            | Event::Allegation(_)
            | Event::Pupil(_)
            | Event::Staff(_)
            | Event::Academy(_)
            | Event::Conflict(_)
            | Event::Clock(_)
            | Event::Trust(_)
            | Event::Policy(_)
            | Event::Delivery(_),
        )
        | None => Ok(()),
    }
}

fn put(
    conn: &Connection,
    opened: &OpenedEvent,
    look: Option<(bool, &String)>,
    streams: &[u8],
) -> Result<(), Fault> {
    conn.prepare_cached("INSERT INTO look VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((
            stored::position_column(opened.position),
            stored::actor_key(opened.envelope.actor),
            opened.envelope.proposed_at.millis(),
            look.map(|(opened_it, _)| opened_it),
            look.map(|(_, route)| route),
            streams,
        ))?;
    Ok(())
}

/// A parked access stream keeps the looks it has: each stands for itself, and hiding that somebody
/// looked would hide too much.
pub(crate) const fn withdraw(_: &Connection) -> rusqlite::Result<()> {
    Ok(())
}
