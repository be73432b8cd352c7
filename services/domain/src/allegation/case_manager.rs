//! Facts about somebody who is to manage an adult's matter.

use lanyard_events::{Role, StaffId};

use crate::refusal::{Code, Refusal};

/// What the caller looked up about a person: the case manager is one of those to whom the matter
/// went, and never anybody with a part in it (domain.md 1 rule 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// Who.
    pub staff: StaffId,
    /// The roles that they hold today for this academy or for the whole trust.
    pub roles_here: Vec<Role>,
    /// Is excluded from this matter, by person or by matter.
    pub is_conflicted: bool,
}

impl Manager {
    /// Whether they may manage a matter that went to these roles.
    pub(super) fn may_manage(&self, routed_to: &[Role]) -> bool {
        !self.is_conflicted && self.roles_here.iter().any(|role| routed_to.contains(role))
    }

    /// Refuses who may not; `pointer` names the field that named them.
    pub(super) fn check(&self, routed_to: &[Role], pointer: &'static str) -> Result<(), Refusal> {
        if self.may_manage(routed_to) {
            return Ok(());
        }
        let (code, detail) = if self.is_conflicted {
            (
                Code::Conflicted,
                "This person cannot act in this matter: name another case manager.",
            )
        } else {
            (
                Code::NotASenior,
                "The case manager is one of those to whom this matter went: the headteacher, the \
                 group safeguarding lead or the chair.",
            )
        };
        Err(Refusal::of_field(code, pointer, detail))
    }
}
