//! What can be asked of a staff record. Facts from outside travel in the commands.

use lanyard_events::staff::{EmailChoice, Employer, Relation};
use lanyard_events::{
    AcademyId, Actor, At, ConflictId, Day, LoginBinding, PersonRef, Role, RoleProposalId,
    Sensitive, StaffId,
};

use super::state::HeldRole;
use crate::command::commands;

commands! {
    /// Any command to a staff record.
    Register, BindLogin, EstablishRole, ProposeRole, ConfirmRole, EndRole, RegisterRelation,
    EndRelation, SetEmail, ChooseEmail, End,
}

/// Puts somebody on the staff register. That makes them `staff` and nothing more.
#[derive(Debug, Clone)]
pub struct Register {
    /// Surname, 1 to 100 characters.
    pub surname: Sensitive<String>,
    /// Forename, 1 to 100 characters.
    pub forename: Sensitive<String>,
    /// Job title.
    pub job_title: Option<Sensitive<String>>,
    /// Who employs them.
    pub employer: Employer,
    /// Their log-in, if they have one yet.
    pub login: Option<LoginBinding>,
    /// Fact: somebody else has this log-in.
    pub login_is_taken: bool,
    /// Their conflict stream, drawn at random by the caller, which writes `oneself` into it first.
    pub conflict: ConflictId,
    /// The MIS's own id.
    pub mis_id: Option<String>,
}

/// Sets or changes the log-in.
#[derive(Debug, Clone)]
pub struct BindLogin {
    /// The log-in.
    pub login: LoginBinding,
    /// Fact: somebody else has it.
    pub login_is_taken: bool,
}

/// Facts about whoever proposes, confirms or takes away a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granter {
    /// Who.
    pub actor: Actor,
    /// Confirmed roles that they hold today.
    pub holds: Vec<HeldRole>,
    /// They are close to the person (domain.md 1 rule 1).
    pub is_conflicted: bool,
}

/// Gives a role at set-up, when there is nobody yet who could propose or confirm.
#[derive(Debug, Clone)]
pub struct EstablishRole {
    /// Who asks: only Lanyard itself, on the word of whoever runs the set-up.
    pub actor: Actor,
    /// Fact: the trust is established already.
    pub trust_is_established: bool,
    /// The proposal's id.
    pub proposal: RoleProposalId,
    /// `trust_lead` or `chair`.
    pub role: Role,
}

/// Proposes that they be given a role.
#[derive(Debug, Clone)]
pub struct ProposeRole {
    /// The proposal's id, made from the command.
    pub proposal: RoleProposalId,
    /// Fact: whose record this is.
    pub subject: StaffId,
    /// Which role, for which academy.
    pub role: HeldRole,
    /// Until when: an acting head, a proxy by name.
    pub until: Option<At>,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who proposes, with the facts about them.
    pub by: Granter,
}

/// Confirms a proposal: the role takes effect.
#[derive(Debug, Clone)]
pub struct ConfirmRole {
    /// Which proposal.
    pub proposal: RoleProposalId,
    /// Fact: whose record this is.
    pub subject: StaffId,
    /// Fact: who proposed it (the actor of the event).
    pub proposed_by: Actor,
    /// Who confirms, with the facts about them.
    pub by: Granter,
}

/// Takes a role away at once, or withdraws its proposal.
#[derive(Debug, Clone)]
pub struct EndRole {
    /// Fact: whose record this is.
    pub subject: StaffId,
    /// Which role, for which academy.
    pub role: HeldRole,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who takes it away, with the facts about them.
    pub by: Granter,
}

/// Registers somebody close to them. The caller writes the person into the conflict stream first,
/// so that a crash between the two hides too much, never too little.
#[derive(Debug, Clone)]
pub struct RegisterRelation {
    /// Fact: whose record this is.
    pub subject: StaffId,
    /// A pupil or another member of staff.
    pub person: PersonRef,
    /// How close.
    pub relation: Relation,
}

/// Takes a relation off the register, once two seniors have decided on it.
#[derive(Debug, Clone)]
pub struct EndRelation {
    /// A pupil or another member of staff.
    pub person: PersonRef,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Sets, changes or takes away where notices by email go.
#[derive(Debug, Clone)]
pub struct SetEmail {
    /// The address; none to take it away.
    pub email: Option<Sensitive<String>>,
}

/// Chooses when they are sent an email.
#[derive(Debug, Clone, Copy)]
pub struct ChooseEmail {
    /// When.
    pub choice: EmailChoice,
}

/// Records that they left: their access ends.
#[derive(Debug, Clone)]
pub struct End {
    /// Last day: today or before.
    pub on: Day,
}

impl Granter {
    /// The member of staff, if it is one.
    pub(super) const fn staff(&self) -> Option<StaffId> {
        match self.actor {
            Actor::Staff(staff) => Some(staff),
            Actor::Client(_) | Actor::System | Actor::Public => None,
        }
    }

    /// Whether they hold a role for the whole trust.
    pub(super) fn holds_trust_wide(&self, role: Role) -> bool {
        self.holds.iter().any(|held| held.role == role)
    }

    /// Whether they hold a role for that academy.
    pub(super) fn holds_at(&self, role: Role, academy: AcademyId) -> bool {
        let wanted = HeldRole {
            role,
            academy: Some(academy),
        };
        self.holds.contains(&wanted)
    }
}
