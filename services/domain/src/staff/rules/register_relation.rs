//! Registering somebody close: staff who are parents are the daily case (domain.md 1 rule 1, S30).

use lanyard_events::PersonRef;
use lanyard_events::staff::{Relation, StaffEvent, StaffRelationRegistered};

use crate::refusal::{Code, Refusal};
use crate::staff::command::RegisterRelation;
use crate::staff::state::State;

pub(in crate::staff) fn decide(
    state: &State,
    register: RegisterRelation,
) -> Result<Vec<StaffEvent>, Refusal> {
    let member = state.employed()?;
    if matches!(register.person, PersonRef::Described { .. }) {
        return Err(Refusal::of_field(
            Code::PersonNotOnRegister,
            "/person",
            "Choose somebody on the roster or the staff register: a description cannot be matched.",
        ));
    }
    let is_self = register.person.staff() == Some(register.subject);
    if is_self || register.relation == Relation::Oneself {
        return Err(Refusal::of_field(
            Code::RelationToOneself,
            "/relation",
            "Everybody is excluded from matters about themself without registering it.",
        ));
    }
    let relation = (register.person, register.relation);
    if member.relations.contains(&relation) {
        return Ok(Vec::new());
    }
    let registered = StaffRelationRegistered {
        person: relation.0,
        relation: relation.1,
    };
    Ok(vec![registered.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::{LinkRole, StaffId};

    use super::*;
    use crate::concern::samples::{pupil, staff};
    use crate::scenario::{given, id, words};
    use crate::staff::Staff;
    use crate::staff::samples::{SUBJECT, ended, registered};

    fn relation(person: PersonRef, relation: Relation) -> RegisterRelation {
        RegisterRelation {
            subject: StaffId::new(id(SUBJECT)),
            person,
            relation,
        }
    }

    #[test]
    fn somebody_close_is_registered_once() {
        for person in [pupil(1).person, staff(9, LinkRole::Other).person] {
            let command = relation(person.clone(), Relation::Relative);
            let event = StaffRelationRegistered {
                person,
                relation: Relation::Relative,
            };
            given::<Staff>([registered()])
                .when(command.clone())
                .then([event.into()])
                .when(command)
                .then_already_so();
        }
    }

    #[test]
    fn a_description_and_oneself_are_refused() {
        let described = PersonRef::Described {
            description: words("my neighbour's boy"),
        };
        given::<Staff>([registered()])
            .when(relation(described, Relation::Friend))
            .then_refused(Code::PersonNotOnRegister);
        let oneself = staff(SUBJECT, LinkRole::Other).person;
        given::<Staff>([registered()])
            .when(relation(oneself, Relation::Friend))
            .then_refused(Code::RelationToOneself);
        given::<Staff>([registered()])
            .when(relation(pupil(1).person, Relation::Oneself))
            .then_refused(Code::RelationToOneself);
    }

    #[test]
    fn it_takes_somebody_who_works_here() {
        let command = relation(pupil(1).person, Relation::Partner);
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
