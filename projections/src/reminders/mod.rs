//! Reminders: what is to be reminded of next, and the notices that people were given.

mod apply;
mod bare;
pub(crate) mod handed_on;
mod history;
mod query;

pub(crate) use apply::apply;
pub use apply::{BOARD_TOLD, DANGER, GOVERNORS_TOLD, RAISED, UNTRIAGED};
pub(crate) use bare::{governors_told, step_done, telling_decided};
pub use query::{Notice, Pending, Subject, notices, notices_since, pending};
