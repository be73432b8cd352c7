//! Set-up: the first two persons get their roles with nobody there yet who could propose or
//! confirm. Rule 7 ("roles are given by two") begins with the establishment of the trust; before
//! it, and only before it, whoever runs the set-up names the group safeguarding lead and a second
//! senior, and both events stand in the record with Lanyard itself as their actor.

use lanyard_events::staff::{StaffEvent, StaffRoleConfirmed, StaffRoleProposed};
use lanyard_events::{Actor, Role, Sensitive};

use super::check_new_proposal;
use crate::refusal::{Code, Refusal};
use crate::staff::command::EstablishRole;
use crate::staff::state::{HeldRole, State};

/// The lead, who proposes from then on, and a chair, who can confirm for every academy.
const AT_SET_UP: [Role; 2] = [Role::TrustLead, Role::Chair];

pub(in crate::staff) fn decide(
    state: &State,
    establish: &EstablishRole,
) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    let held = HeldRole {
        role: establish.role,
        academy: None,
    };
    if member.roles.contains(&held) {
        return Ok(Vec::new());
    }
    if establish.trust_is_established || establish.actor != Actor::System {
        return Err(Refusal::new(
            Code::OnlySetUp,
            "Only the set-up of a new trust gives a role without two persons.",
        ));
    }
    if !AT_SET_UP.contains(&establish.role) {
        return Err(Refusal::of_field(
            Code::RoleNotForSetUp,
            "/role",
            "Set-up names the group safeguarding lead and the chair; they give the other roles.",
        ));
    }
    check_new_proposal(member, establish.proposal)?;
    let proposed = StaffRoleProposed {
        proposal: establish.proposal,
        role: establish.role,
        academy: None,
        until: None,
        reason: Sensitive::from("Named at set-up."),
    };
    let confirmed = StaffRoleConfirmed {
        proposal: establish.proposal,
    };
    Ok(vec![proposed.into(), confirmed.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::{RoleProposalId, StaffId};

    use super::*;
    use crate::scenario::{given, id, words};
    use crate::staff::Staff;
    use crate::staff::samples::{ended, registered};

    fn establish(role: Role) -> EstablishRole {
        EstablishRole {
            actor: Actor::System,
            trust_is_established: false,
            proposal: RoleProposalId::new(id(1)),
            role,
        }
    }

    #[test]
    fn set_up_gives_the_first_two_roles_once() {
        for role in AT_SET_UP {
            let proposal = RoleProposalId::new(id(1));
            let proposed = StaffRoleProposed {
                proposal,
                role,
                academy: None,
                until: None,
                reason: words("Named at set-up."),
            };
            given::<Staff>([registered()])
                .when(establish(role))
                .then([proposed.into(), StaffRoleConfirmed { proposal }.into()])
                .when(establish(role))
                .then_already_so();
        }
    }

    #[test]
    fn nobody_else_does_and_never_later() {
        let mut by_person = establish(Role::TrustLead);
        by_person.actor = Actor::Staff(StaffId::new(id(1)));
        given::<Staff>([registered()])
            .when(by_person)
            .then_refused(Code::OnlySetUp);
        let mut later = establish(Role::TrustLead);
        later.trust_is_established = true;
        given::<Staff>([registered()])
            .when(later)
            .then_refused(Code::OnlySetUp);
    }

    #[test]
    fn the_id_of_a_proposal_is_used_once() {
        let first = given::<Staff>([registered()])
            .when(establish(Role::Chair))
            .then_events();
        given::<Staff>(std::iter::once(registered()).chain(first))
            .when(establish(Role::TrustLead))
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn other_roles_are_given_by_two() {
        for role in Role::ALL.iter().filter(|role| !AT_SET_UP.contains(role)) {
            given::<Staff>([registered()])
                .when(establish(*role))
                .then_refused(Code::RoleNotForSetUp);
        }
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        let command = establish(Role::Chair);
        given::<Staff>([registered(), ended()])
            .when(command.clone())
            .then_refused(Code::StaffLeft);
        given::<Staff>([])
            .when(command.clone())
            .then_refused(Code::Absent);
        given::<Staff>([])
            .then_erased()
            .when(command)
            .then_refused(Code::Erased);
    }
}
