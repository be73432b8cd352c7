//! Sending a matter on, when nobody to whom it went can act in it any more (domain.md 1 rules 1 and 7):
//! head, then trust lead, then chair. Where nobody is left it waits for whoever is next given one of the
//! roles, and never goes back to somebody who is conflicted.

use lanyard_events::allegation::{AllegationEvent, AllegationRerouted};

use crate::allegation::command::Reroute;
use crate::allegation::state::State;
use crate::refusal::Refusal;

pub(in crate::allegation) fn decide(
    state: &State,
    reroute: Reroute,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let routed_to = record.route(&reroute.routing);
    if let Some(owner) = &reroute.owner {
        owner.check(&routed_to, "/owner")?;
    }
    let owner = reroute.owner.map(|owner| owner.staff);
    let has_owner = !record.is_without_owner;
    let is_so = match owner {
        Some(owner) => has_owner && record.owner == owner,
        None => !has_owner,
    };
    if record.routed_to == routed_to && is_so {
        return Ok(Vec::new());
    }
    let rerouted = AllegationRerouted {
        routed_to,
        owner,
        reason: reroute.reason,
    };
    Ok(vec![rerouted.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::Role;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{LEAD, manager, needs_an_open_matter, opened, staff_id};
    use crate::concern::samples::all_desks;
    use crate::refusal::Code;
    use crate::routing::RoutingFacts;
    use crate::scenario::{given, words};

    const CHAIR: u8 = 12;

    fn reroute(left: &[Role], owner: Option<(u8, Role)>) -> Reroute {
        Reroute {
            routing: RoutingFacts {
                unconflicted: left.iter().copied().collect(),
                ..all_desks()
            },
            owner: owner.map(|(who, role)| manager(who, role)),
            reason: words("Whoever had it cannot act in this matter any more."),
        }
    }

    fn rerouted(routed_to: &[Role], owner: Option<u8>) -> AllegationEvent {
        AllegationRerouted {
            routed_to: routed_to.to_vec(),
            owner: owner.map(staff_id),
            reason: words("Whoever had it cannot act in this matter any more."),
        }
        .into()
    }

    #[test]
    fn it_goes_to_the_next_alternate_with_somebody_unconflicted() {
        let to_lead = || {
            reroute(
                &[Role::TrustLead, Role::Chair],
                Some((LEAD, Role::TrustLead)),
            )
        };
        given::<Allegation>([opened()])
            .when(to_lead())
            .then([rerouted(&[Role::TrustLead], Some(LEAD))])
            .when(to_lead())
            .then_already_so();
        given::<Allegation>([opened()])
            .when(reroute(&[Role::Chair], Some((CHAIR, Role::Chair))))
            .then([rerouted(&[Role::Chair], Some(CHAIR))]);
        needs_an_open_matter(to_lead());
    }

    #[test]
    fn with_nobody_left_it_waits_for_whoever_is_given_one_of_the_roles() {
        let chain = [Role::Head, Role::TrustLead, Role::Chair];
        given::<Allegation>([opened()])
            .when(reroute(&[], None))
            .then([rerouted(&chain, None)])
            .when(reroute(&[], None))
            .then_already_so();
        given::<Allegation>([opened(), rerouted(&chain, None)])
            .when(reroute(&[Role::Chair], Some((CHAIR, Role::Chair))))
            .then([rerouted(&[Role::Chair], Some(CHAIR))]);
    }

    #[test]
    fn never_to_somebody_conflicted_nor_to_another_role() {
        let mut conflicted = reroute(&[Role::TrustLead], Some((LEAD, Role::TrustLead)));
        conflicted
            .owner
            .iter_mut()
            .for_each(|owner| owner.is_conflicted = true);
        given::<Allegation>([opened()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
        given::<Allegation>([opened()])
            .when(reroute(&[Role::Chair], Some((LEAD, Role::TrustLead))))
            .then_refused(Code::NotASenior);
    }
}
