//! A teacher and the two who give her a role, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::staff::{
    Employer, StaffEnded, StaffEvent, StaffRegistered, StaffRoleConfirmed, StaffRoleEnded,
    StaffRoleProposed,
};
use lanyard_events::{AcademyId, Actor, ConflictId, LoginBinding, Role, RoleProposalId, StaffId};

use super::{ConfirmRole, Granter, HeldRole, ProposeRole, Register};
use crate::scenario::{id, words};

/// Whose record it is.
pub(crate) const SUBJECT: u8 = 4;
/// The group safeguarding lead, who proposes.
pub(crate) const LEAD: u8 = 1;
/// The headteacher, who confirms.
const HEAD: u8 = 3;

pub(crate) fn a_register() -> Register {
    Register {
        surname: words("Nair"),
        forename: words("Priya"),
        job_title: Some(words("Teacher")),
        employer: Employer::Academy,
        login: Some(LoginBinding {
            issuer: "https://id.example".to_owned(),
            subject: words("priya"),
        }),
        login_is_taken: false,
        conflict: ConflictId::new(id(40)),
        mis_id: Some("S-4".to_owned()),
    }
}

pub(crate) fn registered() -> StaffEvent {
    let register = a_register();
    StaffRegistered {
        surname: register.surname,
        forename: register.forename,
        job_title: register.job_title,
        employer: register.employer,
        login: register.login,
        conflict: register.conflict,
        mis_id: register.mis_id,
    }
    .into()
}

pub(crate) fn at_oakfield(role: Role) -> HeldRole {
    let academy = Some(AcademyId::new(id(1)));
    HeldRole { role, academy }
}

pub(crate) fn elsewhere(role: Role) -> HeldRole {
    let academy = Some(AcademyId::new(id(2)));
    HeldRole { role, academy }
}

pub(crate) fn trust_wide(role: Role) -> HeldRole {
    HeldRole {
        role,
        academy: None,
    }
}

pub(crate) fn granter(n: u8, holds: &[HeldRole]) -> Granter {
    Granter {
        actor: Actor::Staff(StaffId::new(id(n))),
        holds: holds.to_vec(),
        is_conflicted: false,
    }
}

pub(crate) fn propose(role: HeldRole) -> ProposeRole {
    ProposeRole {
        proposal: RoleProposalId::new(id(50)),
        subject: StaffId::new(id(SUBJECT)),
        role,
        until: None,
        reason: words("Takes over from January."),
        by: granter(LEAD, &[trust_wide(Role::TrustLead)]),
    }
}

pub(crate) fn confirm() -> ConfirmRole {
    ConfirmRole {
        proposal: RoleProposalId::new(id(50)),
        subject: StaffId::new(id(SUBJECT)),
        proposed_by: Actor::Staff(StaffId::new(id(LEAD))),
        by: granter(HEAD, &[at_oakfield(Role::Head)]),
    }
}

pub(crate) fn proposed(role: HeldRole) -> StaffEvent {
    proposed_as(RoleProposalId::new(id(50)), role)
}

pub(crate) fn proposed_as(proposal: RoleProposalId, role: HeldRole) -> StaffEvent {
    StaffRoleProposed {
        proposal,
        role: role.role,
        academy: role.academy,
        until: None,
        reason: words("Takes over from January."),
    }
    .into()
}

pub(crate) fn confirmed() -> StaffEvent {
    let proposal = RoleProposalId::new(id(50));
    StaffRoleConfirmed { proposal }.into()
}

pub(crate) fn role_ended(role: HeldRole) -> StaffEvent {
    StaffRoleEnded {
        role: role.role,
        academy: role.academy,
        reason: words("Has handed over."),
    }
    .into()
}

pub(crate) fn ended() -> StaffEvent {
    let on = "2026-11-10".parse().unwrap();
    StaffEnded { on }.into()
}
