//! Sending a concern on that nobody to whom it went can act in any more (domain.md 1 rules 1 and 7): an
//! adult's goes to head, then trust lead, then chair; a child's is taken up by safeguarding leads, then
//! deputies, then head, then trust lead. Where nobody is left it waits, hidden, for whoever next can.

use lanyard_events::concern::{ConcernEvent, ConcernRerouted};

use crate::concern::command::Reroute;
use crate::concern::state::State;
use crate::refusal::Refusal;

/// What is settled already goes nowhere: its case or adult's matter does.
pub(in crate::concern) fn decide(
    state: &State,
    reroute: Reroute,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    if !matter.is_awaited() {
        return Ok(Vec::new());
    }
    for receiver in &reroute.receivers {
        receiver.check("/receivers")?;
    }
    let routed_to = matter.route(&reroute.routing);
    let receivers: Vec<_> = { reroute.receivers.iter() }
        .map(|receiver| receiver.staff)
        .collect();
    if matter.routed_to == routed_to && matter.receivers.as_ref() == Some(&receivers) {
        return Ok(Vec::new());
    }
    let rerouted = ConcernRerouted {
        routed_to,
        receivers,
        reason: reroute.reason,
    };
    Ok(vec![rerouted.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::concern::{ConcernTriaged, TriageDecision};
    use lanyard_events::{CaseId, Role, StaffId};

    use super::*;
    use crate::concern::Concern;
    use crate::concern::samples::{all_desks, raised, raised_about_adult};
    use crate::refusal::Code;
    use crate::routing::RoutingFacts;
    use crate::scenario::{given, id, words};
    use crate::senior::Senior;

    const LEAD: u8 = 11;
    const CHAIR: u8 = 12;
    const WHY: &str = "Whoever had it cannot act in this matter any more.";

    fn reroute(left: &[Role], receivers: &[u8]) -> Reroute {
        let senior = |n: &u8| Senior {
            staff: StaffId::new(id(*n)),
            is_senior_here: true,
            is_conflicted: false,
        };
        Reroute {
            routing: RoutingFacts {
                unconflicted: left.iter().copied().collect(),
                ..all_desks()
            },
            receivers: receivers.iter().map(senior).collect(),
            reason: words(WHY),
        }
    }

    fn rerouted(routed_to: &[Role], receivers: &[u8]) -> ConcernEvent {
        ConcernRerouted {
            routed_to: routed_to.to_vec(),
            receivers: receivers.iter().map(|n| StaffId::new(id(*n))).collect(),
            reason: words(WHY),
        }
        .into()
    }

    fn triaged(decision: TriageDecision) -> ConcernEvent {
        ConcernTriaged {
            decision,
            reason: words("Nothing in it."),
            sub_risks: Vec::new(),
        }
        .into()
    }

    #[test]
    fn an_adults_goes_to_the_next_alternate_with_somebody_unconflicted() {
        let to_lead = || reroute(&[Role::TrustLead, Role::Chair], &[LEAD]);
        given::<Concern>([raised_about_adult()])
            .when(to_lead())
            .then([rerouted(&[Role::TrustLead], &[LEAD])])
            .when(to_lead())
            .then_already_so();
        given::<Concern>([raised_about_adult(), rerouted(&[Role::TrustLead], &[LEAD])])
            .when(reroute(&[Role::Chair], &[CHAIR]))
            .then([rerouted(&[Role::Chair], &[CHAIR])]);
    }

    #[test]
    fn a_childs_stays_with_the_safeguarding_team_and_says_who_of_them_has_it() {
        let team = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];
        given::<Concern>([raised()])
            .when(reroute(&[Role::Head], &[LEAD]))
            .then([rerouted(&team, &[LEAD])])
            .when(reroute(&[Role::Head], &[LEAD]))
            .then_already_so();
    }

    #[test]
    fn with_nobody_left_it_waits_for_whoever_next_can() {
        let chain = [Role::Head, Role::TrustLead, Role::Chair];
        given::<Concern>([raised_about_adult()])
            .when(reroute(&[], &[]))
            .then([rerouted(&chain, &[])])
            .when(reroute(&[], &[]))
            .then_already_so();
        given::<Concern>([raised_about_adult(), rerouted(&chain, &[])])
            .when(reroute(&[Role::Chair], &[CHAIR]))
            .then([rerouted(&[Role::Chair], &[CHAIR])]);
    }

    #[test]
    fn what_was_decided_goes_nowhere_and_what_is_watched_does() {
        let case = CaseId::new(id(5));
        for decision in [
            TriageDecision::NoFurtherAction,
            TriageDecision::OpenCase { case },
        ] {
            given::<Concern>([raised(), triaged(decision)])
                .when(reroute(&[], &[LEAD]))
                .then_already_so();
        }
        let watched = TriageDecision::Monitor {
            review_on: crate::clock::london_day(crate::scenario::now()),
        };
        given::<Concern>([raised(), triaged(watched)])
            .when(reroute(&[], &[LEAD]))
            .then_events();
    }

    #[test]
    fn never_to_somebody_conflicted_or_no_senior() {
        let mut conflicted = reroute(&[Role::TrustLead], &[LEAD]);
        { conflicted.receivers.iter_mut() }.for_each(|it| it.is_conflicted = true);
        given::<Concern>([raised_about_adult()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        let mut junior = reroute(&[Role::TrustLead], &[LEAD]);
        { junior.receivers.iter_mut() }.for_each(|it| it.is_senior_here = false);
        given::<Concern>([raised_about_adult()])
            .when(junior)
            .then_refused(Code::NotASenior);
        given::<Concern>([])
            .when(reroute(&[], &[]))
            .then_refused(Code::Absent);
    }
}
