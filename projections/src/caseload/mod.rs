//! Cases as lists, one case's page, and what is due: planned actions and reviews.

pub(crate) mod apply;
mod due;
pub(crate) mod due_items;
pub(crate) mod figure;
mod for_the_child;
mod in_hand;
mod query;

pub(crate) use apply::{apply_case, apply_concern};
pub use due::{DoneItem, DueFilter, DueKind, DueRow, due};
pub use in_hand::{has_concern, in_hand, leaves_behind};
pub(crate) use query::concerns_of;
pub use query::without_owner;
pub use query::{CaseConcern, CaseFilter, CasePage, CaseRow, CaseState, case_page, cases};
