//! Concerns as lists: the untriaged by clock, all by state, and one's own by status.

mod apply;
mod awaited;
mod query;

pub(crate) use apply::apply;
pub use awaited::{about_adults, about_children, corrected, linking, without_receiver};
pub(crate) use query::{CONCERN_COLUMNS, concern_row, hidden_matters};
pub use query::{
    ConcernFilter, ConcernRow, ConcernState, ConcernStatus, ListedConcern, OwnConcern, concerns,
    own_concern, own_concerns, untriaged,
};
