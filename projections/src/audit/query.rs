//! Reading departures and disposals.

use lanyard_access::{AcademySet, ResourceKind, Scope};
use lanyard_events::{Actor, At, EventId, Position, StreamId};
use rusqlite::Row;
use uuid::Uuid;

use crate::caseload::DueKind;
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
    let mut sql = Sql::new("SELECT x.at, x.id, m.stream, x.event, x.actor, x.kind FROM (");
    facts(&mut sql, "<>");
    late(&mut sql, now);
    sql.push(") x JOIN access_row m ON m.id = x.matter WHERE 1");
    listed(views, scope, sql, List::Deviations, paging)
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
    let mut sql = Sql::new("SELECT x.at, x.id, m.stream, x.event, x.actor, x.kind FROM (");
    facts(&mut sql, "=");
    sql.push(") x JOIN access_row m ON m.id = x.matter WHERE 1");
    listed(views, scope, sql, List::Disposals, paging)
}

/// Facts are numbered by their positions, above the places of what is due by the same event.
fn facts(sql: &mut Sql, destroyed: &str) {
    sql.push(
        "SELECT f.at AS at, (f.id << 8) + 255 AS id, f.event AS event, f.matter AS matter,
                f.actor AS actor, f.kind AS kind FROM audit_fact f WHERE f.kind ",
    );
    sql.push(destroyed)
        .bind(" ?", [AuditKind::Destroyed.code()]);
}

/// Clocks that ran out, of concerns and of what is due by a rule: what people planned for themselves and what
/// tells of a conflict is not among them (domain.md 1 rule 1).
fn late(sql: &mut Sql, now: At) {
    sql.bind(
        " UNION ALL SELECT c.due_at, (c.id << 8) + 254, NULL, c.id, NULL, ? FROM concern c",
        [AuditKind::Late.code()],
    );
    sql.bind(
        " WHERE (c.state = 0 AND c.due_at < ?) OR c.triaged_at > c.due_at",
        [now.millis()],
    );
    sql.bind(
        " UNION ALL SELECT d.due_at, d.id, NULL, d.matter, d.owner, ? FROM due_item d",
        [AuditKind::Late.code()],
    );
    let by_rule = [
        DueKind::Step,
        DueKind::Referral,
        DueKind::Entry,
        DueKind::ParentsReview,
        DueKind::AllegationReview,
        DueKind::GlassReview,
    ];
    sql.bind(
        " WHERE d.kind IN (?, ?, ?, ?, ?, ?)",
        by_rule.map(DueKind::code),
    );
    sql.bind(
        " AND ((d.open = 1 AND d.due_at < ?) OR d.done_at > d.due_at)",
        [now.millis()],
    );
}

fn listed(
    views: &Reading<'_>,
    scope: &Scope,
    mut sql: Sql,
    list: List,
    paging: Paging,
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
    visible::not_excluded(&mut sql, scope, "ifnull(m.parent, m.id)");
    // An entry of a register that stands for a matter is hidden with it.
    sql.push(" AND (m.behind IS NULL OR m.behind NOT IN (");
    visible::excluded_streams(&mut sql, scope);
    sql.push("))");
    if let Some([at, id]) = after {
        sql.bind(" AND (x.at, x.id) < (?, ?)", [at, id]);
    }
    sql.bind(" ORDER BY x.at DESC, x.id DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, row)?;
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
