//! Matters about adults as a list, and one's page with what is in force in it and with what else is
//! said of the same adult (domain.md 2, "Patterns across low-level concerns").

mod apply;
mod page;
mod query;

pub(crate) use apply::apply;
pub use page::{AllegationPage, ChildCase, SameAdult, SameAdultState, allegation, allegation_page};
pub use query::{
    AllegationFilter, AllegationRow, AllegationState, allegation_timeline, allegations,
    without_owner,
};
