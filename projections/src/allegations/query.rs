//! Reading lists of adults' matters, and their timelines.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::allegation::{AllegationOutcome, ThresholdDecision};
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, Day, Position, Revision, Sensitive, StaffId,
};
use rusqlite::Row;
use serde::de::DeserializeOwned;

use super::patterns::{AboutSameAdult, about_same_adult};
use crate::case_timeline::{Timeline, thread_timeline};
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::{Names, ShownPerson};
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Where an adult's matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllegationState {
    /// Being worked on.
    Open,
    /// Closed.
    Closed,
}

impl AllegationState {
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
            _ => Err(ViewError::Stored("state of an adult's matter")),
        }
    }
}

/// One matter in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllegationRow {
    /// Which one.
    pub allegation: AllegationId,
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
    pub state: AllegationState,
    /// The case manager.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
    /// Who opened it.
    pub opened_by: Actor,
    /// When it was opened.
    pub opened_at: At,
    /// When it was closed.
    pub closed_at: Option<At>,
    /// The decision on the harm threshold.
    pub threshold: Option<ThresholdDecision>,
    /// The outcome.
    pub outcome: Option<AllegationOutcome>,
    /// Once there is an outcome: whether it may appear in a reference.
    pub may_appear_in_reference: Option<bool>,
    /// The first day on which a decision is looked at again.
    pub next_review_on: Option<Day>,
    /// People with their parts, the adult among them.
    pub people: Vec<ShownPerson>,
    /// How much else is said of the adult, as far as the reader may see it.
    pub about_same_adult: AboutSameAdult,
}

/// Which matters are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AllegationFilter {
    /// Only these.
    pub state: Option<AllegationState>,
    /// Only of this case manager.
    pub owner: Option<StaffId>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
}

pub(super) const ROWS: Rows = Rows {
    alias: "a",
    matter: "a.id",
    kind: RowKind::Matter(ResourceKind::Allegation),
};

pub(super) const COLUMNS: &str = "SELECT m.stream, m.revision, m.linked, a.id, a.academy, \
     a.reference, a.category, a.state, a.owner, a.opened_by, a.opened_at, a.closed_at, \
     a.threshold, a.outcome, a.in_reference, (SELECT min(r.review_on) FROM allegation_review r \
     WHERE r.matter = a.id AND a.state = 0)";

/// Adults' matters of the scope, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn allegations(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &AllegationFilter,
    paging: Paging,
) -> Result<Page<AllegationRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM allegation a JOIN access_row m ON m.id = a.id WHERE 1");
    if let Some(state) = filter.state {
        sql.bind(" AND a.state = ?", [state.code()]);
    }
    if let Some(owner) = filter.owner {
        sql.bind(" AND a.owner = ?", [stored::staff_key(owner).to_vec()]);
    }
    if let Some(academy) = filter.academy {
        sql.bind(" AND a.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some([id, _]) = paging.keys(List::Allegations)? {
        sql.bind(" AND a.id < ?", [id]);
    }
    visible::restrict(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY a.id DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| allegation_row(row, &mut names))?;
    let mut page = Page::cut(rows, paging, |last: &AllegationRow| {
        let position = stored::position_column(last.position);
        Cursor::new(List::Allegations, position, 0)
    });
    for row in &mut page.rows {
        let id = stored::position_column(row.position);
        row.about_same_adult = about_same_adult(views, scope, id)?;
    }
    Ok(page)
}

/// Part of the timeline of an adult's matter with its concerns; none when the scope does not show the
/// matter.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn allegation_timeline(
    views: &Reading<'_>,
    scope: &Scope,
    allegation: AllegationId,
    paging: Paging,
) -> Result<Option<Timeline>, ViewError> {
    let kind = ResourceKind::Allegation;
    thread_timeline(views, scope, allegation.stream(), kind, paging)
}

pub(super) fn allegation_row(
    row: &Row<'_>,
    names: &mut Names<'_>,
) -> Result<AllegationRow, ViewError> {
    let owner: Key = row.get(8)?;
    Ok(AllegationRow {
        allegation: stored::allegation(&row.get::<_, Key>(0)?)?,
        position: stored::position(row.get(3)?),
        revision: stored::revision(row.get(1)?),
        academy: stored::academy(row, 4)?,
        reference: row.get(5)?,
        category: row.get(6)?,
        state: AllegationState::of_code(row.get(7)?)?,
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
        opened_by: stored::actor(&row.get(9)?)?,
        opened_at: stored::at(row, 10)?,
        closed_at: stored::optional_at(row, 11)?,
        threshold: word(row, 12)?,
        outcome: word(row, 13)?,
        may_appear_in_reference: row.get(14)?,
        next_review_on: stored::optional_day(row.get(15)?)?,
        people: names.shown_from(&row.get::<_, String>(2)?)?,
        about_same_adult: AboutSameAdult::default(),
    })
}

/// A word of a column, if there is one.
pub(crate) fn word<T: DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> Result<Option<T>, ViewError> {
    row.get::<_, Option<String>>(column)?
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|_| ViewError::Stored("word of an adult's matter"))
}

/// Open matters that nobody unconflicted is left to manage. Takes no scope: only the worker asks, and it
/// tells nobody which they are.
///
/// # Errors
/// When the file cannot be read.
pub fn without_owner(views: &Reading<'_>) -> Result<Vec<AllegationId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream FROM allegation a JOIN access_row m ON m.id = a.id WHERE a.without_owner = 1",
    );
    sql.bind(" AND a.state = ?", [AllegationState::Open.code()]);
    sql.rows(views.conn, |row| {
        Ok(AllegationId::new(stored::stream(&row.get(0)?)?.uuid))
    })
}
