//! Reminders: what is to be reminded of next, and the notices that people were given.

mod apply;
mod history;
mod query;

pub(crate) use apply::apply;
pub use apply::{DANGER, HANDED_ON, RAISED, UNTRIAGED};
pub use query::{Notice, Pending, Subject, notices, notices_since, pending};
