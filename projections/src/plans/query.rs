//! Reading which children are on a plan.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::case::PlanKind;
use lanyard_events::{AcademyId, At, CaseId, Day, PupilId, Sensitive, StaffId};
use rusqlite::Row;

use super::apply::NEVER;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// A child on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    id: i64,
    /// The case in which it stands.
    pub case: CaseId,
    /// The case's reference.
    pub reference: String,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// The child.
    pub pupil: PupilId,
    /// The child's name.
    pub pupil_name: Option<Sensitive<String>>,
    /// What sort of plan.
    pub kind: PlanKind,
    /// Since when.
    pub since: Day,
    /// The child's social worker.
    pub social_worker: Option<Sensitive<String>>,
    /// The next conference.
    pub conference_on: Option<Day>,
    /// The next meeting of the core group.
    pub core_group_on: Option<Day>,
    /// The next review.
    pub review_on: Option<Day>,
    /// The first of these, as the close of its day.
    pub next_at: Option<At>,
    /// Who owns the case.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
}

/// Which plans are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlanFilter {
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only of this sort.
    pub kind: Option<PlanKind>,
    /// Only of this case.
    pub case: Option<CaseId>,
    /// Only what comes next before this moment.
    pub due_before: Option<At>,
}

pub(super) const fn code_of(kind: PlanKind) -> i64 {
    match kind {
        PlanKind::EarlyHelp => 0,
        PlanKind::ChildInNeed => 1,
        PlanKind::ChildProtection => 2,
        PlanKind::LookedAfter => 3,
    }
}

const fn of_code(code: i64) -> Result<PlanKind, ViewError> {
    match code {
        0 => Ok(PlanKind::EarlyHelp),
        1 => Ok(PlanKind::ChildInNeed),
        2 => Ok(PlanKind::ChildProtection),
        3 => Ok(PlanKind::LookedAfter),
        _ => Err(ViewError::Stored("kind of a plan")),
    }
}

const COLUMNS: &str = "SELECT p.id, m.stream, f.reference, p.academy, p.pupil, p.kind, p.since, \
     p.social_worker, p.conference_on, p.core_group_on, p.review_on, p.next_at, f.owner \
     FROM plan p CROSS JOIN access_row m ON m.id = p.matter JOIN case_file f ON f.id = p.matter \
     WHERE p.open = 1";

/// Children on plans in open cases of the scope: what is overdue first, then what comes next, then what
/// has no date.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn plans(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &PlanFilter,
    paging: Paging,
) -> Result<Page<PlanRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    if let Some(academy) = filter.academy {
        sql.bind(" AND p.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some(kind) = filter.kind {
        sql.bind(" AND p.kind = ?", [code_of(kind)]);
    }
    if let Some(case) = filter.case {
        sql.bind(" AND m.stream = ?", [case.stream().to_bytes().to_vec()]);
    }
    if let Some(before) = filter.due_before {
        sql.bind(" AND p.next_at < ?", [before.millis()]);
    }
    if let Some([next_at, id]) = paging.keys(List::Plans)? {
        sql.bind(" AND (p.next_at, p.id) > (?, ?)", [next_at, id]);
    }
    let rows = Rows {
        alias: "p",
        matter: "p.matter",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict(&mut sql, scope, rows);
    sql.bind(" ORDER BY p.next_at, p.id LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| plan_row(row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &PlanRow| {
        let next_at = last.next_at.map_or(NEVER, At::millis);
        Cursor::new(List::Plans, next_at, last.id)
    }))
}

fn plan_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<PlanRow, ViewError> {
    let (pupil, owner): (Key, Key) = (row.get(4)?, row.get(12)?);
    let next_at: i64 = row.get(11)?;
    Ok(PlanRow {
        id: row.get(0)?,
        case: stored::case(&row.get::<_, Key>(1)?)?,
        reference: row.get(2)?,
        academy: stored::academy(row, 3)?,
        pupil: stored::pupil(&pupil)?,
        pupil_name: names.of_key(&pupil)?,
        kind: of_code(row.get(5)?)?,
        since: day(row, 6)?.ok_or(ViewError::Stored("day"))?,
        social_worker: row.get::<_, Option<String>>(7)?.map(Sensitive::from),
        conference_on: day(row, 8)?,
        core_group_on: day(row, 9)?,
        review_on: day(row, 10)?,
        next_at: (next_at != NEVER).then(|| At::from_millis(next_at)),
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
    })
}

fn day(row: &Row<'_>, index: usize) -> Result<Option<Day>, ViewError> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| text.parse().map_err(|_| ViewError::Stored("day")))
        .transpose()
}
