//! Reading registers: lists, one entry, clocks that have run out.

use std::collections::BTreeMap;

use lanyard_access::{RoleSet, Scope};
use lanyard_events::concern::Due;
use lanyard_events::register::{EntryValue, RegisterEvent};
use lanyard_events::{
    AcademyId, Actor, At, EntryId, Position, Revision, Sensitive, StaffId, StreamId,
};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::caseload::DueKind;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

/// Who signed what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// With which move.
    pub made: String,
    /// Who.
    pub by: Option<StaffId>,
    /// When.
    pub at: At,
}

/// One entry in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow {
    /// Which one.
    pub entry: EntryId,
    /// Position of the event that added it.
    pub position: Position,
    /// Revision of its newest event.
    pub revision: Revision,
    /// Which register.
    pub register: String,
    /// The edition of its file that it was added under.
    pub edition: u16,
    /// Its academy; none for the trust.
    pub academy: Option<AcademyId>,
    /// Number to quote.
    pub number: String,
    /// Where it is in its life.
    pub state: String,
    /// When it was added.
    pub added_at: At,
    /// By whom.
    pub added_by: Actor,
    /// What stands in its fields: all of them; what somebody may see of it the caller decides.
    pub fields: BTreeMap<String, EntryValue>,
    /// Names of everybody in its fields.
    pub names: BTreeMap<String, Sensitive<String>>,
    /// Who signed.
    pub signed: Vec<Signature>,
    /// Clocks that run.
    pub clocks: Vec<(String, Due)>,
    /// Whose own it is.
    pub own: Vec<StaffId>,
    /// Roles that see it.
    pub seen_by: RoleSet,
    /// Those of them that were let in, whom the register's file does not name.
    pub let_in: RoleSet,
}

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Who.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// When.
    pub at: At,
    /// What; none where it was erased.
    pub event: Option<RegisterEvent>,
}

/// One entry whole.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryPage {
    /// What lists show of it.
    pub row: EntryRow,
    /// What happened to it, in order.
    pub history: Vec<Changed>,
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Of this register.
    pub register: Option<String>,
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only added from this moment on.
    pub added_from: Option<At>,
    /// Only with these answers.
    pub answers: Vec<(String, String)>,
    /// Only with one of these clocks running, by register and clock.
    pub running: Vec<(String, String)>,
    /// Only from up to this position.
    pub up_to: Option<Position>,
    /// Only with one of these matters behind it; none means any.
    pub behind: Vec<StreamId>,
}

const COLUMNS: &str = "SELECT m.stream, e.id, m.revision, e.register, e.edition, e.academy, e.number, \
     e.state, e.added_at, e.added_by, e.fields, e.signed, m.own, e.routed, e.let_in \
     FROM register_entry e CROSS JOIN access_row m ON m.id = e.id";

/// Entries of the scope, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn entries(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &EntryFilter,
    paging: Paging,
) -> Result<Page<EntryRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE 1");
    narrow(&mut sql, filter);
    if let Some([id, _]) = paging.keys(List::Entries)? {
        sql.bind(" AND e.id < ?", [id]);
    }
    visible::restrict_entries(&mut sql, scope, "e");
    sql.bind(" ORDER BY e.id DESC LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| entry_row(views.conn, row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &EntryRow| {
        Cursor::new(List::Entries, stored::position_column(last.position), 0)
    }))
}

