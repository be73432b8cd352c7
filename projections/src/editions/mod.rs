//! Editions of documents of policy: what is in force, what is proposed, what there was.

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{
    EditionInForce, EditionRow, EditionState, editions_in_force, editions_of, newest_change,
    proposals,
};
