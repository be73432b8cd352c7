//! Reading the page of one concern.

use lanyard_access::{PersonKey, ResourceKind, Scope};
use lanyard_events::concern::AboutAdult;
use lanyard_events::{ConcernId, LinkRole, PupilId};

use super::fold::{self, ConcernPage, Said, SameChild};
use crate::allegations::same_adult;
use crate::concern_inbox::{CONCERN_COLUMNS, ConcernRow, concern_row, hidden_matters};
use crate::cursor::Paging;
use crate::error::ViewError;
use crate::names::Names;
use crate::pupil_history::{history, open_cases};
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// More about one child than this is read on the child's own page.
const SAME_CHILD_MAX: u32 = 20;

/// The page of a concern; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn concern_page(
    views: &Reading<'_>,
    scope: &Scope,
    concern: ConcernId,
) -> Result<Option<ConcernPage>, ViewError> {
    let rows = Rows {
        alias: "c",
        matter: "c.id",
        kind: RowKind::Matter(ResourceKind::Concern),
    };
    let mut sql = Sql::new("SELECT ");
    sql.push(CONCERN_COLUMNS)
        .push(" FROM access_row m JOIN concern c ON c.id = m.id WHERE m.stream = ")
        .bind("?", [concern.stream().to_bytes().to_vec()]);
    visible::restrict_to_readers(&mut sql, scope, rows);
    let mut names = Names::new(views.conn);
    let Some(mut row) = sql.first(views.conn, |row| concern_row(row, &mut names))? else {
        return Ok(None);
    };
    let hidden = hidden_matters(views, scope, std::iter::once(&row))?;
    row.without(&hidden);
    let mut own = Sql::new(
        "SELECT e.position, e.event_type, e.actor, e.occurred_at, e.proposed_at, e.recorded_minute,
                e.detail
         FROM thread_entry t JOIN entry e ON e.position = t.position WHERE t.thread = ",
    );
    own.bind(
        // What belongs to it, such as evidence, has pages of its own.
        "? AND e.matter = t.thread ORDER BY t.position",
        [stored::position_column(row.position)],
    );
    let said = own.rows(views.conn, |row| {
        let actor = stored::actor(&row.get(2)?)?;
        Ok(Said {
            position: stored::position(row.get(0)?),
            event_type: row.get(1)?,
            actor,
            actor_name: names.of_actor(actor)?,
            occurred_at: stored::at(row, 3)?,
            at: stored::at(row, 4)?,
            recorded_minute: row.get(5)?,
            detail: row.get(6)?,
        })
    })?;
    let id = stored::position_column(row.position);
    let mut page = fold::page(row, said, &mut names)?;
    if let Some(page) = &mut page {
        page.same_adult = same_adult(views, scope, id)?;
    }
    Ok(page)
}

/// What else there is of the children whom a concern affects: two worries about unwashed clothes say more
/// than each alone (S10). Of a matter about an adult nothing: that is for whoever has the child's side.
///
/// # Errors
/// When the file cannot be read.
pub fn same_children(
    views: &Reading<'_>,
    scope: &Scope,
    concern: &ConcernRow,
) -> Result<Vec<SameChild>, ViewError> {
    let stream = concern.concern.stream();
    children(concern, LinkRole::Affected)
        .map(|pupil| {
            let paging = Paging::first(SAME_CHILD_MAX + 1);
            let mut others = history(views, scope, PersonKey::Pupil(pupil), paging)?.rows;
            others.retain(|row| row.matter != stream);
            Ok(SameChild { pupil, others })
        })
        .collect()
}

/// The open cases of those whom a concern names as brothers and sisters, for whoever may see both (domain.md 2,
/// "Case"). Of a matter about an adult nothing.
///
/// # Errors
/// When the file cannot be read.
pub fn siblings(
    views: &Reading<'_>,
    scope: &Scope,
    concern: &ConcernRow,
) -> Result<Vec<SameChild>, ViewError> {
    let mut siblings = Vec::new();
    for pupil in children(concern, LinkRole::Sibling) {
        let others = open_cases(views, scope, PersonKey::Pupil(pupil), SAME_CHILD_MAX)?;
        if !others.is_empty() {
            siblings.push(SameChild { pupil, others });
        }
    }
    Ok(siblings)
}

/// The pupils who have a part in a concern; of one about an adult nobody.
fn children(concern: &ConcernRow, part: LinkRole) -> impl Iterator<Item = PupilId> + '_ {
    { concern.people.iter() }
        .filter(move |linked| concern.about_adult == AboutAdult::No && linked.role == part)
        .filter_map(|linked| linked.person.pupil())
}