pub(super) fn narrow(sql: &mut Sql, filter: &EntryFilter) {
    if let Some(register) = &filter.register {
        sql.bind(" AND e.register = ?", [register.clone()]);
    }
    if let Some(state) = &filter.state {
        sql.bind(" AND e.state = ?", [state.clone()]);
    }
    if let Some(academy) = filter.academy {
        sql.bind(" AND e.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some(from) = filter.added_from {
        sql.bind(" AND e.added_at >= ?", [from.millis()]);
    }
    if let Some(position) = filter.up_to {
        sql.bind(" AND e.id <= ?", [stored::position_column(position)]);
    }
    if !filter.behind.is_empty() {
        sql.push(" AND e.behind IN ");
        sql.list(filter.behind.iter().map(|matter| matter.to_bytes()));
    }
    for (field, value) in &filter.answers {
        sql.bind(
            " AND EXISTS (SELECT 1 FROM register_value v WHERE v.entry = e.id AND v.field = ? \
             AND v.value = ?)",
            [field.clone(), value.clone()],
        );
    }
    if !filter.running.is_empty() {
        sql.push(" AND (0");
        for (register, clock) in &filter.running {
            sql.bind(
                " OR (e.register = ? AND EXISTS (SELECT 1 FROM register_clock c \
                 WHERE c.entry = e.id AND c.clock = ?))",
                [register.clone(), clock.clone()],
            );
        }
        sql.push(")");
    }
}

/// One entry; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn entry_page(
    views: &Reading<'_>,
    scope: &Scope,
    entry: EntryId,
) -> Result<Option<EntryPage>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(" WHERE m.stream = ?", [entry.stream().to_bytes().to_vec()]);
    visible::restrict_entries(&mut sql, scope, "e");
    let mut names = Names::new(views.conn);
    let found = sql.first(views.conn, |row| entry_row(views.conn, row, &mut names))?;
    let Some(row) = found else { return Ok(None) };
    let mut sql = Sql::new("SELECT event_type, actor, proposed_at, detail FROM entry");
    let id = stored::position_column(row.position);
    sql.bind(" WHERE matter = ? ORDER BY position", [id]);
    let history = sql.rows(views.conn, |row| changed(row, &mut names))?;
    Ok(Some(EntryPage { row, history }))
}

fn changed(row: &Row<'_>, names: &mut Names<'_>) -> Result<Changed, ViewError> {
    let event_type: String = row.get(0)?;
    let by: Key = row.get(1)?;
    let detail: Option<String> = row.get(3)?;
    let event = detail
        .map(|detail| event(&event_type, &detail))
        .transpose()?;
    Ok(Changed {
        by: stored::actor(&by)?,
        by_name: names.of_key(&by)?,
        at: stored::at(row, 2)?,
        event,
    })
}

fn event(event_type: &str, detail: &str) -> Result<RegisterEvent, ViewError> {
    let wrong = || ViewError::Stored("history of an entry");
    let read = match event_type {
        "register.added" => serde_json::from_str(detail).map(RegisterEvent::Added),
        "register.filled" => serde_json::from_str(detail).map(RegisterEvent::Filled),
        "register.corrected" => serde_json::from_str(detail).map(RegisterEvent::Corrected),
        "register.moved" => serde_json::from_str(detail).map(RegisterEvent::Moved),
        "register.given" => serde_json::from_str(detail).map(RegisterEvent::Given),
        _ => return Err(wrong()),
    };
    read.map_err(|_| wrong())
}

/// Entries with a clock at whose end the system moves, which has run out: the entry and the clock.
/// Takes no scope: it shows no content, and only the worker reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn run_out(
    views: &Reading<'_>,
    now: At,
    limit: u32,
) -> Result<Vec<(EntryId, Option<AcademyId>, String)>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream, m.academy, c.clock FROM register_clock c
         JOIN access_row m ON m.id = c.entry WHERE c.by_itself = 1",
    );
    sql.bind(" AND c.due_at <= ?", [now.millis()]);
    sql.bind(" ORDER BY c.due_at LIMIT ?", [i64::from(limit)]);
    sql.rows(views.conn, |row| {
        let stream = stored::stream(&row.get::<_, Key>(0)?)?;
        Ok((
            EntryId::new(stream.uuid),
            stored::academy(row, 1)?,
            row.get(2)?,
        ))
    })
}

/// Entries behind which a matter stands. Takes no scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn with_behind(views: &Reading<'_>, matter: StreamId) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = Sql::new("SELECT stream FROM access_row");
    sql.bind(
        " WHERE behind = ? ORDER BY id",
        [matter.to_bytes().to_vec()],
    );
    sql.rows(views.conn, |row| stored::stream(&row.get::<_, Key>(0)?))
}

