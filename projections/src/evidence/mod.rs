//! Evidence of a matter, piece by piece: what is known of each file, whether it may be read, who keeps what it
//! is of, and its history.

mod apply;
mod query;

pub(crate) use apply::apply;
pub use query::{EvidencePage, EvidenceRow, EvidenceStage, evidence_of, evidence_page, pieces_of};
