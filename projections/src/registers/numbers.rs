//! Numbers that people quote: whose they are, which of them somebody sees, and which were signed over.

use std::collections::BTreeMap;

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::register::EntryValue;
use lanyard_events::{AcademyId, Position, Sensitive, StreamId};
use rusqlite::types::Value;

use super::query::{EntryFilter, narrow, read};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// The matter that has a number; takes no scope, as it only links: nothing of the matter is shown.
///
/// # Errors
/// When the file cannot be read.
pub fn matter_of(views: &Reading<'_>, number: &str) -> Result<Option<StreamId>, ViewError> {
    let mut sql = Sql::new("SELECT m.stream FROM access_row m WHERE m.id = coalesce(");
    sql.bind(
        "(SELECT id FROM case_file WHERE reference = ?),",
        [number.to_owned()],
    );
    sql.bind(
        "(SELECT id FROM concern WHERE reference = ?),",
        [number.to_owned()],
    );
    sql.bind(
        "(SELECT id FROM allegation WHERE reference = ?))",
        [number.to_owned()],
    );
    sql.first(views.conn, |row| stored::stream(&row.get::<_, Key>(0)?))
}

/// Numbers of a log that the scope shows, up to a position: of concerns that its caller reads, or of the
/// entries of a register.
///
/// # Errors
/// When the file cannot be read.
pub fn visible_numbers(
    views: &Reading<'_>,
    scope: &Scope,
    academy: Option<AcademyId>,
    register: Option<&str>,
    up_to: Position,
) -> Result<Vec<String>, ViewError> {
    let mut sql = if let Some(register) = register {
        let mut sql = Sql::new("SELECT e.number FROM register_entry e");
        sql.bind(" WHERE e.register = ?", [register.to_owned()]);
        sql
    } else {
        Sql::new("SELECT e.reference FROM concern e WHERE 1")
    };
    let academy = academy.map(|academy| academy.uuid().as_bytes().to_vec());
    sql.bind(" AND e.academy IS ?", [Value::from(academy)]);
    sql.bind(" AND e.id <= ?", [stored::position_column(up_to)]);
    if register.is_some() {
        visible::restrict_entries(&mut sql, scope, "e");
    } else {
        let rows = Rows {
            alias: "e",
            matter: "e.id",
            kind: RowKind::Matter(ResourceKind::Concern),
        };
        visible::restrict_to_readers(&mut sql, scope, rows);
    }
    sql.rows(views.conn, |row| Ok(row.get(0)?))
}

/// What was signed over in a register's entries with these answers; takes no scope: the caller takes
/// the difference and shows nothing of it.
///
/// # Errors
/// When the file cannot be read.
pub fn signed_sets(
    views: &Reading<'_>,
    register: &str,
    academy: Option<AcademyId>,
    answers: &[(String, String)],
    set: &str,
) -> Result<Vec<Sensitive<String>>, ViewError> {
    let filter = EntryFilter {
        register: Some(register.to_owned()),
        academy,
        answers: answers.to_vec(),
        ..EntryFilter::default()
    };
    let mut sql = Sql::new("SELECT e.fields FROM register_entry e WHERE 1");
    narrow(&mut sql, &filter);
    let found = sql.rows(views.conn, |row| {
        read::<BTreeMap<String, EntryValue>>(row.get(0)?, "fields of an entry")
    })?;
    let sets = found
        .into_iter()
        .filter_map(|mut fields| match fields.remove(set) {
            Some(EntryValue::Text(text)) => Some(text),
            _ => None,
        });
    Ok(sets.collect())
}