/// Entries with a clock that runs and that nobody keeps. Takes no scope: only the worker reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn without_keeper(views: &Reading<'_>) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT DISTINCT m.stream FROM due_item d JOIN access_row m ON m.id = d.matter WHERE d.open = 1",
    );
    sql.bind(
        " AND d.owner = ?",
        [stored::actor_key(Actor::System).to_vec()],
    );
    sql.bind(" AND d.kind = ?", [DueKind::Entry.code()]);
    sql.rows(views.conn, |row| stored::stream(&row.get::<_, Key>(0)?))
}

fn entry_row(
    conn: &Connection,
    row: &Row<'_>,
    names: &mut Names<'_>,
) -> Result<EntryRow, ViewError> {
    let stream: StreamId = stored::stream(&row.get::<_, Key>(0)?)?;
    let id: i64 = row.get(1)?;
    let added_by: Key = row.get(9)?;
    let own: Vec<u8> = row.get(12)?;
    let fields = read::<BTreeMap<String, EntryValue>>(row.get(10)?, "fields of an entry")?;
    let signed = read::<Vec<Signature>>(row.get(11)?, "signatures of an entry")?;
    let mut named = BTreeMap::new();
    let in_fields = fields.values().flat_map(keys);
    let signers = { signed.iter() }
        .filter_map(|it| it.by)
        .map(stored::staff_key);
    for key in in_fields.chain(signers).chain([added_by]) {
        if let (Some(name), Some(id)) = (names.of_key(&key)?, id_of(&key)) {
            named.insert(id, name);
        }
    }
    Ok(EntryRow {
        entry: EntryId::new(stream.uuid),
        position: stored::position(id),
        revision: stored::revision(row.get(2)?),
        register: row.get(3)?,
        edition: row.get(4)?,
        academy: stored::academy(row, 5)?,
        number: row.get(6)?,
        state: row.get(7)?,
        added_at: stored::at(row, 8)?,
        added_by: stored::actor(&added_by)?,
        fields,
        names: named,
        signed,
        clocks: clocks(conn, id)?,
        own: stored::unpacked(&own)
            .map(|key| stored::staff(&key))
            .collect::<Result<_, _>>()?,
        seen_by: RoleSet::from_bits(row.get(13)?),
        let_in: RoleSet::from_bits(row.get(14)?),
    })
}

fn clocks(conn: &Connection, entry: i64) -> Result<Vec<(String, Due)>, ViewError> {
    let mut sql = Sql::new("SELECT clock, due FROM register_clock");
    sql.bind(" WHERE entry = ? ORDER BY due_at, clock", [entry]);
    sql.rows(conn, |row| {
        Ok((row.get(0)?, read(row.get(1)?, "clock of an entry")?))
    })
}

pub(super) fn read<T: serde::de::DeserializeOwned>(
    text: String,
    what: &'static str,
) -> Result<T, ViewError> {
    serde_json::from_str(&text).map_err(|_| ViewError::Stored(what))
}

/// Keys of everybody whom a value names.
fn keys(value: &EntryValue) -> Vec<Key> {
    match value {
        EntryValue::Pupils(pupils) => pupils.iter().copied().map(stored::pupil_key).collect(),
        EntryValue::Staff(staff) => staff.iter().copied().map(stored::staff_key).collect(),
        EntryValue::People(people) => people.iter().filter_map(stored::person_key).collect(),
        EntryValue::Choice(_)
        | EntryValue::YesNo(_)
        | EntryValue::Number(_)
        | EntryValue::When(_)
        | EntryValue::Text(_)
        | EntryValue::Academies(_) => Vec::new(),
    }
}

fn id_of(key: &Key) -> Option<String> {
    uuid::Uuid::from_slice(&key[1..])
        .ok()
        .map(|id| id.as_hyphenated().to_string())
}
