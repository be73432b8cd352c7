//! Matters about adults as a list, and one's page with what is in force in it and with what else is
//! said of the same adult (domain.md 2, "Patterns across low-level concerns").

mod apply;
mod page;
mod patterns;
mod query;

pub(crate) use apply::apply;
pub use page::{AllegationPage, ChildCase, allegation, allegation_page};
pub(crate) use patterns::same_adult;
pub use patterns::{AboutSameAdult, SameAdult, SameAdultState};
pub(crate) use query::word;
pub use query::{
    AllegationFilter, AllegationRow, AllegationState, allegation_timeline, allegations,
    without_owner,
};
