//! Which children are on a plan, and when it is talked about next: the safeguarding lead's tracker
//! (domain.md 6).

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{PlanFilter, PlanRow, plans};
