//! How long what is closed is kept (R17): the facts by which it is reckoned, and legal holds.

mod apply;
mod query;

pub(crate) use apply::{hold, lift};
pub use query::{ClosedFacts, ClosedRow, RetentionFilter, retention};
