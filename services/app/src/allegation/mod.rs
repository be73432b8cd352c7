//! Matters about adults: read, decide, the child's side, close (domain.md 2, "Adults' matter").

mod child;
mod facts;
mod life;
mod people;
mod read;
mod steps;
mod work;

pub use child::ChildCaseOpened;
pub use life::{AllegationClosing, Outcome};
pub use people::Match;
pub use read::AllegationQuery;
pub use work::AllegationWork;

use lanyard_access::Action;

use crate::address::Asked;

/// The actions that decide about a matter's address when `wanted` is to be done.
const fn asked(wanted: Action) -> Asked {
    Asked {
        wanted,
        read: Action::ReadAllegation,
        status: Action::ReadAllegation,
    }
}
