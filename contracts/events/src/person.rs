//! People in a matter, and their part in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{PupilId, StaffId};
use crate::sensitive::Sensitive;

/// Somebody linked to a matter: on a register, or described in words.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PersonRef {
    /// A pupil on the roster.
    Pupil {
        /// Which one.
        id: PupilId,
    },
    /// An adult on the staff register.
    Staff {
        /// Which one.
        id: StaffId,
    },
    /// Somebody on no register, in the reporter's words.
    Described {
        /// Name or description.
        description: Sensitive<String>,
    },
}

impl PersonRef {
    /// The pupil, if it is one.
    #[must_use]
    pub const fn pupil(&self) -> Option<PupilId> {
        match self {
            Self::Pupil { id } => Some(*id),
            Self::Staff { .. } | Self::Described { .. } => None,
        }
    }

    /// The member of staff, if it is one.
    #[must_use]
    pub const fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff { id } => Some(*id),
            Self::Pupil { .. } | Self::Described { .. } => None,
        }
    }
}

/// The part a linked person plays in this matter (domain.md 2).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkRole {
    /// Was or may be harmed.
    Affected,
    /// Is said to have done it.
    AllegedToHaveDoneIt,
    /// Saw or heard it.
    Witness,
    /// Brother or sister of somebody affected.
    Sibling,
    /// Anything else.
    Other,
}

/// A person with a part in one matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkedPerson {
    /// Who.
    pub person: PersonRef,
    /// Their part.
    pub role: LinkRole,
}
