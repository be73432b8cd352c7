//! Records of looking into suspected misuse. They have no table of their own: a record has few entries, and
//! is read from them.

mod query;

pub use query::{
    InvestigationEntry, Investigations, has_open_step, investigations, investigations_by_name,
};
