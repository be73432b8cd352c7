//! Taking a relation off the register: two seniors have lifted what followed from it (domain.md 1 rule 4).

use lanyard_events::staff::{StaffEvent, StaffRelationEnded};

use crate::refusal::Refusal;
use crate::staff::command::EndRelation;
use crate::staff::state::State;

pub(in crate::staff) fn decide(
    state: &State,
    end: EndRelation,
) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    if !{ member.relations.iter() }.any(|(person, _)| *person == end.person) {
        return Ok(Vec::new());
    }
    let ended = StaffRelationEnded {
        person: end.person,
        reason: end.reason,
    };
    Ok(vec![ended.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::staff::{Relation, StaffRelationRegistered};

    use super::*;
    use crate::concern::samples::pupil;
    use crate::refusal::Code;
    use crate::scenario::{given, words};
    use crate::staff::Staff;
    use crate::staff::samples::{ended, registered};

    #[test]
    fn a_relation_ends_once_and_can_be_registered_again() {
        let end = || EndRelation {
            person: pupil(1).person,
            reason: words("Another Byrne."),
        };
        let related = || -> StaffEvent {
            StaffRelationRegistered {
                person: pupil(1).person,
                relation: Relation::Relative,
            }
            .into()
        };
        let over = StaffRelationEnded {
            person: pupil(1).person,
            reason: words("Another Byrne."),
        };
        given::<Staff>([registered(), related()])
            .when(end())
            .then([over.into()])
            .when(end())
            .then_already_so();
        given::<Staff>([registered(), ended()])
            .when(end())
            .then_refused(Code::StaffLeft);
    }
}
