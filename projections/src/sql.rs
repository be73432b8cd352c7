//! A query in pieces: text with `?`, and the values bound to them in the same order.

use lanyard_events::At;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::error::ViewError;

/// A statement under construction. Values are always bound, never written into the text, so that
/// nothing a caller sends becomes SQL and equal shapes share one prepared statement.
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: &str) -> Self {
        let mut sql = Self {
            text: String::with_capacity(1024),
            values: Vec::with_capacity(16),
        };
        sql.text.push_str(text);
        sql
    }

    /// Adds text without values.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds text and the values of its question marks.
    pub(crate) fn bind<V: Into<Value>>(
        &mut self,
        text: &str,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        self.text.push_str(text);
        self.values.extend(values.into_iter().map(Into::into));
        self
    }

    /// Adds ` AND …`: from a moment on, and before another.
    pub(crate) fn between(&mut self, column: &str, from: At, to: At) -> &mut Self {
        self.push(" AND ").push(column);
        self.bind(" >= ?", [from.millis()]);
        self.push(" AND ").push(column);
        self.bind(" < ?", [to.millis()])
    }

    /// Adds `(?, ?, …)` with keys or ids.
    pub(crate) fn list<const N: usize>(
        &mut self,
        values: impl IntoIterator<Item = [u8; N]>,
    ) -> &mut Self {
        self.text.push('(');
        let before = self.values.len();
        for value in values {
            self.text.push_str(if self.values.len() == before {
                "?"
            } else {
                ", ?"
            });
            self.values.push(Value::Blob(value.to_vec()));
        }
        self.text.push(')');
        self
    }

    /// Runs it and hands over every row.
    pub(crate) fn each(
        &self,
        conn: &Connection,
        mut take: impl FnMut(&Row<'_>) -> Result<(), ViewError>,
    ) -> Result<(), ViewError> {
        let mut statement = conn.prepare_cached(&self.text)?;
        let mut rows = statement.query(params_from_iter(&self.values))?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }

    /// Runs it and maps every row.
    pub(crate) fn rows<T>(
        &self,
        conn: &Connection,
        mut map: impl FnMut(&Row<'_>) -> Result<T, ViewError>,
    ) -> Result<Vec<T>, ViewError> {
        let mut found = Vec::new();
        self.each(conn, |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs it and maps the first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        conn: &Connection,
        map: impl FnOnce(&Row<'_>) -> Result<T, ViewError>,
    ) -> Result<Option<T>, ViewError> {
        let mut statement = conn.prepare_cached(&self.text)?;
        let mut rows = statement.query(params_from_iter(&self.values))?;
        rows.next()?.map(map).transpose()
    }
}
