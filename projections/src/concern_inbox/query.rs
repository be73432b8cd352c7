//! Reading lists of concerns.

use std::collections::{BTreeSet, HashSet};

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::concern::{AboutAdult, Due};
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, CaseId, ConcernId, Position, Revision, Sensitive, StreamId,
};
use rusqlite::Row;
use rusqlite::types::Value;
use uuid::Uuid;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::{Names, ShownPerson};
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Where a concern stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcernState {
    /// Nobody has decided yet.
    Untriaged,
    /// Decided: nothing further.
    NoFurtherAction,
    /// Decided: watched, to be looked at again on a day.
    Monitored,
    /// Part of a case.
    InCase,
    /// Part of a matter about an adult.
    InAllegation,
}

impl ConcernState {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Untriaged => 0,
            Self::NoFurtherAction => 1,
            Self::Monitored => 2,
            Self::InCase => 3,
            Self::InAllegation => 4,
        }
    }

    pub(crate) const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Untriaged),
            1 => Ok(Self::NoFurtherAction),
            2 => Ok(Self::Monitored),
            3 => Ok(Self::InCase),
            4 => Ok(Self::InAllegation),
            _ => Err(ViewError::Stored("concern state")),
        }
    }
}

/// One concern in a list of its readers.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcernRow {
    /// Which one.
    pub concern: ConcernId,
    /// Position of the event that raised it.
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
    pub state: ConcernState,
    /// Is it about an adult here?
    pub about_adult: AboutAdult,
    /// Is anybody in danger now?
    pub danger_now: bool,
    /// It was on paper first.
    pub late_entry: bool,
    /// Who raised it.
    pub raised_by: Actor,
    /// Their name, if they are on the staff register.
    pub raised_by_name: Option<Sensitive<String>>,
    /// When it was raised, by the server's clock.
    pub raised_at: At,
    /// When it happened or was noticed.
    pub occurred_at: At,
    /// When triage is due, by which rule, and why then.
    pub due: Due,
    /// When it was first decided on.
    pub triaged_at: Option<At>,
    /// The case it is part of, where the reader may see that.
    pub case: Option<CaseId>,
    /// The adult's matter it is part of, where the reader may see that.
    pub allegation: Option<AllegationId>,
    /// People with their parts.
    pub people: Vec<ShownPerson>,
}

/// All that whoever raised a concern learns of it (domain.md 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcernStatus {
    /// It was received.
    Received,
    /// It is being dealt with.
    BeingDealtWith,
}

/// A concern in the list of whoever raised it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnConcern {
    /// Which one.
    pub concern: ConcernId,
    /// Position of the event that raised it.
    pub position: Position,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// When it was raised.
    pub raised_at: At,
    /// Received, or being dealt with.
    pub status: ConcernStatus,
}

/// A concern in a list that holds both kinds.
#[derive(Debug, Clone, PartialEq)]
pub enum ListedConcern {
    /// The caller may read it.
    Read(Box<ConcernRow>),
    /// The caller raised it and learns its status only.
    Own(OwnConcern),
}

/// Which concerns are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConcernFilter {
    /// Only these.
    pub state: Option<ConcernState>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
}

const ROWS: Rows = Rows {
    alias: "c",
    matter: "c.id",
    kind: RowKind::Matter(ResourceKind::Concern),
};

/// Columns that [`concern_row`] reads, of `concern c JOIN access_row m`.
pub(crate) const CONCERN_COLUMNS: &str = "m.stream, m.revision, m.linked, c.id, c.academy, c.reference, c.category, c.state, \
     c.about_adult, c.danger_now, c.late_entry, c.raised_by, c.raised_at, c.occurred_at, \
     c.due_at, c.due_rule, c.due_reason, c.triaged_at, c.case_uuid, c.allegation_uuid";

