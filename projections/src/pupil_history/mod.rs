//! A person's history: the matters that link them now, across academies. Its rows are kept with
//! the access rows (`access_row/linked.rs`), so that conflicts and histories never differ: after
//! a correction the wrong pupil is linked to nothing.

mod leaving;
mod query;

pub use leaving::{OnLeaving, goes_along, on_leaving};
pub use query::{HistoryRow, MatterState, history, open_cases};
