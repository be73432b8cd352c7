//! The two matrices: what follows from a kind of incident (playbooks.md 4 and 5).
//!
//! `cells` is what the seed's table says, with what is certain kept apart from what is not; it never
//! changes. `shipped` is what the product proposes, and a trust may edit it.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::CategoryId;
use serde::Deserialize;

use super::kept::{Fixed, same};
use super::mistake::{Mistake, line_of_key, lines_of_rows, parse};
use super::names::ColumnId;

/// The column whose proposals are held to the certain ticks.
const POLICE: &str = "police";

/// One matrix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Its id: pupil or staff.
    pub id: String,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// What may follow.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    /// Kinds of incident.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// Something that may follow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its id.
    pub id: ColumnId,
    /// What people read.
    pub title: String,
    /// Its head in the seed, where one can be read.
    #[serde(default)]
    pub source_head: Option<String>,
    /// Whether the seed had it and its ticks are gone: unknown, not "no".
    #[serde(default)]
    pub lost: bool,
}

/// A kind of incident.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its id, like P1.
    pub id: String,
    /// What people read.
    pub text: String,
    /// The category it fits, where one does.
    #[serde(default)]
    pub opens_for: Option<CategoryId>,
    /// What the seed says.
    #[serde(default)]
    pub cells: BTreeMap<ColumnId, Cell>,
    /// What the product proposes.
    #[serde(default)]
    pub shipped: BTreeMap<ColumnId, Proposal>,
}

/// What the seed's table says of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Cell {
    /// A tick in every reading.
    #[serde(rename = "certain")]
    Certain,
    /// As printed; the head has no text, or one reading differs.
    #[serde(rename = "likely")]
    Likely,
    /// A tick where the class teacher's column fell out.
    #[serde(rename = "R")]
    ReadingR,
    /// A tick where the column without text fell out.
    #[serde(rename = "L")]
    ReadingL,
    /// The line manager, as printed.
    #[serde(rename = "LM")]
    LineManager,
    /// The head, if the tick slid.
    #[serde(rename = "H")]
    Head,
    /// Its column is lost.
    #[serde(rename = "unknown")]
    Unknown,
}

impl Cell {
    /// As the file writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::ReadingR => "R",
            Self::ReadingL => "L",
            Self::LineManager => "LM",
            Self::Head => "H",
            Self::Unknown => "unknown",
        }
    }
}

/// What the product says of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// Do it; leaving it out takes a reason.
    Propose,
    /// Decide it, with a reason either way.
    RequiredDecision,
    /// Think of it.
    Consider,
}

impl Proposal {
    /// As the file writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::RequiredDecision => "required_decision",
            Self::Consider => "consider",
        }
    }
}

