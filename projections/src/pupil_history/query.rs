//! Reading a history.

use lanyard_access::{PersonKey, Scope};
use lanyard_events::{AcademyId, At, LinkRole, Position, StreamId};
use rusqlite::Row;

use crate::caseload::CaseState;
use crate::concern_inbox::ConcernState;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterState {
    /// A concern.
    Concern(ConcernState),
    /// A case.
    Case(CaseState),
    /// A file that came from a school before.
    Received,
}

/// One matter in a person's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The concern or case, or the entry of a file that was received.
    pub matter: StreamId,
    /// Position of its first event.
    pub position: Position,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// When it was raised or opened; of a received file, the day on which it begins.
    pub begun_at: At,
    /// Where it stands.
    pub state: MatterState,
    /// The person's part in it.
    pub parts: Vec<LinkRole>,
}

/// Where what has no time of its own stands in a history: by the day on which a received file begins.
const BEGUN_AT: &str =
    "coalesce(c.raised_at, f.opened_at, 1000 * CAST(strftime('%s', v.value) AS INTEGER))";

/// The concerns about pupils and the cases that link a person and that the scope shows, and files received from schools
/// before, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn history(
    views: &Reading<'_>,
    scope: &Scope,
    person: PersonKey,
    paging: Paging,
) -> Result<Page<HistoryRow>, ViewError> {
    matters(views, scope, (person, ""), paging)
}

/// The open cases that link a person and that the scope shows, the newest first: so many and no more.
///
/// # Errors
/// When the file cannot be read.
pub fn open_cases(
    views: &Reading<'_>,
    scope: &Scope,
    person: PersonKey,
    most: u32,
) -> Result<Vec<HistoryRow>, ViewError> {
    // Before the limit: an older case must not go missing behind newer concerns.
    let open = (person, " AND f.state = 0");
    Ok(matters(views, scope, open, Paging::first(most))?.rows)
}

/// The matters of a person for which a condition holds too.
fn matters(
    views: &Reading<'_>,
    scope: &Scope,
    (person, condition): (PersonKey, &'static str),
    paging: Paging,
) -> Result<Page<HistoryRow>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream, m.id, m.academy, p.parts, c.reference, c.category, c.raised_at, c.state,
                f.reference, f.category, f.opened_at, f.state, e.number, ",
    );
    sql.push(BEGUN_AT).push(
        " FROM matter_person p JOIN access_row m ON m.id = p.matter
         LEFT JOIN concern c ON c.id = m.id LEFT JOIN case_file f ON f.id = m.id
         LEFT JOIN register_entry e ON e.id = m.id AND e.register = 'file_transfers'
         LEFT JOIN register_value v ON v.entry = e.id AND v.field = 'covers_from'
         WHERE coalesce(c.id, f.id, v.entry) IS NOT NULL AND ifnull(c.about_adult, 0) = 0
           AND p.person = ",
    );
    sql.bind("?", [person.to_bytes().to_vec()]).push(condition);
    if let Some([begun_at, id]) = paging.keys(List::History)? {
        sql.push(" AND (").push(BEGUN_AT);
        sql.bind(", p.matter) < (?, ?)", [begun_at, id]);
    }
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        kind: RowKind::Mixed,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql.push(" ORDER BY ").push(BEGUN_AT);
    sql.bind(" DESC, p.matter DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, history_row)?;
    Ok(Page::cut(rows, paging, |last: &HistoryRow| {
        let id = stored::position_column(last.position);
        Cursor::new(List::History, last.begun_at.millis(), id)
    }))
}

fn history_row(row: &Row<'_>) -> Result<HistoryRow, ViewError> {
    if let Some(number) = row.get::<_, Option<String>>(12)? {
        return Ok(HistoryRow {
            matter: stored::stream(&row.get(0)?)?,
            position: stored::position(row.get(1)?),
            academy: stored::academy(row, 2)?,
            reference: number,
            category: "file_received".to_owned(),
            begun_at: stored::at(row, 13)?,
            state: MatterState::Received,
            parts: stored::parts_of(row.get(3)?),
        });
    }
    let is_concern = row.get::<_, Option<i64>>(7)?.is_some();
    // The columns of the concern, or those of the case.
    let first = if is_concern { 4 } else { 8 };
    let state = row.get(first + 3)?;
    Ok(HistoryRow {
        matter: stored::stream(&row.get(0)?)?,
        position: stored::position(row.get(1)?),
        academy: stored::academy(row, 2)?,
        reference: row.get(first)?,
        category: row.get(first + 1)?,
        begun_at: stored::at(row, first + 2)?,
        state: if is_concern {
            MatterState::Concern(ConcernState::of_code(state)?)
        } else {
            MatterState::Case(CaseState::of_code(state)?)
        },
        parts: stored::parts_of(row.get(3)?),
    })
}
