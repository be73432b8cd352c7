//! Confirming a role: a second, different, unconflicted senior; then it takes effect (domain.md 1
//! rule 7).

use lanyard_events::staff::{StaffEvent, StaffRoleConfirmed};

use super::{check_exclusive, is_senior_for, unconflicted_person};
use crate::refusal::{Code, Refusal};
use crate::staff::command::ConfirmRole;
use crate::staff::state::State;

pub(in crate::staff) fn decide(
    state: &State,
    confirm: &ConfirmRole,
) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    let Some(role) = member.proposals.get(&confirm.proposal) else {
        if member.confirmed.contains(&confirm.proposal) {
            return Ok(Vec::new());
        }
        return Err(Refusal::of_field(
            Code::NoSuchProposal,
            "/proposal",
            "There is no such proposal, or it was withdrawn.",
        ));
    };
    unconflicted_person(&confirm.by, confirm.subject)?;
    if confirm.by.actor == confirm.proposed_by {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "Somebody other than the person who proposed it has to confirm it.",
        ));
    }
    if !is_senior_for(&confirm.by, *role) {
        return Err(Refusal::new(
            Code::NotASenior,
            "A headteacher, safeguarding lead or deputy of the academy, the group safeguarding \
             lead or the chair has to confirm it.",
        ));
    }
    check_exclusive(member, role.role)?;
    let confirmed = StaffRoleConfirmed {
        proposal: confirm.proposal,
    };
    Ok(vec![confirmed.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::{Actor, ClientId, Role, RoleProposalId, StaffId};

    use super::*;
    use crate::aggregate::Aggregate;
    use crate::scenario::{given, id, now};
    use crate::staff::samples::{
        LEAD, SUBJECT, at_oakfield, confirm, confirmed, elsewhere, ended, granter, proposed,
        proposed_as, registered, role_ended, trust_wide,
    };
    use crate::staff::{HeldRole, Staff};

    fn confirmed_by(holds: HeldRole, role: HeldRole) -> Option<Code> {
        let mut command = confirm();
        command.by = granter(9, &[holds]);
        let state = [registered(), proposed(role)]
            .iter()
            .try_fold(State::Absent, |state, event| state.evolve(event))
            .unwrap();
        Staff::decide(&state, command.into(), now())
            .err()
            .map(|refusal| refusal.code())
    }

    #[test]
    fn a_second_senior_confirms_once_and_the_role_takes_effect() {
        let dsl = at_oakfield(Role::Dsl);
        given::<Staff>([registered(), proposed(dsl)])
            .when(confirm())
            .then([confirmed()])
            .when(confirm())
            .then_already_so();
        let state = [registered(), proposed(dsl)]
            .iter()
            .try_fold(State::Absent, |state, event| state.evolve(event))
            .unwrap();
        assert_eq!(state.roles().count(), 0, "proposed is not held");
        let state = state.evolve(&confirmed()).unwrap();
        assert_eq!(state.roles().collect::<Vec<_>>(), [dsl]);
    }

    #[test]
    fn seniors_of_the_academy_confirm_its_roles_and_those_of_the_trust_any() {
        for role in [Role::Head, Role::Dsl, Role::DeputyDsl] {
            assert_eq!(
                confirmed_by(at_oakfield(role), at_oakfield(Role::Pastoral)),
                None
            );
            assert_eq!(
                confirmed_by(elsewhere(role), at_oakfield(Role::Pastoral)),
                Some(Code::NotASenior)
            );
            assert_eq!(
                confirmed_by(at_oakfield(role), trust_wide(Role::Hr)),
                Some(Code::NotASenior)
            );
        }
        for role in [Role::TrustLead, Role::Chair] {
            assert_eq!(
                confirmed_by(trust_wide(role), at_oakfield(Role::Head)),
                None
            );
            assert_eq!(confirmed_by(trust_wide(role), trust_wide(Role::Hr)), None);
        }
        for role in [Role::Elt, Role::Dpo, Role::TrustTeam] {
            assert_eq!(
                confirmed_by(trust_wide(role), at_oakfield(Role::Pastoral)),
                Some(Code::NotASenior)
            );
        }
    }

    #[test]
    fn not_the_proposer_nor_the_person_nor_somebody_close() {
        let history = || given::<Staff>([registered(), proposed(at_oakfield(Role::Dsl))]);
        let mut proposer = confirm();
        proposer.by = granter(LEAD, &[trust_wide(Role::TrustLead)]);
        proposer.proposed_by = Actor::Staff(StaffId::new(id(LEAD)));
        history()
            .when(proposer)
            .then_refused(Code::SecondPersonNeeded);
        let mut own = confirm();
        own.by = granter(SUBJECT, &[at_oakfield(Role::Head)]);
        history().when(own).then_refused(Code::OwnRole);
        let mut close = confirm();
        close.by.is_conflicted = true;
        history().when(close).then_refused(Code::Conflicted);
        let mut client = confirm();
        client.by.actor = Actor::Client(ClientId::new(id(1)));
        history().when(client).then_refused(Code::MayNotGiveRole);
    }

    #[test]
    fn there_has_to_be_a_proposal_that_stands() {
        given::<Staff>([registered()])
            .when(confirm())
            .then_refused(Code::NoSuchProposal);
        let dsl = at_oakfield(Role::Dsl);
        given::<Staff>([registered(), proposed(dsl), role_ended(dsl)])
            .when(confirm())
            .then_refused(Code::NoSuchProposal);
    }

    #[test]
    fn the_data_protection_officer_is_not_the_risk_owner() {
        let siro = RoleProposalId::new(id(77));
        let history = [
            registered(),
            proposed(trust_wide(Role::Dpo)),
            proposed_as(siro, trust_wide(Role::Siro)),
            confirmed(),
        ];
        let mut second = confirm();
        second.proposal = siro;
        second.by = granter(9, &[trust_wide(Role::Chair)]);
        given::<Staff>(history)
            .when(second)
            .then_refused(Code::RolesExclude);
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        given::<Staff>([registered(), proposed(at_oakfield(Role::Dsl)), ended()])
            .when(confirm())
            .then_refused(Code::StaffLeft);
        given::<Staff>([])
            .when(confirm())
            .then_refused(Code::Absent);
        given::<Staff>([])
            .then_erased()
            .when(confirm())
            .then_refused(Code::Erased);
    }
}
