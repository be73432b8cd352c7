//! Reading departures and disposals.

use std::cmp::Reverse;

use lanyard_access::{AcademySet, ResourceKind, Scope};
use lanyard_events::{Actor, At, EventId, Position, StreamId};
use rusqlite::Row;
use uuid::Uuid;

use super::late;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

/// In what somebody departed from a rule, or what they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditKind {
    /// A step was left out.
    StepSkipped,
    /// A desk to which a step or a rule sends the matter was not told (R7, R8).
    NotReferred,
    /// The matter was closed with steps open that may not simply be left.
    DutiesLeft,
    /// Other actions were chosen than the matrix proposes.
    MatrixDeparted,
    /// A clock ran out before the thing was done.
    Late,
    /// Evidence was destroyed.
    Destroyed,
}

impl AuditKind {
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::StepSkipped => 0,
            Self::NotReferred => 1,
            Self::DutiesLeft => 2,
            Self::MatrixDeparted => 3,
            Self::Late => 4,
            Self::Destroyed => 5,
        }
    }

    const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::StepSkipped),
            1 => Ok(Self::NotReferred),
            2 => Ok(Self::DutiesLeft),
            3 => Ok(Self::MatrixDeparted),
            4 => Ok(Self::Late),
            5 => Ok(Self::Destroyed),
            _ => Err(ViewError::Stored("kind of a departure")),
        }
    }
}

/// One departure, or one disposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number in the list.
    number: i64,
    /// In what.
    pub kind: AuditKind,
    /// The record. Only its id is shown: its kind would say whether it is about an adult.
    pub stream: StreamId,
    /// The event; none where a clock ran out, for then nothing happened.
    pub event: Option<EventId>,
    /// Where it stands in the record.
    pub position: Option<Position>,
    /// Who did it; of a clock that ran out, in whose hands the thing was or is, if in anybody's.
    pub actor: Option<Actor>,
    /// When; of a clock, when it ran out.
    pub at: At,
}

/// Departures from the rules, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn deviations(
    views: &Reading<'_>,
    scope: &Scope,
    now: At,
    paging: Paging,
) -> Result<Page<AuditRow>, ViewError> {
    listed(
        views,
        scope,
        (List::Deviations, paging),
        [facts("<>"), concerns_that_wait(now), what_waits(now)],
    )
}

/// What was destroyed, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn disposals(
    views: &Reading<'_>,
    scope: &Scope,
    paging: Paging,
) -> Result<Page<AuditRow>, ViewError> {
    listed(views, scope, (List::Disposals, paging), [facts("=")])
}

/// One source of rows, and what they are sorted by: a moment and a number. Each reads no more than a page, along an
/// index of its moments.
struct Source {
    sql: Sql,
    at: &'static str,
    number: &'static str,
}

fn facts(destroyed: &str) -> Source {
    let mut sql = Sql::new(
        "SELECT x.at, x.id, m.stream, x.event, x.actor, x.kind
         FROM audit_fact x CROSS JOIN access_row m ON m.id = x.matter WHERE x.kind ",
    );
    sql.push(destroyed)
        .bind(" ?", [AuditKind::Destroyed.code()]);
    Source {
        sql,
        at: "x.at",
        number: "x.id",
    }
}

/// Concerns that nobody has decided on in time.
fn concerns_that_wait(now: At) -> Source {
    let mut sql = Sql::new("SELECT c.due_at, (c.id << 8) + ");
    sql.bind(
        "?, m.stream, NULL, NULL, ?",
        [late::OF_CONCERN, AuditKind::Late.code()],
    );
    sql.push(" FROM concern c CROSS JOIN access_row m ON m.id = c.id WHERE c.state = 0");
    sql.bind(" AND c.due_at < ? AND ", [now.millis()]);
    sql.push(&late::CONCERN_LATE_FROM)
        .bind(" < ?", [now.millis()]);
    Source {
        sql,
        at: "c.due_at",
        number: "(c.id << 8) + 254",
    }
}

/// What is due by a rule and still waits; one that was late when its matter was closed, and waits again, is a fact.
fn what_waits(now: At) -> Source {
    let mut sql = Sql::new("SELECT d.due_at, d.id, m.stream, NULL, d.owner, ");
    sql.bind("?", [AuditKind::Late.code()]);
    sql.push(" FROM due_item d CROSS JOIN access_row m ON m.id = d.matter WHERE d.open = 1");
    sql.bind(" AND d.due_at < ? AND ", [now.millis()]);
    sql.push(&late::IS_BY_RULE).push(" AND ");
    sql.push(&late::LATE_FROM).bind(" < ?", [now.millis()]);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM audit_fact f WHERE f.id = d.id)");
    Source {
        sql,
        at: "d.due_at",
        number: "d.id",
    }
}

fn listed<const N: usize>(
    views: &Reading<'_>,
    scope: &Scope,
    (list, paging): (List, Paging),
    sources: [Source; N],
) -> Result<Page<AuditRow>, ViewError> {
    let after = paging.keys(list)?;
    let covers = scope.kinds.contains(&ResourceKind::AccessLog)
        && scope.unrouted == AcademySet::All
        && scope.within == AcademySet::All;
    if !covers {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    }
    let mut rows = Vec::new();
    for Source {
        mut sql,
        at,
        number,
    } in sources
    {
        visible::not_excluded(&mut sql, scope, "ifnull(m.parent, m.id)");
        // An entry of a register that stands for a matter is hidden with it.
        sql.push(" AND (m.behind IS NULL OR m.behind NOT IN (");
        visible::excluded_streams(&mut sql, scope);
        sql.push("))");
        if let Some(after) = after {
            sql.push(" AND (").push(at).push(", ").push(number);
            sql.bind(") < (?, ?)", after);
        }
        sql.push(" ORDER BY ").push(at).push(" DESC, ").push(number);
        sql.bind(" DESC LIMIT ?", [paging.fetch()]);
        rows.extend(sql.rows(views.conn, row)?);
    }
    rows.sort_unstable_by_key(|row| Reverse((row.at, row.number)));
    rows.truncate(usize::try_from(paging.fetch()).unwrap_or(usize::MAX));
    Ok(Page::cut(rows, paging, |last: &AuditRow| {
        Cursor::new(list, last.at.millis(), last.number)
    }))
}

fn row(row: &Row<'_>) -> Result<AuditRow, ViewError> {
    let number: i64 = row.get(1)?;
    let event: Option<[u8; 16]> = row.get(3)?;
    let actor: Option<Key> = row.get(4)?;
    Ok(AuditRow {
        number,
        at: stored::at(row, 0)?,
        stream: stored::stream(&row.get::<_, Key>(2)?)?,
        event: event.map(|bytes| EventId::new(Uuid::from_bytes(bytes))),
        position: event.map(|_| stored::position(number >> 8)),
        actor: actor.map(|key| stored::actor(&key)).transpose()?,
        kind: AuditKind::of_code(row.get(5)?)?,
    })
}
