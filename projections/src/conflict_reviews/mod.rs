//! Conflicts of interest that somebody has to confirm or lift, and who was told "reassigned".
//!
//! Not here: who is excluded from what. That is read from the store at every request, never from a view
//! (design.md 5).

mod apply;
mod query;

pub(crate) use apply::{SHOWN_WHAT_FOLLOWED, apply};
pub use query::{asked_about, reassigned_at};
