//! People in a matter, and their part in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{PupilId, StaffId};
use crate::sensitive::Sensitive;
use crate::taxonomy::PartId;

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
    /// Their part. Every rule goes by it: who is routed to, who is conflicted, R5, R6.
    pub role: LinkRole,
    /// The trust's own word for it, where one was chosen: it stands for `role`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartId>,
}

impl LinkedPerson {
    /// A person with a part that ships.
    #[must_use]
    pub const fn new(person: PersonRef, role: LinkRole) -> Self {
        Self {
            person,
            role,
            part: None,
        }
    }

    /// Whether they have the part that is asked for, in the word that is asked for; without one, whatever word of the
    /// trust's own they have for it.
    #[must_use]
    pub fn has_part_of(&self, asked: &Self) -> bool {
        self.role == asked.role && (asked.part.is_none() || self.part == asked.part)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_part_that_is_asked_for_without_a_word_is_had_in_any_word() {
        let id = PupilId::new(Uuid::from_u128(1));
        let plain = LinkedPerson::new(PersonRef::Pupil { id }, LinkRole::Other);
        let worded = |word| LinkedPerson {
            part: Some(PartId::new(word)),
            ..plain.clone()
        };
        let host = worded("trust_host");
        assert!(host.has_part_of(&plain) && host.has_part_of(&host) && plain.has_part_of(&plain));
        assert!(!plain.has_part_of(&host), "the word is news");
        assert!(!host.has_part_of(&worded("trust_guest")));
        let witness = LinkedPerson::new(plain.person.clone(), LinkRole::Witness);
        assert!(!host.has_part_of(&witness) && !plain.has_part_of(&witness));
    }
}
