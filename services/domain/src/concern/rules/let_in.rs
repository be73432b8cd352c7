//! Letting the next alternate into an adult's matter that whoever has it does not answer in time (R2;
//! domain.md 1 rule 7). Whoever had it keeps it: a step never falls to nobody.

use lanyard_events::concern::{ConcernEvent, ConcernRerouted};

use crate::concern::command::LetIn;
use crate::concern::state::{Stage, State};
use crate::refusal::Refusal;

pub(in crate::concern) fn decide(
    state: &State,
    let_in: LetIn,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    let waits = matches!(matter.stage, Stage::Untriaged);
    let is_in = matter.routed_to.contains(&let_in.role);
    if !matter.is_adult_matter() || !waits || is_in || let_in.receivers.is_empty() {
        return Ok(Vec::new());
    }
    for receiver in &let_in.receivers {
        receiver.check("/receivers")?;
    }
    let mut routed_to = matter.routed_to.clone();
    routed_to.push(let_in.role);
    let receivers = { let_in.receivers.iter() }.map(|receiver| receiver.staff);
    let rerouted = ConcernRerouted {
        routed_to,
        receivers: receivers.collect(),
        reason: let_in.reason,
    };
    Ok(vec![rerouted.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::{Role, StaffId};

    use super::*;
    use crate::concern::Concern;
    use crate::concern::samples::{raised, raised_about_adult};
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};
    use crate::senior::Senior;

    const LEAD: u8 = 11;

    fn let_in(role: Role, is_conflicted: bool) -> LetIn {
        LetIn {
            role,
            receivers: vec![Senior {
                staff: StaffId::new(id(LEAD)),
                is_senior_here: true,
                is_conflicted,
            }],
            reason: words("Nobody has answered in time."),
        }
    }

    #[test]
    fn the_alternate_has_it_beside_the_head_once() {
        let rerouted = ConcernRerouted {
            routed_to: vec![Role::Head, Role::TrustLead],
            receivers: vec![StaffId::new(id(LEAD))],
            reason: words("Nobody has answered in time."),
        };
        given::<Concern>([raised_about_adult()])
            .when(let_in(Role::TrustLead, false))
            .then([rerouted.clone().into()]);
        given::<Concern>([raised_about_adult(), rerouted.into()])
            .when(let_in(Role::TrustLead, false))
            .then_already_so();
    }

    #[test]
    fn a_childs_concern_lets_in_nobody_more() {
        given::<Concern>([raised()])
            .when(let_in(Role::Chair, false))
            .then_already_so();
    }

    #[test]
    fn nobody_conflicted_is_let_in() {
        given::<Concern>([raised_about_adult()])
            .when(let_in(Role::TrustLead, true))
            .then_refused(Code::Conflicted);
    }
}
