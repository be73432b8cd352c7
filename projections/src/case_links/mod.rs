//! With which other cases a case is linked, and the open cases of its children's brothers and sisters: each shown to
//! whoever may see both.

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{LinkedCase, OtherCase, SiblingsCase, linked_cases, siblings_cases};
