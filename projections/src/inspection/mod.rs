//! An academy's figures over a time, without anybody's name (S31). Counted from the rows that the reader's
//! scope shows, so that a conflict of interest changes no figure that it should not show; but for the
//! figures of adults' matters of whoever reads none of them, which are the same for everybody (ADR 21).

mod adults;
mod query;

pub use adults::{AdultsFigures, adults_figures, adults_figures_at_the_end};
pub(crate) use query::about_pupils;
pub use query::{
    CaseFigures, ConcernFigures, DeskFigures, Inspection, RegisterFigure, Span, inspection,
};
