//! What the auditor is shown of matters: where people departed from the rules, and what was destroyed. Ids only,
//! and nothing by which one could tell what sort of matter it is: a step's number would (domain.md 1, row `auditor`).

mod apply;
pub(crate) mod late;
mod query;

pub(crate) use apply::{apply_allegation, apply_case, apply_evidence, apply_referral};
pub use query::{AuditKind, AuditRow, deviations, disposals};
