//! Reading the page of one concern.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::ConcernId;

use super::fold::{self, ConcernPage, Said};
use crate::allegations::same_adult;
use crate::concern_inbox::{CONCERN_COLUMNS, concern_row, hidden_matters};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

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
