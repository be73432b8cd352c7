//! Everything to show one concern, corrections included. It has no table of its own: a concern has
//! few entries, so the page is put together from them when it is read.

mod fold;
mod query;

pub use fold::{
    AddedInformation, ConcernPage, PassedOn, SameChild, ShownText, StruckPerson, StruckText,
    TriageShown,
};
pub use query::{concern_page, same_children, siblings};
