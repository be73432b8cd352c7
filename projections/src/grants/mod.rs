//! Grants: who may read which case by name until when, and what was thought of whoever broke the glass.

mod apply;
mod find;
mod query;

pub(crate) use apply::apply;
pub use find::{Sought, pupils_cases};
pub use query::{
    GlassRow, GrantPage, GrantPageLook, GrantReview, GrantRow, HeldGlass, attempt, broken_glasses,
    grant_page, grants_of, in_force,
};
