//! Facts about somebody who is to act as an unconflicted senior.

use lanyard_events::StaffId;

use crate::refusal::{Code, Refusal};

/// What the caller looked up about a person: rules work on persons, never on roles alone
/// (domain.md 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Senior {
    /// Who.
    pub staff: StaffId,
    /// Holds `head`, `dsl`, `deputy_dsl` for this academy, or `trust_lead` or `chair`, today
    /// (domain.md 1 rule 7).
    pub is_senior_here: bool,
    /// Is excluded from this matter, by person or by matter (domain.md 1 rule 1).
    pub is_conflicted: bool,
}

impl Senior {
    /// Somebody whom the caller found by looking for an unconflicted senior of this matter.
    #[must_use]
    pub const fn looked_up(staff: StaffId) -> Self {
        Self {
            staff,
            is_senior_here: true,
            is_conflicted: false,
        }
    }

    /// Refuses who is conflicted or no senior here; `pointer` names the field that named them.
    pub(crate) fn check(&self, pointer: &'static str) -> Result<(), Refusal> {
        if self.is_conflicted {
            Err(Refusal::of_field(
                Code::Conflicted,
                pointer,
                "This person cannot act in this matter: name another senior.",
            ))
        } else if !self.is_senior_here {
            Err(Refusal::of_field(
                Code::NotASenior,
                pointer,
                "Name a headteacher, safeguarding lead or deputy of this academy, the group \
                 safeguarding lead or the chair.",
            ))
        } else {
            Ok(())
        }
    }
}
