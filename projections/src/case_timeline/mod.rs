//! A case's timeline: every entry of the case and of its concerns, in the record's order.

mod query;

pub(crate) use query::{ENTRIES, entry, thread_timeline, visible_thread};
pub use query::{Timeline, TimelineEntry, case_timeline, thread};
