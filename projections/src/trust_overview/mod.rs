//! Figures of all academies side by side. Always computed from the rows that the scope shows,
//! never taken from a stored total, so that a conflict of interest changes no figure it should
//! not show (design.md 5).

mod query;
mod tally;
mod week;

pub use query::{AcademyFigures, TrustOverview, WeekFigure, trust_overview};
pub(crate) use week::week_of;
