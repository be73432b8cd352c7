//! Reading the record of looks.

use std::collections::HashSet;

use lanyard_access::{AcademySet, ResourceKind, Scope};
use lanyard_events::access::LookResult;
use lanyard_events::{Actor, At, Position, Sensitive, StreamId, StreamKind};
use rusqlite::Row;
use uuid::Uuid;

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
    /// The route, without ids; of concerns, cases and adults' matters alike.
    pub route: Option<String>,
    /// What was shown, or the address asked for, but for what the reader's conflicts hide. Ids only: whoever reads
    /// the log reads no matter by that, and the kind of its record would say that there is one about an adult.
    pub streams: Vec<Uuid>,
}

/// Which looks are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookFilter {
    /// Only by this actor.
    pub actor: Option<Actor>,
    /// Only at this record, of whatever kind: asked by kind, the answer would tell it.
    pub stream: Option<Uuid>,
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
        Some(id) => {
            let keys = { StreamKind::ALL.iter() }
                .map(|kind| StreamId::new(*kind, id).to_bytes())
                .filter(|key| !hidden.contains(key));
            sql.push(
                "FROM looks.look l
                 WHERE l.position IN (SELECT position FROM looks.look_stream WHERE stream IN ",
            )
            .list(keys)
            .push(")")
        }
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

/// One look at a matter, or at what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterLook {
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
    /// What of the matter was shown, or the address asked for.
    pub streams: Vec<StreamId>,
}

/// Looks at one matter that the caller was found to answer for, and at its concerns, referrals, evidence and
/// grants, the newest first; of each, nothing else that was shown with it.
///
/// # Errors
/// When a file cannot be read or the cursor is of another list.
pub fn looks_at(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    paging: Paging,
) -> Result<Page<MatterLook>, ViewError> {
    let of_matter = belonging_to(views, scope, matter)?;
    let mut sql = Sql::new(
        "SELECT l.position, l.actor, l.looked_at, l.opened, l.route, l.streams FROM looks.look l
         WHERE l.position IN (SELECT position FROM looks.look_stream WHERE stream IN ",
    );
    sql.list(of_matter.iter().copied()).push(")");
    if let Some([position, _]) = paging.keys(List::CaseLooks)? {
        sql.bind(" AND l.position < ?", [position]);
    }
    sql.bind(" ORDER BY l.position DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| {
        let actor = stored::actor(&row.get(1)?)?;
        let streams: Vec<u8> = row.get(5)?;
        Ok(MatterLook {
            position: stored::position(row.get(0)?),
            actor,
            actor_name: names.of_actor(actor)?,
            looked_at: stored::at(row, 2)?,
            result: row.get::<_, Option<bool>>(3)?.map(result),
            route: row.get(4)?,
            streams: stored::unpacked(&streams)
                .filter(|key| of_matter.contains(key))
                .map(|key| stored::stream(&key))
                .collect::<Result<_, _>>()?,
        })
    })?;
    Ok(Page::cut(rows, paging, |last: &MatterLook| {
        Cursor::new(List::CaseLooks, stored::position_column(last.position), 0)
    }))
}

/// The matter and what belongs to it, but for what the reader's conflicts hide. A concern that has gone to
/// others since, because it is about an adult after all, is no part of a child's case any more (ADR 14).
fn belonging_to(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
) -> Result<HashSet<Key>, ViewError> {
    let hidden = hidden_streams(views, scope)?;
    let mut sql = Sql::new("WITH it AS (SELECT id, routed FROM access_row WHERE stream = ");
    sql.bind("?)", [matter.to_bytes().to_vec()]);
    sql.push(
        ", part (id) AS (SELECT id FROM it
           UNION SELECT m.id FROM it JOIN access_row m ON m.parent = it.id
           UNION SELECT t.member FROM it JOIN thread_member t ON t.thread = it.id)
         SELECT m.stream FROM part CROSS JOIN access_row m ON m.id = part.id",
    );
    if matter.kind == StreamKind::Case {
        sql.push(" WHERE m.routed = (SELECT routed FROM it)");
    }
    // A link of two cases is known to whoever sees both: who has fetched its receipt says that there is one.
    let tells_of_another =
        |key: &Key| stored::stream(key).is_ok_and(|stream| stream.kind == StreamKind::CaseLinks);
    let found = sql.rows(views.conn, |row| Ok(row.get(0)?))?;
    Ok({ found.into_iter() }
        .filter(|key| !hidden.contains(key) && !tells_of_another(key))
        .collect())
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
    let packed: Vec<u8> = row.get(5)?;
    let mut streams: Vec<Uuid> = stored::unpacked(&packed)
        .filter(|key| !hidden.contains(key))
        .map(|key| stored::stream(&key).map(|stream| stream.uuid))
        .collect::<Result<_, _>>()?;
    // They were recorded kind by kind: their order would tell.
    streams.sort_unstable();
    Ok(LookRow {
        position: stored::position(row.get(0)?),
        actor: stored::actor(&row.get(1)?)?,
        looked_at: stored::at(row, 2)?,
        result: opened.map(result),
        route: row.get::<_, Option<String>>(4)?.map(of_any_matter),
        streams,
    })
}

/// First parts of routes that are for one sort of matter only.
const OF_ONE_SORT: [&str; 4] = ["allegations", "cases", "concerns", "plans"];

/// A route as it is shown to those who read ids only: one of concerns, cases or adults' matters says no more
/// than that it was one of them.
fn of_any_matter(route: String) -> String {
    let tells = route.split_once(" /v1/").filter(|(_, path)| {
        let first = path.split('/').next().unwrap_or_default();
        OF_ONE_SORT.contains(&first)
    });
    match tells {
        Some((method, _)) => format!("{method} /v1/{{matter}}"),
        None => route,
    }
}
