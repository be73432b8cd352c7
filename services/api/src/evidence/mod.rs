//! `/v1/evidence`: one piece of evidence, its file, custody, opening by two, its end. Adding to a matter and listing
//! what it has stand at the matter's own address.

pub(crate) mod custody;
pub(crate) mod destruction;
pub(crate) mod file;
pub(crate) mod openings;
pub(crate) mod report;
pub(crate) mod show;

mod of_matter;
mod shown;

pub(crate) use of_matter::{add, list, report};

use lanyard_events::EvidenceId;

pub(crate) fn path(evidence: EvidenceId) -> String {
    format!("/v1/evidence/{evidence}")
}
