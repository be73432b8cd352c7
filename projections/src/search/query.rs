//! Searching, within a scope.

use lanyard_access::{PersonKey, Scope};
use lanyard_events::{AcademyId, At, Position, Sensitive, StreamId};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// More words than this narrow nothing further.
const WORDS_MAX: usize = 12;

/// An entry whose text has all the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundText {
    /// The entry.
    pub position: Position,
    /// What happened: the event's type.
    pub kind: String,
    /// When.
    pub at: At,
    /// The matter it is of.
    pub matter: FoundMatter,
}

/// A matter that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMatter {
    /// The concern, case or adult's matter.
    pub matter: StreamId,
    /// Position of its first event.
    pub position: Position,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
}

/// Somebody on a register whose name has all the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// Who.
    pub person: PersonKey,
    /// Their name.
    pub name: Sensitive<String>,
    /// Their academy.
    pub academy: Option<AcademyId>,
}

const MATTER: &str = "m.stream, m.id, m.academy, coalesce(c.reference, f.reference, a.reference), \
     coalesce(c.category, f.category, a.category)";
const MIXED: Rows = Rows {
    alias: "m",
    matter: "m.id",
    kind: RowKind::Mixed,
};

/// Entries of concerns and cases whose text has all the words, the newest first. The last word may
/// be a beginning.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn search_texts(
    views: &Reading<'_>,
    scope: &Scope,
    words: &Sensitive<String>,
    paging: Paging,
) -> Result<Page<FoundText>, ViewError> {
    let after = paging.keys(List::SearchTexts)?;
    let Some(words) = as_match(words) else {
        return Ok(nothing());
    };
    let mut sql = Sql::new("SELECT ");
    sql.push(MATTER).push(
        ", e.position, e.event_type, e.proposed_at
         FROM text_index t CROSS JOIN entry e ON e.position = t.rowid
         CROSS JOIN access_row m ON m.id = e.matter
         LEFT JOIN concern c ON c.id = m.id LEFT JOIN case_file f ON f.id = m.id
         LEFT JOIN allegation a ON a.id = m.id
         WHERE coalesce(c.id, f.id, a.id) IS NOT NULL AND t.text_index MATCH ",
    );
    sql.bind("?", [words]);
    if let Some([position, _]) = after {
        sql.bind(" AND t.rowid < ?", [position]);
    }
    visible::restrict_to_readers(&mut sql, scope, MIXED);
    sql.bind(" ORDER BY t.rowid DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, |row| {
        Ok(FoundText {
            matter: found_matter(row)?,
            position: stored::position(row.get(5)?),
            kind: row.get(6)?,
            at: stored::at(row, 7)?,
        })
    });
    Ok(Page::cut(forgive(rows)?, paging, |last: &FoundText| {
        Cursor::new(List::SearchTexts, stored::position_column(last.position), 0)
    }))
}

/// Matters that link somebody whose name has all the words, the newest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn search_matters_by_name(
    views: &Reading<'_>,
    scope: &Scope,
    words: &Sensitive<String>,
    paging: Paging,
) -> Result<Page<FoundMatter>, ViewError> {
    let after = paging.keys(List::SearchNames)?;
    let Some(words) = as_match(words) else {
        return Ok(nothing());
    };
    let mut sql = Sql::new("SELECT DISTINCT ");
    sql.push(MATTER).push(
        " FROM person p JOIN matter_person l ON l.person = p.person
         JOIN access_row m ON m.id = l.matter
         LEFT JOIN concern c ON c.id = m.id LEFT JOIN case_file f ON f.id = m.id
         LEFT JOIN allegation a ON a.id = m.id
         WHERE coalesce(c.id, f.id, a.id) IS NOT NULL",
    );
    sql.bind(
        " AND p.id IN (SELECT rowid FROM name_index WHERE name_index MATCH ?)",
        [words],
    );
    if let Some([id, _]) = after {
        sql.bind(" AND l.matter < ?", [id]);
    }
    visible::restrict_to_readers(&mut sql, scope, MIXED);
    sql.bind(" ORDER BY m.id DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, found_matter);
    Ok(Page::cut(forgive(rows)?, paging, |last: &FoundMatter| {
        Cursor::new(List::SearchNames, stored::position_column(last.position), 0)
    }))
}

/// Pupils and staff whose name has all the words, at academies whose matters the caller reads; at
/// most `limit`, by name.
///
/// # Errors
/// When the file cannot be read.
pub fn search_people(
    views: &Reading<'_>,
    scope: &Scope,
    words: &Sensitive<String>,
    limit: u32,
) -> Result<Vec<FoundPerson>, ViewError> {
    let Some(words) = as_match(words) else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(
        "SELECT p.person, coalesce(p.preferred_forename, p.forename) || ' ' || p.surname, p.academy
         FROM person p WHERE p.id IN (SELECT rowid FROM name_index WHERE name_index MATCH ",
    );
    sql.bind("?)", [words]);
    visible::restrict_persons_of_matters(&mut sql, scope, "p");
    sql.bind(" ORDER BY p.sort_name, p.id LIMIT ?", [i64::from(limit)]);
    forgive(sql.rows(views.conn, |row| {
        Ok(FoundPerson {
            person: stored::person(&row.get::<_, Key>(0)?)?,
            name: row.get::<_, String>(1)?.into(),
            academy: stored::academy(row, 2)?,
        })
    }))
}

fn found_matter(row: &Row<'_>) -> Result<FoundMatter, ViewError> {
    Ok(FoundMatter {
        matter: stored::stream(&row.get(0)?)?,
        position: stored::position(row.get(1)?),
        academy: stored::academy(row, 2)?,
        reference: row.get(3)?,
        category: row.get(4)?,
    })
}

const fn nothing<T>() -> Page<T> {
    Page {
        rows: Vec::new(),
        next: None,
    }
}

/// The words as the index's query: each quoted, all wanted, the last one as a beginning. Only
/// letters and digits are left, so that nothing in it is syntax.
fn as_match(words: &Sensitive<String>) -> Option<String> {
    let words: Vec<&str> = words
        .expose()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect();
    if words.is_empty() {
        return None;
    }
    Some(format!("\"{}\" *", words.join("\" \"")))
}

/// A character that is a letter to Rust and none to the older tables of the index splits a word
/// into a phrase, which the index cannot look up: such a word is in no text.
fn forgive<T>(rows: Result<Vec<T>, ViewError>) -> Result<Vec<T>, ViewError> {
    match rows {
        Err(ViewError::Unavailable(rusqlite::Error::SqliteFailure(_, Some(message))))
            if message.starts_with("fts5: phrase queries are not supported") =>
        {
            Ok(Vec::new())
        }
        other => other,
    }
}
