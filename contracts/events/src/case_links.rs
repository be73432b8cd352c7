//! Events of the links between cases: siblings, the same incident (domain.md 2, "Case").
//!
//! They stand in a stream beside the case's own, so that a link moves neither its revision nor its `ETag`: whoever
//! sees one of the two cases only can tell from nothing that there is another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::CaseId;
use crate::payload::{aggregate, payloads};
use crate::sensitive::Sensitive;

/// What two cases have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseLinkKind {
    /// Their children are brothers or sisters.
    Siblings,
    /// They come from one incident.
    SameIncident,
    /// Their children belong to one group.
    SameGroup,
    /// Anything else.
    Other,
}

payloads! {
    /// The case was linked with another one.
    "case_links.linked" v 1 CaseLinked {
        /// The case whose stream this is.
        of: CaseId,
        /// The other one.
        case: CaseId,
        /// What they have to do with each other.
        kind: CaseLinkKind,
        /// Why they are linked.
        reason: Sensitive<String>,
    }
    /// The case is linked with the other one no more.
    "case_links.unlinked" v 1 CaseUnlinked {
        /// The other one.
        case: CaseId,
        /// Why not.
        reason: Sensitive<String>,
    }
}

aggregate! {
    /// An event of the links of a case.
    CaseLinksEvent {
        Linked(CaseLinked),
        Unlinked(CaseUnlinked),
    }
}
