//! Comparing two sets of view files row by row: what crash tests and `rebuild` hold equal.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::ViewError;
use crate::reader::Reader;

/// Where two sets of views differ. It names places, never content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file: `main` is casework, `looks` the looks.
    pub file: &'static str,
    /// The table.
    pub table: String,
    /// The first row that differs, counted from 0 in key order.
    pub row: u64,
    /// The column that differs; none when only one side has the row.
    pub column: Option<String>,
}

/// The tables of both files. The full-text indexes are compared word by word.
const FILES: [&str; 2] = ["main", "looks"];

/// Compares all tables of two sets of views, positions included; empty when they are equal. Names
/// the first difference of each table.
///
/// # Errors
/// When a file cannot be read.
pub fn equal(left: &Reader, right: &Reader) -> Result<Vec<Difference>, ViewError> {
    left.read(|left| right.read(|right| compare(left.conn, right.conn)))
}

fn compare(left: &Connection, right: &Connection) -> Result<Vec<Difference>, ViewError> {
    let mut differences = Vec::new();
    for file in FILES {
        for table in tables(left, file)? {
            let columns = columns(left, file, &table)?;
            let order: Vec<String> = (1..=columns.len()).map(|n| n.to_string()).collect();
            let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
            let query = format!(
                "SELECT {} FROM {file}.\"{table}\" ORDER BY {}",
                names.join(", "),
                order.join(", ")
            );
            if let Some((row, column)) = first_difference(left, right, &query)? {
                differences.push(Difference {
                    file,
                    table,
                    row,
                    column: column.and_then(|at| columns.get(at).cloned()),
                });
            }
        }
    }
    for index in ["text_index", "name_index"] {
        let query = words_of(left, index)?;
        words_of(right, index)?;
        if let Some((row, _)) = first_difference(left, right, &query)? {
            differences.push(Difference {
                file: "main",
                table: index.to_owned(),
                row,
                column: None,
            });
        }
    }
    Ok(differences)
}

/// Plain tables: the indexes' own tables depend on how events were batched.
fn tables(conn: &Connection, file: &str) -> Result<Vec<String>, ViewError> {
    let mut statement = conn.prepare(&format!(
        "SELECT name FROM {file}.sqlite_schema WHERE type = 'table'
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_index%' ESCAPE '\\'
         ORDER BY name"
    ))?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn columns(conn: &Connection, file: &str, table: &str) -> Result<Vec<String>, ViewError> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1, ?2) ORDER BY cid")?;
    let names = statement.query_map([table, file], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Makes the index readable word by word and answers the query that reads it.
fn words_of(conn: &Connection, index: &str) -> Result<String, ViewError> {
    conn.execute_batch(&format!(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words
         USING fts5vocab (main, {index}, instance)"
    ))?;
    Ok(format!(
        "SELECT term, doc FROM temp.{index}_words ORDER BY term, doc"
    ))
}

/// The first row and column that differ.
fn first_difference(
    left: &Connection,
    right: &Connection,
    query: &str,
) -> Result<Option<(u64, Option<usize>)>, ViewError> {
    let (mut left, mut right) = (left.prepare(query)?, right.prepare(query)?);
    let columns = left.column_count();
    let (mut left, mut right) = (left.query([])?, right.query([])?);
    let mut row = 0;
    loop {
        match (left.next()?, right.next()?) {
            (None, None) => return Ok(None),
            (Some(left), Some(right)) => {
                for column in 0..columns {
                    let (l, r): (ValueRef<'_>, ValueRef<'_>) =
                        (left.get_ref(column)?, right.get_ref(column)?);
                    if l != r {
                        return Ok(Some((row, Some(column))));
                    }
                }
            }
            (Some(_), None) | (None, Some(_)) => return Ok(Some((row, None))),
        }
        row += 1;
    }
}
