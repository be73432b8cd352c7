//! Who may do what: one question, `may this caller do this to that?`, and two ways of putting it.
//!
//! One object is decided by [`Policies`] (Cedar; the policies are files that a data protection
//! officer can read). Lists, counts and searches take a [`Scope`], computed once per request and
//! applied in SQL. [`oracle`] decides the same a second time, by hand, for tests. A property test
//! holds the three equal; `matrix.golden.md` shows what they come to.
//!
//! Denied is the default; a `forbid` for conflicts of interest wins over every permission.
//!
//! Not here: who the caller is and which roles they hold (`services/app`), what a change may be
//! once it is allowed (`services/domain`), recording that somebody looked (`services/app`).

mod action;
mod caller;
mod matrix;
pub mod oracle;
mod person;
mod policies;
mod resource;
mod role_set;
mod scope;

pub use action::Action;
pub use caller::{Caller, ClientRights, ClientScope, HeldRole};
pub use matrix::{MatrixRow, Relation, golden_matrix, matrix_rows};
pub use person::PersonKey;
pub use policies::{Explained, Policies, PolicyError, words_of};
pub use resource::{Resource, ResourceKind};
pub use role_set::RoleSet;
pub use scope::{AcademySet, Scope};

/// What a question comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It may be done.
    Permit,
    /// It may not; for content this is answered as if it had never existed (design.md 5).
    Deny,
}

impl Decision {
    /// Whether it may be done.
    #[must_use]
    pub const fn is_permitted(self) -> bool {
        matches!(self, Self::Permit)
    }
}
