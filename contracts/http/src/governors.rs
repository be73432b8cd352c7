//! Figures for governors, published once for a time (R14, R16): fixed tables, a definition with each, and
//! rates per 100 pupils. No name, no date, no text, no filter.

use lanyard_events::snapshot::{SnapshotLine, Suppression};
use lanyard_events::{AcademyId, At, Day, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// Publish the figures of a time that is over.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishSnapshot {
    /// First day.
    #[schema(value_type = v::Day)]
    pub first: Day,
    /// Last day.
    #[schema(value_type = v::Day)]
    pub last: Day,
    /// By which rule counts are hidden: `dfe` 1 to 5, `nhs` 1 to 7, `ons` under 10; the one that the trust has
    /// settled on if not given. One that hides less than that is refused.
    #[serde(default)]
    #[schema(value_type = Option<v::Suppression>)]
    pub suppression: Option<Suppression>,
}

/// How the figures are wanted. There is nothing to narrow them by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadGovernors {
    /// `json`, or `html` for a page to print; `json` if not given.
    pub format: Option<String>,
}

/// What governors read.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GovernorsDashboard {
    /// The newest figures first, earlier terms beside them.
    pub items: Vec<Snapshot>,
}

/// The figures of a time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Snapshot {
    /// First day.
    #[schema(value_type = v::Day)]
    pub first: Day,
    /// Last day.
    #[schema(value_type = v::Day)]
    pub last: Day,
    /// When they were published: what was entered later is in the next.
    #[schema(value_type = v::Moment)]
    pub published_at: At,
    /// By which rule counts are hidden.
    #[schema(value_type = v::Suppression)]
    pub suppression: Suppression,
    /// Counts from 1 to this are hidden, and others with them that would give them away.
    pub suppressed_to: u64,
    /// The academies, in the order of the columns.
    pub academies: Vec<SnapshotAcademy>,
    /// The tables.
    pub tables: Vec<SnapshotTable>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SnapshotAcademy {
    /// The academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Its name.
    pub name: String,
    /// Pupils on roll when it was published.
    pub pupils: u64,
    /// Minutes from raising a concern to the first decision, the middle one; none of fewer than ten.
    pub triage_minutes: Option<u64>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SnapshotTable {
    /// Which one.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What exactly is counted.
    pub definition: String,
    /// What to ask about it.
    pub question: String,
    /// Whether its columns are the academies and, of several, the trust; otherwise there is one.
    pub by_academy: bool,
    /// Its lines, totals last.
    pub rows: Vec<SnapshotRow>,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SnapshotRow {
    /// A category, a desk, an outcome, a state; or `total`.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether it is a row, a subtotal or the total.
    #[schema(value_type = v::SnapshotLine)]
    pub line: SnapshotLine,
    /// Its figures.
    pub figures: Vec<SnapshotFigure>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SnapshotFigure {
    /// As it is printed: `c` where it is hidden.
    pub shown: String,
    /// The count; none where it is hidden.
    pub value: Option<u64>,
    /// For every 100 pupils on roll, to one decimal; none where the count is hidden.
    pub per_100_pupils: Option<f64>,
}

/// Tell the governors that there is a serious incident. They are told that, and nothing else.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "A child was taken to hospital; the press has called."}))]
pub struct TellGovernors {
    /// Why they are told. It stays with the matter: they do not read it.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}
