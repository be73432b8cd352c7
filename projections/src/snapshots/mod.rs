//! Snapshots for governors: what was published, and what there is to count for the next one.

mod apply;
mod count;
mod query;

pub(crate) use apply::apply;
pub use count::{ByAcademy, INCIDENT_ACTIONS, TermCounts, term_counts};
pub use query::{PublishedSnapshot, published_snapshots};
