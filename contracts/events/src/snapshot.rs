//! Events of snapshots: figures for governors, published once for a time and never changed (R14, R16).
//!
//! What is recorded is what may be seen: a hidden count is nowhere in it. Nothing in it is personal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::id::AcademyId;
use crate::payload::{aggregate, payloads};

/// Whose rule says which counts are too small to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Suppression {
    /// The Department for Education's: 1 to 5.
    Dfe,
    /// NHS Digital's: 1 to 7.
    Nhs,
    /// The Office for National Statistics': under 10.
    Ons,
}

/// What a line of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotLine {
    /// What its id names.
    Row,
    /// All rows of the group that its id names.
    Subtotal,
    /// All rows.
    Total,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnapshotRow {
    /// A category, a desk, a state; of the total, `total`.
    pub id: String,
    /// What it is.
    pub line: SnapshotLine,
    /// A count for each academy and, where there are several, one for the trust; none where it is hidden.
    pub counts: Vec<Option<u64>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnapshotTable {
    /// Which one.
    pub id: String,
    /// Whether its columns are the academies; otherwise there is one, for the trust.
    pub by_academy: bool,
    /// Its lines, totals last.
    pub rows: Vec<SnapshotRow>,
}

payloads! {
    /// Figures of a time were published.
    "snapshot.published" v 1 SnapshotPublished {
        /// First day.
        first: Day,
        /// Last day.
        last: Day,
        /// By which rule counts are hidden.
        suppression: Suppression,
        /// The academies, in the order of the columns.
        academies: Vec<AcademyId>,
        /// Pupils on roll when it was published, by academy: what rates are reckoned by.
        pupils: Vec<u64>,
        /// Minutes from raising to the first decision, the middle one by academy; none where there were
        /// too few.
        triage_minutes: Vec<Option<u64>>,
        /// The tables.
        tables: Vec<SnapshotTable>,
    }
}

aggregate! {
    /// An event of the snapshots.
    SnapshotEvent {
        Published(SnapshotPublished),
    }
}
