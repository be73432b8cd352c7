//! One row of fixed shape per stream: all that a decision on one address needs, and the revision.

mod apply;
mod linked;
mod query;

pub(crate) use apply::apply;
pub use query::{AccessRow, access_row};