/// The inbox: untriaged concerns that the scope lets the caller read, the most pressing clock
/// first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn untriaged(
    views: &Reading<'_>,
    scope: &Scope,
    academy: Option<AcademyId>,
    paging: Paging,
) -> Result<Page<ConcernRow>, ViewError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CONCERN_COLUMNS)
        .push(" FROM concern c JOIN access_row m ON m.id = c.id WHERE c.state = 0");
    of_academy(&mut sql, academy);
    if let Some([due_at, id]) = paging.keys(List::Untriaged)? {
        sql.bind(" AND (c.due_at, c.id) > (?, ?)", [due_at, id]);
    }
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY c.due_at, c.id LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| concern_row(row, &mut names))?;
    let page = Page::cut(rows, paging, |last: &ConcernRow| {
        let position = stored::position_column(last.position);
        Cursor::new(List::Untriaged, last.due.at.millis(), position)
    });
    without_hidden_matters(views, scope, page)
}

/// Concerns of the scope, the newest first: whole where the caller may read them, by their status
/// where the caller only raised them.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn concerns(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &ConcernFilter,
    paging: Paging,
) -> Result<Page<ListedConcern>, ViewError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CONCERN_COLUMNS).push(", (1");
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.push(") FROM concern c JOIN access_row m ON m.id = c.id WHERE 1");
    if let Some(state) = filter.state {
        sql.bind(" AND c.state = ?", [state.code()]);
    }
    of_academy(&mut sql, filter.academy);
    if let Some([id, _]) = paging.keys(List::Concerns)? {
        sql.bind(" AND c.id < ?", [id]);
    }
    visible::restrict(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY c.id DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| {
        if row.get(20)? {
            Ok(ListedConcern::Read(Box::new(concern_row(row, &mut names)?)))
        } else {
            own_row(row).map(ListedConcern::Own)
        }
    })?;
    let hidden = hidden_matters(
        views,
        scope,
        rows.iter().filter_map(|row| match row {
            ListedConcern::Read(row) => Some(&**row),
            ListedConcern::Own(_) => None,
        }),
    )?;
    let mut page = Page::cut(rows, paging, |last| {
        let position = match last {
            ListedConcern::Read(row) => row.position,
            ListedConcern::Own(row) => row.position,
        };
        Cursor::new(List::Concerns, stored::position_column(position), 0)
    });
    for row in &mut page.rows {
        if let ListedConcern::Read(row) = row {
            row.without(&hidden);
        }
    }
    Ok(page)
}

/// The concerns that the caller raised, the newest first, by their status.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn own_concerns(
    views: &Reading<'_>,
    scope: &Scope,
    paging: Paging,
) -> Result<Page<OwnConcern>, ViewError> {
    let actor = Value::Blob(stored::actor_key(scope.actor).to_vec());
    let mut sql = Sql::new("SELECT ");
    sql.push(CONCERN_COLUMNS)
        .push(" FROM concern c JOIN access_row m ON m.id = c.id")
        .bind(" WHERE c.raised_by = ?", [actor]);
    if let Some([id, _]) = paging.keys(List::OwnConcerns)? {
        sql.bind(" AND c.id < ?", [id]);
    }
    visible::restrict(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY c.id DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, own_row)?;
    Ok(Page::cut(rows, paging, |last: &OwnConcern| {
        Cursor::new(List::OwnConcerns, stored::position_column(last.position), 0)
    }))
}

/// One concern that the caller raised, by its status; none when the scope does not show it.
///
/// # Errors
/// When the file cannot be read.
pub fn own_concern(
    views: &Reading<'_>,
    scope: &Scope,
    concern: ConcernId,
) -> Result<Option<OwnConcern>, ViewError> {
    let actor = Value::Blob(stored::actor_key(scope.actor).to_vec());
    let mut sql = Sql::new("SELECT ");
    sql.push(CONCERN_COLUMNS)
        .push(" FROM access_row m JOIN concern c ON c.id = m.id WHERE m.stream = ")
        .bind("?", [concern.stream().to_bytes().to_vec()])
        .bind(" AND c.raised_by = ?", [actor]);
    visible::restrict(&mut sql, scope, ROWS);
    sql.first(views.conn, own_row)
}

