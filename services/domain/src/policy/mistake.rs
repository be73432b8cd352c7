//! What is wrong in a file that a trust edits, and in which line.

use std::ops::Range;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use thiserror::Error;
use toml::Spanned;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl Mistake {
    pub(super) fn at(line: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { line, what }
    }
}

/// Reads a whole file; stops at the first thing that has another form.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Mistake> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, &span));
        Mistake::at(line, error.message())
    })
}

/// Where each row of a table in a file begins.
#[derive(Deserialize)]
struct Rows {
    #[serde(default, alias = "category")]
    row: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    outcome: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    part: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    body_region: Vec<Spanned<IgnoredAny>>,
}

/// The line of each `[[row]]`, or `[[category]]`, in order.
pub(super) fn lines_of_rows(text: &str) -> Result<Vec<usize>, Mistake> {
    let rows: Rows = parse(text)?;
    Ok(lines(text, &rows.row))
}

/// The line of each `[[outcome]]`, in order.
pub(super) fn lines_of_outcomes(text: &str) -> Result<Vec<usize>, Mistake> {
    let rows: Rows = parse(text)?;
    Ok(lines(text, &rows.outcome))
}

/// The line of each `[[part]]`, in order.
pub(super) fn lines_of_parts(text: &str) -> Result<Vec<usize>, Mistake> {
    let rows: Rows = parse(text)?;
    Ok(lines(text, &rows.part))
}

/// The line of each `[[body_region]]`, in order.
pub(super) fn lines_of_regions(text: &str) -> Result<Vec<usize>, Mistake> {
    let rows: Rows = parse(text)?;
    Ok(lines(text, &rows.body_region))
}

fn lines(text: &str, rows: &[Spanned<IgnoredAny>]) -> Vec<usize> {
    { rows.iter() }
        .map(|row| line_of(text, &row.span()))
        .collect()
}

/// The line in which a key of the file's head is set; the first where it is not.
pub(super) fn line_of_key(text: &str, key: &str) -> usize {
    let sets = |line: &str| {
        let after = line.trim_start().strip_prefix(key);
        after.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(sets).map_or(1, |index| index + 1)
}

/// The line that a part of the text begins in.
pub(super) fn line_of(text: &str, span: &Range<usize>) -> usize {
    let before = text.as_bytes().iter().take(span.start);
    before.filter(|byte| **byte == b'\n').count() + 1
}
