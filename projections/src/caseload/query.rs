//! Reading lists of cases and the page of one.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::{
    AcademyId, Actor, At, CaseId, ConcernId, Position, Revision, Sensitive, StaffId, StreamId,
};
use rusqlite::Row;

use super::due::{self, DueRow};
use crate::concern_inbox::ConcernState;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::{Names, ShownPerson};
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    /// Being worked on.
    Open,
    /// Closed.
    Closed,
}

impl CaseState {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Closed => 1,
        }
    }

    pub(crate) const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Open),
            1 => Ok(Self::Closed),
            _ => Err(ViewError::Stored("case state")),
        }
    }
}

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Which one.
    pub case: CaseId,
    /// Position of the event that opened it.
    pub position: Position,
    /// Revision of its newest event.
    pub revision: Revision,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// Where it stands.
    pub state: CaseState,
    /// Who owns it.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
    /// Who opened it.
    pub opened_by: Actor,
    /// When it was opened.
    pub opened_at: At,
    /// When it was closed.
    pub closed_at: Option<At>,
    /// Outcome id of the taxonomy.
    pub outcome: Option<String>,
    /// Who confirmed the outcome.
    pub confirmed_by: Option<StaffId>,
    /// Their name.
    pub confirmed_by_name: Option<Sensitive<String>>,
    /// What comes back first.
    pub next_due_at: Option<At>,
    /// People with their parts.
    pub people: Vec<ShownPerson>,
}

/// Which cases are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseFilter {
    /// Only these.
    pub state: Option<CaseState>,
    /// Only of this owner.
    pub owner: Option<StaffId>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
}

/// A concern that a case comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseConcern {
    /// Which one.
    pub concern: ConcernId,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// When it was raised.
    pub raised_at: At,
    /// Where it stands.
    pub state: ConcernState,
}

/// One case whole, but for its timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// What lists show of it.
    pub case: CaseRow,
    /// The concerns it comes from, the oldest first, where the reader may see them.
    pub concerns: Vec<CaseConcern>,
    /// Actions and reviews, done ones too, in the order in which they were planned.
    pub items: Vec<DueRow>,
}

const ROWS: Rows = Rows {
    alias: "f",
    matter: "f.id",
    kind: RowKind::Matter(ResourceKind::Case),
};

const COLUMNS: &str = "SELECT m.stream, m.revision, m.linked, f.id, f.academy, f.reference, \
     f.category, f.state, f.owner, f.opened_by, f.opened_at, f.closed_at, f.outcome, \
     f.confirmed_by, (SELECT min(d.due_at) FROM due_item d WHERE d.matter = f.id AND d.open = 1 \
     AND f.state = 0 AND d.routed = f.routed)";

/// Cases of the scope, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn cases(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &CaseFilter,
    paging: Paging,
) -> Result<Page<CaseRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM case_file f JOIN access_row m ON m.id = f.id WHERE 1");
    match filter.state {
        // Written out, so that the index of open cases is used.
        Some(CaseState::Open) => sql.push(" AND f.state = 0"),
        Some(CaseState::Closed) => sql.push(" AND f.state = 1"),
        None => &mut sql,
    };
    if let Some(owner) = filter.owner {
        sql.bind(" AND f.owner = ?", [stored::staff_key(owner).to_vec()]);
    }
    if let Some(academy) = filter.academy {
        sql.bind(" AND f.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some([id, _]) = paging.keys(List::Cases)? {
        sql.bind(" AND f.id < ?", [id]);
    }
    visible::restrict(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY f.id DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| case_row(row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &CaseRow| {
        Cursor::new(List::Cases, stored::position_column(last.position), 0)
    }))
}

/// The page of a case; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn case_page(
    views: &Reading<'_>,
    scope: &Scope,
    case: CaseId,
) -> Result<Option<CasePage>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM access_row m JOIN case_file f ON f.id = m.id WHERE m.stream = ")
        .bind("?", [case.stream().to_bytes().to_vec()]);
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    let mut names = Names::new(views.conn);
    let Some(row) = sql.first(views.conn, |row| case_row(row, &mut names))? else {
        return Ok(None);
    };
    let id = stored::position_column(row.position);
    Ok(Some(CasePage {
        case: row,
        concerns: concerns_of(views, scope, id)?,
        items: due::of_matter(views.conn, id, &mut names)?,
    }))
}

/// The concerns in a matter's thread, where the reader may see them.
pub(crate) fn concerns_of(
    views: &Reading<'_>,
    scope: &Scope,
    case: i64,
) -> Result<Vec<CaseConcern>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream, c.reference, c.category, c.raised_at, c.state
         FROM thread_member t JOIN concern c ON c.id = t.member JOIN access_row m ON m.id = c.id
         WHERE t.thread = ",
    );
    sql.bind("?", [case]);
    let rows = Rows {
        alias: "c",
        matter: "c.id",
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql.push(" ORDER BY t.member").rows(views.conn, |row| {
        Ok(CaseConcern {
            concern: stored::concern(&row.get::<_, Key>(0)?)?,
            reference: row.get(1)?,
            category: row.get(2)?,
            raised_at: stored::at(row, 3)?,
            state: ConcernState::of_code(row.get(4)?)?,
        })
    })
}

/// Open cases that nobody unconflicted is left to own. Takes no scope: only the worker asks, and it tells
/// nobody which they are.
///
/// # Errors
/// When the file cannot be read.
pub fn without_owner(views: &Reading<'_>) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream FROM case_file f JOIN access_row m ON m.id = f.id WHERE f.without_owner = 1",
    );
    sql.bind(" AND f.state = ?", [CaseState::Open.code()]);
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

fn case_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<CaseRow, ViewError> {
    let owner: Key = row.get(8)?;
    let confirmed_by: Option<Key> = row.get(13)?;
    Ok(CaseRow {
        case: stored::case(&row.get::<_, Key>(0)?)?,
        position: stored::position(row.get(3)?),
        revision: stored::revision(row.get(1)?),
        academy: stored::academy(row, 4)?,
        reference: row.get(5)?,
        category: row.get(6)?,
        state: CaseState::of_code(row.get(7)?)?,
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
        opened_by: stored::actor(&row.get(9)?)?,
        opened_at: stored::at(row, 10)?,
        closed_at: stored::optional_at(row, 11)?,
        outcome: row.get(12)?,
        confirmed_by: confirmed_by.as_ref().map(stored::staff).transpose()?,
        confirmed_by_name: match &confirmed_by {
            Some(key) => names.of_key(key)?,
            None => None,
        },
        next_due_at: stored::optional_at(row, 14)?,
        people: names.shown_from(&row.get::<_, String>(2)?)?,
    })
}
