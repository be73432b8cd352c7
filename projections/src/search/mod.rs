//! Full-text search over what the reader may see: accounts, words, notes, reasons, names.
//!
//! The index holds no copy of a text, only which words stand in which entry. What was typed is cut
//! into words, so that none of the index's own query language reaches it.

mod apply;
mod query;

pub(crate) use apply::{apply_allegation, apply_case, apply_concern};
pub use query::{
    FoundMatter, FoundPerson, FoundText, search_matters_by_name, search_people, search_texts,
};
