//! One file per command, and who may give which role.

pub(super) mod bind_login;
pub(super) mod choose_email;
pub(super) mod confirm_role;
pub(super) mod end;
pub(super) mod end_relation;
pub(super) mod end_role;
pub(super) mod establish_role;
pub(super) mod propose_role;
pub(super) mod register;
pub(super) mod register_relation;
pub(super) mod set_email;

use lanyard_events::{LoginBinding, Role, RoleProposalId, StaffId};

use super::command::Granter;
use super::state::{HeldRole, Member};
use crate::refusal::{Code, Refusal};
use crate::text::Checks;

/// Roles that a headteacher gives at the own academy (domain.md 1 rule 7).
const BY_HEAD: [Role; 4] = [Role::Pastoral, Role::Dsl, Role::DeputyDsl, Role::It];
/// OpenID Connect Core 2: a subject has at most 255 characters; issuers are far shorter.
const LOGIN_MAX_CHARS: usize = 255;

fn check_login(checks: &mut Checks, login: &LoginBinding) {
    checks.text("/login/issuer", &login.issuer, LOGIN_MAX_CHARS);
    checks.text("/login/subject", login.subject.expose(), LOGIN_MAX_CHARS);
}

fn login_taken() -> Refusal {
    Refusal::of_field(
        Code::LoginTaken,
        "/login",
        "Another person on the staff register has this log-in.",
    )
}

/// A role is held for the academy, or for the whole trust, as its kind demands.
fn check_reach(held: HeldRole) -> Result<(), Refusal> {
    match (held.role.is_trust_wide(), held.academy) {
        (false, None) => Err(Refusal::of_field(
            Code::RoleNeedsAcademy,
            "/academy",
            "This role is held for one academy: say which.",
        )),
        (true, Some(_)) => Err(Refusal::of_field(
            Code::RoleIsTrustWide,
            "/academy",
            "This role is held for the whole trust, not for one academy.",
        )),
        (true, None) | (false, Some(_)) => Ok(()),
    }
}

/// Nobody changes their own roles, and nobody acts for somebody close to them. Gives back the
/// person; clients and Lanyard itself give no role (rule 7).
fn unconflicted_person(by: &Granter, subject: StaffId) -> Result<StaffId, Refusal> {
    let Some(staff) = by.staff() else {
        return Err(may_not(
            "Only a member of staff can give or take away a role.",
        ));
    };
    if staff == subject {
        return Err(Refusal::new(
            Code::OwnRole,
            "Nobody changes their own roles: ask somebody else.",
        ));
    }
    if by.is_conflicted {
        return Err(Refusal::new(
            Code::Conflicted,
            "You cannot act for this person: ask somebody else.",
        ));
    }
    Ok(staff)
}

/// The trust lead for any academy, a headteacher for the own academy and four roles (rule 7).
fn may_propose(by: &Granter, held: HeldRole) -> bool {
    let as_head = held
        .academy
        .is_some_and(|academy| by.holds_at(Role::Head, academy) && BY_HEAD.contains(&held.role));
    as_head || by.holds_trust_wide(Role::TrustLead)
}

/// A senior for this role: of the academy, or of the trust (rule 7).
fn is_senior_for(by: &Granter, held: HeldRole) -> bool {
    let of_academy = held.academy.is_some_and(|academy| {
        [Role::Head, Role::Dsl, Role::DeputyDsl]
            .iter()
            .any(|role| by.holds_at(*role, academy))
    });
    of_academy || by.holds_trust_wide(Role::TrustLead) || by.holds_trust_wide(Role::Chair)
}

fn may_not(detail: &'static str) -> Refusal {
    Refusal::new(Code::MayNotGiveRole, detail)
}

/// An id that was used could confirm one role in the name of another.
fn check_new_proposal(member: &Member, proposal: RoleProposalId) -> Result<(), Refusal> {
    if member.knows_proposal(proposal) {
        return Err(Refusal::of_field(
            Code::AlreadyExists,
            "/proposal",
            "Another role was proposed with this id.",
        ));
    }
    Ok(())
}

/// The data protection officer may not also be the information risk owner: one would advise on
/// what the other decides (domain.md 1).
fn check_exclusive(member: &Member, role: Role) -> Result<(), Refusal> {
    let other = if role == Role::Dpo {
        Role::Siro
    } else if role == Role::Siro {
        Role::Dpo
    } else {
        return Ok(());
    };
    if member.roles.iter().any(|held| held.role == other) {
        return Err(Refusal::of_field(
            Code::RolesExclude,
            "/role",
            "The data protection officer may not also be the senior information risk owner.",
        ));
    }
    Ok(())
}
