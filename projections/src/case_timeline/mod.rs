//! A case's timeline: every entry of the case and of its concerns, in the record's order.

mod query;

pub use query::{Timeline, TimelineEntry, case_timeline};
