//! What can be asked of the snapshots.

use lanyard_events::snapshot::Suppression;
use lanyard_events::{AcademyId, Day};

use crate::command::commands;

commands! {
    /// Any command to the snapshots.
    PublishSnapshot,
}

/// Publishes the figures of a time.
#[derive(Debug, Clone)]
pub struct PublishSnapshot {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// By which rule counts are hidden.
    pub suppression: Suppression,
    /// The academies, in the order of the columns.
    pub academies: Vec<AcademyId>,
    /// Pupils on roll, by academy.
    pub pupils: Vec<u64>,
    /// Minutes from raising to the first decision of every concern, by academy.
    pub triage_minutes: Vec<Vec<u64>>,
    /// The tables, as they were counted.
    pub tables: Vec<CountedTable>,
}

/// A table as it was counted: nothing is hidden yet.
#[derive(Debug, Clone)]
pub struct CountedTable {
    /// Which one.
    pub id: &'static str,
    /// Whether its columns are the academies; otherwise there is one, for the trust.
    pub by_academy: bool,
    /// Whether its counts are of people who must not be recognised (R16).
    pub hides: bool,
    /// Ids of the groups of rows; none where rows have no subtotals.
    pub groups: Vec<String>,
    /// The rows.
    pub rows: Vec<CountedRow>,
}

/// A row of counts.
#[derive(Debug, Clone)]
pub struct CountedRow {
    /// A category, a desk, a state.
    pub id: String,
    /// Its place among the groups; nought where there are none.
    pub group: usize,
    /// A count for each column.
    pub counts: Vec<u64>,
}
