//! The words for those around a child, and for what a child is entitled to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::BlobId;
use crate::sensitive::Sensitive;

/// What a contact is to the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactRelation {
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// A parent, in another word.
    Parent,
    /// A parent's husband, wife or partner.
    StepParent,
    /// Grandmother or grandfather.
    Grandparent,
    /// Brother or sister.
    Sibling,
    /// Any other relative.
    OtherRelative,
    /// Guardian appointed by a parent or a court.
    Guardian,
    /// A friend or neighbour of the family.
    FriendOfTheFamily,
    /// Somebody with whom the local authority has placed the child.
    FosterCarer,
    /// The child's social worker.
    SocialWorker,
    /// Somebody else who works with the child.
    OtherProfessional,
}

impl ContactRelation {
    /// Whether a mark on the family covers them. Whoever has the child by the authority's placing, or
    /// works with the child, is no family.
    #[must_use]
    pub const fn is_family(self) -> bool {
        match self {
            Self::Mother
            | Self::Father
            | Self::Parent
            | Self::StepParent
            | Self::Grandparent
            | Self::Sibling
            | Self::OtherRelative
            | Self::Guardian
            | Self::FriendOfTheFamily => true,
            Self::FosterCarer | Self::SocialWorker | Self::OtherProfessional => false,
        }
    }
}

/// A file that is kept apart from the event that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// Under which name it is sealed and kept.
    pub blob: BlobId,
    /// SHA-256 of it as it is kept, in lower-case hexadecimal.
    pub sha256: String,
    /// Its length in bytes, before sealing.
    pub bytes: u64,
}

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Which way.
    pub kind: ReachKind,
    /// Number or address.
    pub at: Sensitive<String>,
    /// What to mind: after six, not with the child in the room.
    #[serde(default)]
    pub note: Option<Sensitive<String>>,
}

/// By which way somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReachKind {
    /// Telephone.
    Telephone,
    /// Email.
    Email,
    /// Postal address.
    Post,
    /// Anything else.
    Other,
}

/// An answer that may not be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YesNoUnknown {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    Unknown,
}

/// Whether somebody holds parental responsibility, and by what (Children Act 1989 section 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParentalResponsibility {
    /// Whether they hold it.
    pub held: YesNoUnknown,
    /// By what: birth certificate, marriage, agreement, order; or why not.
    #[serde(default)]
    pub basis: Option<Sensitive<String>>,
}

/// Whether somebody may be told of the child's matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MayBeTold {
    /// They may.
    May,
    /// They must not.
    MustNot,
}

/// What a child is entitled to, or is, for a time (domain.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DesignationKind {
    /// Looked after by a local authority.
    LookedAfter,
    /// Was looked after.
    PreviouslyLookedAfter,
    /// Has an education, health and care plan.
    EducationHealthAndCarePlan,
    /// Has support for special educational needs.
    SpecialEducationalNeeds,
    /// Cares for somebody at home.
    YoungCarer,
    /// English is an additional language.
    EnglishAsAnAdditionalLanguage,
    /// Something else, in the words beside it.
    Other,
}
