//! Reading the record of looks.

use std::collections::HashSet;

use lanyard_access::{AcademySet, ResourceKind, Scope};
use lanyard_events::access::LookResult;
use lanyard_events::{Actor, At, Position, Sensitive, StreamId};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    /// Its position in the record.
    pub position: Position,
    /// Who looked.
    pub actor: Actor,
    /// When.
    pub looked_at: At,
    /// Shown or not; none once erased.
    pub result: Option<LookResult>,
    /// The route, without ids.
    pub route: Option<String>,
    /// What was shown, or the address asked for, but for what the reader's conflicts hide.
    pub streams: Vec<StreamId>,
}

/// Which looks are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookFilter {
    /// Only by this actor.
    pub actor: Option<Actor>,
    /// Only at this stream.
    pub stream: Option<StreamId>,
}

/// Looks, the newest first. A look at nothing but what the reader's conflicts hide is left out.
/// Looks belong to no academy: only a scope over all of them shows any.
///
/// # Errors
/// When a file cannot be read or the cursor is of another list.
pub fn looks(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &LookFilter,
    paging: Paging,
) -> Result<Page<LookRow>, ViewError> {
    let after = paging.keys(List::Looks)?;
    let covers = scope.kinds.contains(&ResourceKind::AccessLog)
        && scope.unrouted == AcademySet::All
        && scope.within == AcademySet::All;
    if !covers {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    }
    let hidden = hidden_streams(views, scope)?;
    let mut sql =
        Sql::new("SELECT l.position, l.actor, l.looked_at, l.opened, l.route, l.streams ");
    match filter.stream {
        Some(stream) if hidden.contains(&stream.to_bytes()) => {
            sql.push("FROM looks.look l WHERE 0")
        }
        Some(stream) => sql
            .push("FROM looks.look_stream s JOIN looks.look l ON l.position = s.position")
            .bind(" WHERE s.stream = ?", [stream.to_bytes().to_vec()]),
        None => sql.push("FROM looks.look l WHERE 1"),
    };
    if let Some(actor) = filter.actor {
        sql.bind(" AND l.actor = ?", [stored::actor_key(actor).to_vec()]);
    }
    if let Some([position, _]) = after {
        sql.bind(" AND l.position < ?", [position]);
    }
    if !hidden.is_empty() {
        // As many of its streams hidden as it has: nothing of it is left to show.
        sql.push(
            " AND (length(l.streams) = 0 OR (SELECT count(*) FROM looks.look_stream h
               WHERE h.position = l.position AND h.stream IN (",
        );
        visible::excluded_streams(&mut sql, scope);
        sql.push(")) * 17 < length(l.streams))");
    }
    sql.bind(" ORDER BY l.position DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, |row| look_row(row, &hidden))?;
    Ok(Page::cut(rows, paging, |last: &LookRow| {
        Cursor::new(List::Looks, stored::position_column(last.position), 0)
    }))
}

/// One look at one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLook {
    /// Its position in the record.
    pub position: Position,
    /// Who looked.
    pub actor: Actor,
    /// Their name, if they are on the staff register.
    pub actor_name: Option<Sensitive<String>>,
    /// When.
    pub looked_at: At,
    /// Shown or not; none once erased.
    pub result: Option<LookResult>,
    /// The route, without ids.
    pub route: Option<String>,
}

/// Looks at one matter that the caller was found to answer for, the newest first; of each, nothing
/// else that was shown with it.
///
/// # Errors
/// When a file cannot be read or the cursor is of another list.
pub fn looks_at(
    views: &Reading<'_>,
    stream: StreamId,
    paging: Paging,
) -> Result<Page<CaseLook>, ViewError> {
    let mut sql = Sql::new(
        "SELECT l.position, l.actor, l.looked_at, l.opened, l.route FROM looks.look_stream s
         JOIN looks.look l ON l.position = s.position WHERE s.stream = ",
    );
    sql.bind("?", [stream.to_bytes().to_vec()]);
    if let Some([position, _]) = paging.keys(List::CaseLooks)? {
        sql.bind(" AND s.position < ?", [position]);
    }
    sql.bind(" ORDER BY s.position DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| {
        let actor = stored::actor(&row.get(1)?)?;
        Ok(CaseLook {
            position: stored::position(row.get(0)?),
            actor,
            actor_name: names.of_actor(actor)?,
            looked_at: stored::at(row, 2)?,
            result: row.get::<_, Option<bool>>(3)?.map(result),
            route: row.get(4)?,
        })
    })?;
    Ok(Page::cut(rows, paging, |last: &CaseLook| {
        Cursor::new(List::CaseLooks, stored::position_column(last.position), 0)
    }))
}

const fn result(opened: bool) -> LookResult {
    if opened {
        LookResult::Opened
    } else {
        LookResult::NotShown
    }
}

fn hidden_streams(views: &Reading<'_>, scope: &Scope) -> Result<HashSet<Key>, ViewError> {
    let mut sql = Sql::new("");
    visible::excluded_streams(&mut sql, scope);
    let found = sql.rows(views.conn, |row| Ok(row.get(0)?))?;
    Ok(found.into_iter().collect())
}

fn look_row(row: &Row<'_>, hidden: &HashSet<Key>) -> Result<LookRow, ViewError> {
    let opened: Option<bool> = row.get(3)?;
    let streams: Vec<u8> = row.get(5)?;
    Ok(LookRow {
        position: stored::position(row.get(0)?),
        actor: stored::actor(&row.get(1)?)?,
        looked_at: stored::at(row, 2)?,
        result: opened.map(result),
        route: row.get(4)?,
        streams: stored::unpacked(&streams)
            .filter(|key| !hidden.contains(key))
            .map(|key| stored::stream(&key))
            .collect::<Result<_, _>>()?,
    })
}
