//! Registers: their entries as lists, each entry whole with its history, and the clocks at whose end
//! the system moves.

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{
    Changed, EntryFilter, EntryPage, EntryRow, Signature, entries, entry_page, matter_of, run_out,
    signed_sets, visible_numbers,
};
