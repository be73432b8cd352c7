//! Proposing a role: nothing changes until a second senior confirms (domain.md 1 rule 7).

use lanyard_events::staff::{StaffEvent, StaffRoleProposed};
use lanyard_events::{At, Role};

use super::{
    check_exclusive, check_new_proposal, check_reach, may_not, may_propose, unconflicted_person,
};
use crate::refusal::{Code, Refusal};
use crate::staff::command::ProposeRole;
use crate::staff::state::State;
use crate::text;

pub(in crate::staff) fn decide(
    state: &State,
    propose: ProposeRole,
    at: At,
) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    // Everybody on the register is `staff`.
    if propose.role.role == Role::Staff {
        return Ok(Vec::new());
    }
    // Another end is proposed like the role itself: confirmed, it takes the place of the one before.
    let ends_as_before = member.until.get(&propose.role).copied() == propose.until;
    if member.holds(&propose.role, at) && ends_as_before {
        return Ok(Vec::new());
    }
    check_reach(propose.role)?;
    unconflicted_person(&propose.by, propose.subject)?;
    if !may_propose(&propose.by, propose.role) {
        return Err(may_not(
            "The group safeguarding lead proposes any role; a headteacher proposes pastoral staff, \
             safeguarding leads, deputies and IT staff of the own academy.",
        ));
    }
    check_exclusive(member, propose.role.role)?;
    if member.proposals.get(&propose.proposal) == Some(&propose.role) {
        return Ok(Vec::new());
    }
    check_new_proposal(member, propose.proposal)?;
    if member.proposals.values().any(|role| *role == propose.role) {
        return Err(Refusal::of_field(
            Code::RoleAlreadyProposed,
            "/role",
            "This role is proposed already: a second senior has to confirm it.",
        ));
    }
    text::check("/reason", &propose.reason)?;
    if propose.until.is_some_and(|until| until <= at) {
        return Err(Refusal::of_field(
            Code::DueInThePast,
            "/until",
            "A role ends at a time that is still to come.",
        ));
    }
    let proposed = StaffRoleProposed {
        proposal: propose.proposal,
        role: propose.role.role,
        academy: propose.role.academy,
        until: propose.until,
        reason: propose.reason,
    };
    Ok(vec![proposed.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::{Actor, ClientId, RoleProposalId};

    use super::*;
    use crate::scenario::{given, id, now, words};
    use crate::staff::samples::{
        SUBJECT, at_oakfield, confirmed, elsewhere, ended, granter, propose, proposed, registered,
        trust_wide,
    };
    use crate::staff::{HeldRole, Staff};

    fn refused_for(holds: HeldRole, role: HeldRole) {
        let mut command = propose(role);
        command.by = granter(1, &[holds]);
        given::<Staff>([registered()])
            .when(command)
            .then_refused(Code::MayNotGiveRole);
    }

    #[test]
    fn the_trust_lead_proposes_any_role_once() {
        for role in Role::ALL.iter().filter(|role| **role != Role::Staff) {
            let held = if role.is_trust_wide() {
                trust_wide(*role)
            } else {
                at_oakfield(*role)
            };
            given::<Staff>([registered()])
                .when(propose(held))
                .then([proposed(held)])
                .when(propose(held))
                .then_already_so();
        }
    }

    #[test]
    fn a_headteacher_proposes_four_roles_of_the_own_academy() {
        let head = at_oakfield(Role::Head);
        for role in Role::ALL.iter().filter(|role| !role.is_trust_wide()) {
            let mut command = propose(at_oakfield(*role));
            command.by = granter(1, &[head]);
            let outcome = given::<Staff>([registered()]).when(command);
            if [Role::Pastoral, Role::Dsl, Role::DeputyDsl, Role::It].contains(role) {
                outcome.then([proposed(at_oakfield(*role))]);
            } else if *role == Role::Staff {
                outcome.then_already_so();
            } else {
                outcome.then_refused(Code::MayNotGiveRole);
            }
        }
        refused_for(head, elsewhere(Role::Dsl));
        refused_for(head, trust_wide(Role::TrustTeam));
    }

    #[test]
    fn nobody_else_proposes() {
        for role in [Role::Dsl, Role::DeputyDsl, Role::It, Role::Pastoral] {
            refused_for(at_oakfield(role), at_oakfield(Role::Pastoral));
        }
        refused_for(trust_wide(Role::Chair), at_oakfield(Role::Pastoral));
        for actor in [
            Actor::Client(ClientId::new(id(1))),
            Actor::System,
            Actor::Public,
        ] {
            let mut command = propose(at_oakfield(Role::Pastoral));
            command.by.actor = actor;
            given::<Staff>([registered()])
                .when(command)
                .then_refused(Code::MayNotGiveRole);
        }
    }

    #[test]
    fn staff_goes_without_saying_and_a_role_is_held_once() {
        given::<Staff>([registered()])
            .when(propose(at_oakfield(Role::Staff)))
            .then_already_so();
        let dsl = at_oakfield(Role::Dsl);
        given::<Staff>([registered(), proposed(dsl), confirmed()])
            .when(propose(dsl))
            .then_already_so();
    }

    #[test]
    fn nobody_proposes_for_themself_or_for_somebody_close() {
        let mut own = propose(at_oakfield(Role::Dsl));
        own.by = granter(SUBJECT, &[trust_wide(Role::TrustLead)]);
        given::<Staff>([registered()])
            .when(own)
            .then_refused(Code::OwnRole);
        let mut close = propose(at_oakfield(Role::Dsl));
        close.by.is_conflicted = true;
        given::<Staff>([registered()])
            .when(close)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn a_role_has_its_own_reach() {
        let mut command = propose(trust_wide(Role::Dsl));
        given::<Staff>([registered()])
            .when(command.clone())
            .then_refused(Code::RoleNeedsAcademy);
        command.role = at_oakfield(Role::TrustLead);
        given::<Staff>([registered()])
            .when(command)
            .then_refused(Code::RoleIsTrustWide);
    }

    #[test]
    fn a_second_proposal_of_the_same_role_is_refused() {
        let dsl = at_oakfield(Role::Dsl);
        let mut second = propose(dsl);
        second.proposal = RoleProposalId::new(id(77));
        given::<Staff>([registered(), proposed(dsl)])
            .when(second)
            .then_refused(Code::RoleAlreadyProposed);
    }

    #[test]
    fn the_id_of_a_proposal_is_used_once() {
        let dsl = at_oakfield(Role::Dsl);
        for history in [
            vec![registered(), proposed(dsl)],
            vec![registered(), proposed(dsl), confirmed()],
        ] {
            given::<Staff>(history)
                .when(propose(at_oakfield(Role::It)))
                .then_refused(Code::AlreadyExists);
        }
    }

    #[test]
    fn the_data_protection_officer_is_not_the_risk_owner() {
        for (has, wants) in [(Role::Siro, Role::Dpo), (Role::Dpo, Role::Siro)] {
            let mut command = propose(trust_wide(wants));
            command.proposal = RoleProposalId::new(id(77));
            given::<Staff>([registered(), proposed(trust_wide(has)), confirmed()])
                .when(command)
                .then_refused(Code::RolesExclude);
        }
    }

    #[test]
    fn it_takes_a_reason_and_somebody_who_works_here() {
        let command = propose(at_oakfield(Role::Dsl));
        let mut unreasoned = command.clone();
        unreasoned.reason = words(" ");
        given::<Staff>([registered()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
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

    /// Proposes an acting head until a time, or without an end.
    fn acting(n: u8, until: Option<At>) -> (ProposeRole, StaffEvent) {
        let mut command = propose(at_oakfield(Role::Head));
        command.proposal = RoleProposalId::new(id(n));
        command.until = until;
        let event = StaffRoleProposed {
            proposal: command.proposal,
            role: command.role.role,
            academy: command.role.academy,
            until,
            reason: command.reason.clone(),
        };
        (command, event.into())
    }

    fn in_hours(hours: i64) -> Option<At> {
        Some(At::from_millis(now().millis() + hours * 3_600_000))
    }

    #[test]
    fn a_role_with_an_end_can_be_proposed_again_once_it_has_ended() {
        let (_, over) = acting(50, in_hours(0));
        let (again, anew) = acting(51, None);
        given::<Staff>([registered(), over, confirmed()])
            .when(again)
            .then([anew]);
    }

    #[test]
    fn another_end_of_a_role_that_is_held_is_proposed_and_the_same_is_already_so() {
        for (before, after) in [
            (in_hours(1), in_hours(2)),
            (in_hours(2), in_hours(1)),
            (in_hours(1), None),
            (None, in_hours(1)),
        ] {
            let (first, first_proposed) = acting(50, before);
            let (second, second_proposed) = acting(51, after);
            let (same, _) = acting(52, before);
            given::<Staff>([registered()])
                .when(first.clone())
                .then([first_proposed.clone()]);
            let held = || [registered(), first_proposed.clone(), confirmed()];
            for again in [first, same] {
                given::<Staff>(held()).when(again).then_already_so();
            }
            given::<Staff>(held()).when(second).then([second_proposed]);
        }
    }

    #[test]
    fn the_end_that_was_confirmed_last_counts() {
        let at = now();
        let (_, first) = acting(50, in_hours(1));
        let (_, second) = acting(51, in_hours(3));
        let proposal = RoleProposalId::new(id(51));
        let extended = lanyard_events::staff::StaffRoleConfirmed { proposal };
        let history = [registered(), first, confirmed(), second, extended.into()];
        let state = { history.iter() }.try_fold(State::Absent, |state, event| state.evolve(event));
        let state = state.unwrap();
        let member = state.member().unwrap();
        let head = at_oakfield(Role::Head);
        assert_eq!(member.until.get(&head).copied(), in_hours(3));
        assert!(member.holds(&head, at));
        assert_eq!(state.roles().count(), 1);
    }

    #[test]
    fn it_ends_at_a_time_that_is_still_to_come() {
        let mut command = propose(at_oakfield(Role::Head));
        command.until = Some(now());
        let refusal = given::<Staff>([registered()])
            .when(command)
            .then_refused(Code::DueInThePast);
        assert_eq!(refusal.pointer(), Some("/until"));
    }
}
