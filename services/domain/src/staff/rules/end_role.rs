//! Taking a role away: one person is enough, and it takes effect at once (domain.md 1 rule 7). The
//! same withdraws a proposal.

use lanyard_events::Role;
use lanyard_events::staff::{StaffEvent, StaffRoleEnded};

use super::{may_not, may_propose, unconflicted_person};
use crate::refusal::Refusal;
use crate::staff::command::{EndRole, Granter};
use crate::staff::state::{HeldRole, State};
use crate::text;

pub(in crate::staff) fn decide(state: &State, end: EndRole) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    if end.role.role == Role::Staff {
        return Err(may_not(
            "Everybody on the register is staff: record that they left instead.",
        ));
    }
    let is_proposed = member.proposals.values().any(|role| *role == end.role);
    if !is_proposed && !member.roles.contains(&end.role) {
        return Ok(Vec::new());
    }
    unconflicted_person(&end.by, end.subject)?;
    if !may_take_away(&end.by, end.role) {
        return Err(may_not(
            "A role is taken away by somebody who could propose it; a role for the whole trust \
             also by the chair.",
        ));
    }
    text::check("/reason", &end.reason)?;
    let ended = StaffRoleEnded {
        role: end.role.role,
        academy: end.role.academy,
        reason: end.reason,
    };
    Ok(vec![ended.into()])
}

/// Whoever could propose it. The chair besides for roles of the whole trust: nobody else could ever
/// take the trust lead's own away.
fn may_take_away(by: &Granter, held: HeldRole) -> bool {
    may_propose(by, held) || (held.academy.is_none() && by.holds_trust_wide(Role::Chair))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};
    use crate::staff::Staff;
    use crate::staff::samples::{
        LEAD, SUBJECT, at_oakfield, confirmed, elsewhere, ended, granter, proposed, registered,
        role_ended, trust_wide,
    };

    fn end(role: HeldRole, holds: HeldRole) -> EndRole {
        EndRole {
            subject: lanyard_events::StaffId::new(id(SUBJECT)),
            role,
            reason: words("Has handed over."),
            by: granter(LEAD, &[holds]),
        }
    }

    #[test]
    fn one_person_takes_a_role_away_at_once_and_once() {
        let dsl = at_oakfield(Role::Dsl);
        for holds in [trust_wide(Role::TrustLead), at_oakfield(Role::Head)] {
            for history in [vec![], vec![confirmed()]] {
                let history = [registered(), proposed(dsl)].into_iter().chain(history);
                given::<Staff>(history)
                    .when(end(dsl, holds))
                    .then([role_ended(dsl)])
                    .when(end(dsl, holds))
                    .then_already_so();
            }
        }
    }

    #[test]
    fn the_chair_can_take_away_a_role_of_the_whole_trust() {
        let lead = trust_wide(Role::TrustLead);
        given::<Staff>([registered(), proposed(lead), confirmed()])
            .when(end(lead, trust_wide(Role::Chair)))
            .then([role_ended(lead)]);
        let dsl = at_oakfield(Role::Dsl);
        given::<Staff>([registered(), proposed(dsl), confirmed()])
            .when(end(dsl, trust_wide(Role::Chair)))
            .then_refused(Code::MayNotGiveRole);
    }

    #[test]
    fn nobody_else_does_nor_for_themself_nor_for_somebody_close() {
        let dsl = at_oakfield(Role::Dsl);
        let history = || given::<Staff>([registered(), proposed(dsl), confirmed()]);
        history()
            .when(end(dsl, elsewhere(Role::Head)))
            .then_refused(Code::MayNotGiveRole);
        history()
            .when(end(dsl, at_oakfield(Role::Dsl)))
            .then_refused(Code::MayNotGiveRole);
        let mut own = end(dsl, trust_wide(Role::TrustLead));
        own.by = granter(SUBJECT, &[trust_wide(Role::TrustLead)]);
        history().when(own).then_refused(Code::OwnRole);
        let mut close = end(dsl, trust_wide(Role::TrustLead));
        close.by.is_conflicted = true;
        history().when(close).then_refused(Code::Conflicted);
        let staff = end(at_oakfield(Role::Staff), trust_wide(Role::TrustLead));
        history().when(staff).then_refused(Code::MayNotGiveRole);
    }

    #[test]
    fn it_takes_a_reason_and_somebody_who_works_here() {
        let dsl = at_oakfield(Role::Dsl);
        let mut unreasoned = end(dsl, trust_wide(Role::TrustLead));
        unreasoned.reason = words("");
        given::<Staff>([registered(), proposed(dsl)])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        let command = end(dsl, trust_wide(Role::TrustLead));
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