impl Matrix {
    /// Reads a file and holds it to the rules of playbooks.md 9.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let matrix: Self = parse(text).map_err(|mistake| vec![mistake])?;
        let lines = lines_of_rows(text).map_err(|mistake| vec![mistake])?;
        let mut found = Vec::new();
        if matrix.edition == 0 {
            let line = line_of_key(text, "edition");
            found.push(Mistake::at(line, "edition begins with 1"));
        }
        for (row, line) in matrix.rows.iter().zip(lines) {
            let named = row.cells.keys().chain(row.shipped.keys());
            for column in named.filter(|id| matrix.column(id).is_none()) {
                found.push(Mistake::at(
                    line,
                    format!("row {} names the column {column}, which is none", row.id),
                ));
            }
            for (column, proposal) in &row.shipped {
                // Nobody is sent to the police by a tick that may be a slip of the printer.
                let uncertain = row.cells.get(column) != Some(&Cell::Certain);
                if column.as_str() == POLICE && *proposal == Proposal::Propose && uncertain {
                    found.push(Mistake::at(
                        line,
                        format!("row {} proposes the police without a certain tick", row.id),
                    ));
                }
            }
        }
        if found.is_empty() {
            Ok(matrix)
        } else {
            Err(found)
        }
    }

    /// What an edition of the trust's says otherwise than the shipped one where that never changes:
    /// the seed's columns, kinds and ticks, certain and uncertain (playbooks.md 4, 5 and 9).
    pub(super) fn against(&self, shipped: &Self, text: &str) -> Vec<Mistake> {
        let mut fixed = Fixed::new(line_of_key(text, "id"));
        fixed.that(self.id == shipped.id, || {
            format!("id must stay \"{}\"", shipped.id)
        });
        for column in &shipped.columns {
            let kept = self.column(&column.id);
            let as_it_was = kept.is_some_and(|kept| {
                kept.lost == column.lost && kept.source_head == column.source_head
            });
            fixed.that(as_it_was, || {
                format!(
                    "column {} may not be left out, nor what the seed says of it",
                    column.id
                )
            });
        }
        let mut seen = BTreeSet::new();
        let lines = lines_of_rows(text).unwrap_or_default();
        for (row, line) in self.rows.iter().zip(lines) {
            fixed.at(line);
            fixed.that(seen.insert(&row.id), || {
                format!("row {} is there twice", row.id)
            });
            let cells = { shipped.rows.iter() }
                .find(|its| its.id == row.id)
                .map(|its| &its.cells);
            match cells {
                Some(cells) => same(&mut fixed, &row.cells, cells, || {
                    format!(
                        "row {}: cells are what the seed says, and never change",
                        row.id
                    )
                }),
                None => fixed.that(row.cells.is_empty(), || {
                    format!(
                        "row {}: cells are the seed's; a kind of your own has none",
                        row.id
                    )
                }),
            }
        }
        fixed.at(line_of_key(text, "id"));
        for row in { shipped.rows.iter() }.filter(|row| !seen.contains(&row.id)) {
            fixed.that(false, || format!("row {} may not be left out", row.id));
        }
        fixed.found()
    }

    /// The column of an id.
    #[must_use]
    pub fn column(&self, id: &ColumnId) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == *id)
    }

    /// Ticks that are printed in the seed, and those of them that are certain. Two readings of one
    /// tick are one.
    #[must_use]
    pub fn ticks(&self) -> (usize, usize) {
        let cells = || self.rows.iter().flat_map(|row| row.cells.values());
        let count = |wanted: Cell| cells().filter(|cell| **cell == wanted).count();
        let certain = count(Cell::Certain);
        // R and L, LM and H, are one printed tick each, read in two ways.
        let either = count(Cell::ReadingR) + count(Cell::LineManager);
        (certain + count(Cell::Likely) + either, certain)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::policy::Shipped;

    fn shipped(id: &str) -> &'static Matrix {
        let mut found = Shipped::get().matrices.iter();
        found.find(|matrix| matrix.id == id).unwrap()
    }

    #[test]
    fn the_ticks_of_the_seed_are_all_there_and_certain_ones_kept_apart() {
        // playbooks.md 4 and 5.
        assert_eq!(shipped("pupil").ticks(), (72, 57));
        assert_eq!(shipped("staff").ticks(), (50, 32));
        assert_eq!(shipped("pupil").rows.len(), 16);
        assert_eq!(shipped("staff").rows.len(), 16);
    }

    #[test]
    fn a_lost_column_is_unknown_and_not_no() {
        for matrix in &Shipped::get().matrices {
            for column in matrix.columns.iter().filter(|column| column.lost) {
                let unknown = |row: &Row| row.cells.get(&column.id) == Some(&Cell::Unknown);
                assert!(
                    matrix.rows.iter().all(unknown),
                    "{} {}",
                    matrix.id,
                    column.id
                );
            }
        }
    }

    #[test]
    fn suspension_is_never_proposed_and_the_head_always_is() {
        // playbooks.md 5: suspension needs reasons and considered alternatives.
        let staff = shipped("staff");
        let says = |row: &Row, column: &str| {
            let mut shipped = row.shipped.iter();
            shipped
                .find(|(id, _)| id.as_str() == column)
                .map(|(_, proposal)| *proposal)
        };
        for row in &staff.rows {
            assert_eq!(says(row, "suspension"), None, "{}", row.id);
            assert_eq!(says(row, "head"), Some(Proposal::Propose), "{}", row.id);
        }
        for row in &shipped("pupil").rows {
            assert_ne!(says(row, "police"), Some(Proposal::Propose), "{}", row.id);
            assert_eq!(says(row, "head"), Some(Proposal::Propose), "{}", row.id);
        }
    }

    #[test]
    fn the_police_are_not_proposed_from_an_uncertain_tick() {
        let text = r#"
            id = "pupil"
            edition = 1
            title = "Pupils"
            source = ["2"]
            [[column]]
            id = "police"
            title = "Police"
            [[row]]
            id = "P1"
            text = "Something"
            cells = { police = "likely" }
            shipped = { police = "propose" }
        "#;
        assert!(Matrix::read(text).unwrap_err()[0].what.contains("row P1"));
        let certain = text.replace("likely", "certain");
        assert!(Matrix::read(&certain).is_ok());
        let unknown = text.replace("shipped = { police", "shipped = { polic");
        assert!(Matrix::read(&unknown).is_err());
    }
}
