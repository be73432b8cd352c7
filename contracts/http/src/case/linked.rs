//! Linked cases.

use lanyard_events::case_links::CaseLinkKind;
use lanyard_events::{AcademyId, Actor, At, CaseId, PupilId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CaseState;
use crate::vocabulary as v;

/// Link a case with another one.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case": "018f4e9a-0000-7000-8000-0000000000c2",
    "kind": "siblings",
    "reason": "Her brother at Beacon has a case of his own."
}))]
pub struct LinkCases {
    /// The other case.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// What they have to do with each other.
    #[schema(value_type = v::CaseLinkKind)]
    pub kind: CaseLinkKind,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// End the link of two cases.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkCases {
    /// Why they are linked no more.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// The other cases that have to do with one, as far as the caller may see them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OtherCases {
    /// Those it was linked with, the oldest link first.
    pub links: Vec<LinkedCase>,
    /// Open ones that name a child of this case too, who is a brother or sister in one of the two.
    pub siblings: Vec<SiblingsCase>,
}

/// Another case: its page has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OtherCase {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
    /// Where it stands.
    pub state: CaseState,
    /// Who owns it.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
}

/// A case that one is linked with.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkedCase {
    /// The other one.
    #[serde(flatten)]
    pub other: OtherCase,
    /// What they have to do with each other.
    #[schema(value_type = v::CaseLinkKind)]
    pub kind: CaseLinkKind,
    /// Why they are linked.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who linked them.
    #[schema(value_type = v::Actor)]
    pub linked_by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub linked_by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub linked_at: At,
}

/// An open case that names a child of this one too.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SiblingsCase {
    /// The case.
    #[serde(flatten)]
    pub other: OtherCase,
    /// The child whom both name.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub pupil_name: Option<Sensitive<String>>,
}
