//! What can be asked of a case's links.

use lanyard_events::case_links::CaseLinkKind;
use lanyard_events::{CaseId, Sensitive};

use crate::command::commands;

commands! {
    /// Any command to the links of a case.
    LinkCase, UnlinkCase,
}

/// Links the case with another one.
#[derive(Debug, Clone)]
pub struct LinkCase {
    /// The case itself.
    pub of: CaseId,
    /// The other one, which whoever links may work on too, as the caller has found.
    pub case: CaseId,
    /// What they have to do with each other.
    pub kind: CaseLinkKind,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Unlinks the case from another one.
#[derive(Debug, Clone)]
pub struct UnlinkCase {
    /// The other one.
    pub case: CaseId,
    /// Why.
    pub reason: Sensitive<String>,
}
