//! Who looked at what: ids only (domain.md 1 rule 3).

mod apply;
mod query;

pub(crate) use apply::{ENDS, apply, apply_chained, withdraw};
pub use query::{LookFilter, LookRow, MatterLook, looks, looks_at};
