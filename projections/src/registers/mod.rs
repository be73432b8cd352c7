//! Registers: their entries as lists, each entry whole with its history, and the clocks at whose end
//! the system moves.

mod apply;
mod numbers;
mod query;

pub(crate) use apply::apply;
pub use numbers::{matter_of, signed_sets, visible_numbers};
pub use query::{
    Changed, EntryFilter, EntryPage, EntryRow, Signature, entries, entry_page, run_out,
    with_behind, without_keeper,
};
