//! Reading a timeline, page by page.

use lanyard_access::{PersonKey, ResourceKind, Scope};
use lanyard_events::{Actor, At, CaseId, Position, Revision, Sensitive, StreamId, StreamKind};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// One entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Its position: the order of the record.
    pub position: Position,
    /// The case, or one of its concerns.
    pub matter: StreamId,
    /// Its place in that stream.
    pub revision: Revision,
    /// What happened: the event's type, `case.note_added`.
    pub kind: String,
    /// Who.
    pub actor: Actor,
    /// Their name, if they are on the staff register.
    pub actor_name: Option<Sensitive<String>>,
    /// When it happened in the world.
    pub occurred_at: At,
    /// When it was decided, by the server's clock.
    pub proposed_at: At,
    /// The recorder's minute.
    pub recorded_minute: u32,
    /// A later entry corrects this one: show it struck.
    pub corrected_by: Option<Position>,
    /// The event's payload as JSON, in the shape of `contracts/events`; none once erased.
    pub detail: Option<Sensitive<String>>,
}

/// Part of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The entries, the oldest first.
    pub page: Page<TimelineEntry>,
    /// Names of the pupils and staff whom these entries mention.
    pub names: Vec<(PersonKey, Sensitive<String>)>,
}

/// Part of a case's timeline; none when the scope does not show the case. Entries of a concern
/// that the scope's conflicts hide are left out.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn case_timeline(
    views: &Reading<'_>,
    scope: &Scope,
    case: CaseId,
    paging: Paging,
) -> Result<Option<Timeline>, ViewError> {
    thread_timeline(views, scope, case.stream(), ResourceKind::Case, paging)
}

/// What [`entry`] reads, of the entries of a thread.
pub(crate) const ENTRIES: &str = "SELECT e.position, m.stream, e.revision, e.event_type, e.actor, e.occurred_at, \
     e.proposed_at, e.recorded_minute, e.corrected_by, e.detail, e.people \
     FROM thread_entry t CROSS JOIN entry e ON e.position = t.position \
     CROSS JOIN access_row m ON m.id = e.matter WHERE t.thread = ";

/// Part of the thread of a concern, a case or a register's entry; none when the scope does not show it.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn thread(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    paging: Paging,
) -> Result<Option<Page<TimelineEntry>>, ViewError> {
    let kind = if matter.kind == StreamKind::Case {
        ResourceKind::Case
    } else {
        ResourceKind::Concern
    };
    let timeline = thread_timeline(views, scope, matter, kind, paging)?;
    Ok(timeline.map(|timeline| timeline.page))
}

/// Part of the timeline of a matter with a thread; none when the scope does not show the matter.
pub(crate) fn thread_timeline(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    kind: ResourceKind,
    paging: Paging,
) -> Result<Option<Timeline>, ViewError> {
    let Some(thread) = visible_thread(views, scope, matter, kind)? else {
        return Ok(None);
    };
    let mut sql = Sql::new(ENTRIES);
    sql.bind("?", [thread]);
    if let Some([after, _]) = paging.keys(List::Timeline)? {
        sql.bind(" AND t.position > ?", [after]);
    }
    let rows = Rows {
        alias: "m",
        matter: "ifnull(m.parent, m.id)",
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    shown_with_the_other(&mut sql, scope);
    sql.bind(" ORDER BY t.position LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| entry(row, &mut names))?;
    let page = Page::cut(rows, paging, |last: &TimelineEntry| {
        Cursor::new(List::Timeline, stored::position_column(last.position), 0)
    });
    Ok(Some(Timeline {
        page,
        names: names.into_people()?,
    }))
}

/// Adds ` AND …`: what is about another case too, where the scope shows that one. Whoever may not see it is told
/// nothing of it.
fn shown_with_the_other(sql: &mut Sql, scope: &Scope) {
    let rows = Rows {
        alias: "o",
        matter: "o.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    sql.push(
        " AND (e.other IS NULL OR EXISTS (SELECT 1 FROM access_row o WHERE o.stream = e.other",
    );
    visible::restrict_to_readers(sql, scope, rows);
    sql.push("))");
}

/// The number of a matter that the scope shows.
pub(crate) fn visible_thread(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    kind: ResourceKind,
) -> Result<Option<i64>, ViewError> {
    let mut sql = Sql::new("SELECT m.id FROM access_row m WHERE m.stream = ");
    sql.bind("?", [matter.to_bytes().to_vec()]);
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        kind: RowKind::Matter(kind),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql.first(views.conn, |row| Ok(row.get(0)?))
}

/// One entry of [`ENTRIES`].
pub(crate) fn entry(row: &Row<'_>, names: &mut Names<'_>) -> Result<TimelineEntry, ViewError> {
    let actor = stored::actor(&row.get(4)?)?;
    let mentioned: Vec<u8> = row.get(10)?;
    for person in stored::unpacked(&mentioned) {
        names.of_key(&person)?;
    }
    Ok(TimelineEntry {
        position: stored::position(row.get(0)?),
        matter: stored::stream(&row.get(1)?)?,
        revision: stored::revision(row.get(2)?),
        kind: row.get(3)?,
        actor,
        actor_name: names.of_actor(actor)?,
        occurred_at: stored::at(row, 5)?,
        proposed_at: stored::at(row, 6)?,
        recorded_minute: row.get(7)?,
        corrected_by: row.get::<_, Option<i64>>(8)?.map(stored::position),
        detail: row.get::<_, Option<String>>(9)?.map(Sensitive::from),
    })
}