fn of_academy(sql: &mut Sql, academy: Option<AcademyId>) {
    if let Some(academy) = academy {
        sql.bind(" AND c.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
}

pub(crate) fn concern_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<ConcernRow, ViewError> {
    let raised_by = stored::actor(&row.get(11)?)?;
    let case: Option<[u8; 16]> = row.get(18)?;
    let allegation: Option<[u8; 16]> = row.get(19)?;
    Ok(ConcernRow {
        concern: stored::concern(&row.get::<_, Key>(0)?)?,
        position: stored::position(row.get(3)?),
        revision: stored::revision(row.get(1)?),
        academy: stored::academy(row, 4)?,
        reference: row.get(5)?,
        category: row.get(6)?,
        state: ConcernState::of_code(row.get(7)?)?,
        about_adult: match row.get(8)? {
            0 => AboutAdult::No,
            1 => AboutAdult::Yes,
            _ => AboutAdult::NotSure,
        },
        danger_now: row.get(9)?,
        late_entry: row.get(10)?,
        raised_by,
        raised_by_name: names.of_actor(raised_by)?,
        raised_at: stored::at(row, 12)?,
        occurred_at: stored::at(row, 13)?,
        due: Due {
            rule: row.get(15)?,
            at: stored::at(row, 14)?,
            reason: row.get(16)?,
        },
        triaged_at: stored::optional_at(row, 17)?,
        case: case.map(|bytes| CaseId::new(Uuid::from_bytes(bytes))),
        allegation: allegation.map(|bytes| AllegationId::new(Uuid::from_bytes(bytes))),
        people: names.shown_from(&row.get::<_, String>(2)?)?,
    })
}

fn own_row(row: &Row<'_>) -> Result<OwnConcern, ViewError> {
    Ok(OwnConcern {
        concern: stored::concern(&row.get::<_, Key>(0)?)?,
        position: stored::position(row.get(3)?),
        academy: stored::academy(row, 4)?,
        reference: row.get(5)?,
        raised_at: stored::at(row, 12)?,
        status: match ConcernState::of_code(row.get(7)?)? {
            ConcernState::Untriaged => ConcernStatus::Received,
            ConcernState::NoFurtherAction
            | ConcernState::Monitored
            | ConcernState::InCase
            | ConcernState::InAllegation => ConcernStatus::BeingDealtWith,
        },
    })
}

/// A reader of a concern may be kept from its case or matter: then that is not named either.
fn without_hidden_matters(
    views: &Reading<'_>,
    scope: &Scope,
    mut page: Page<ConcernRow>,
) -> Result<Page<ConcernRow>, ViewError> {
    let hidden = hidden_matters(views, scope, page.rows.iter())?;
    for row in &mut page.rows {
        row.without(&hidden);
    }
    Ok(page)
}

impl ConcernRow {
    /// What the concern is part of: a case, or an adult's matter.
    fn part_of(&self) -> impl Iterator<Item = StreamId> {
        let case = self.case.map(CaseId::stream);
        case.into_iter()
            .chain(self.allegation.map(AllegationId::stream))
    }

    /// Names none of these.
    pub(crate) fn without(&mut self, hidden: &HashSet<StreamId>) {
        self.case = self.case.filter(|case| !hidden.contains(&case.stream()));
        self.allegation = { self.allegation }.filter(|id| !hidden.contains(&id.stream()));
    }
}

/// The cases and adults' matters of these concerns that the scope does not show.
pub(crate) fn hidden_matters<'a>(
    views: &Reading<'_>,
    scope: &Scope,
    rows: impl Iterator<Item = &'a ConcernRow>,
) -> Result<HashSet<StreamId>, ViewError> {
    let streams: BTreeSet<StreamId> = rows.flat_map(ConcernRow::part_of).collect();
    visible::hidden(views.conn, scope, &streams)
}
