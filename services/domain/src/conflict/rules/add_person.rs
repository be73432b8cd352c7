//! Closing every matter that links a person: hidden from its first event (S30).

use lanyard_events::PersonRef;
use lanyard_events::conflict::{ConflictEvent, ConflictPersonAdded};

use crate::conflict::command::AddPerson;
use crate::conflict::state::State;
use crate::refusal::{Code, Refusal};

pub(in crate::conflict) fn decide(
    state: &State,
    add: AddPerson,
) -> Result<Vec<ConflictEvent>, Refusal> {
    if matches!(add.person, PersonRef::Described { .. }) {
        return Err(Refusal::of_field(
            Code::PersonNotOnRegister,
            "/person",
            "Choose somebody on the roster or the staff register: a description cannot be matched.",
        ));
    }
    let is_so = state
        .exclusions()
        .is_some_and(|exclusions| exclusions.persons.contains(&add.person));
    if is_so {
        return Ok(Vec::new());
    }
    let added = ConflictPersonAdded {
        person: add.person,
        relation: add.relation,
    };
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::staff::Relation;

    use super::*;
    use crate::concern::samples::pupil;
    use crate::conflict::Conflict;
    use crate::scenario::{given, words};

    #[test]
    fn a_person_is_excluded_once() {
        let daughter = || AddPerson {
            person: pupil(1).person,
            relation: Relation::Relative,
        };
        let added = ConflictPersonAdded {
            person: pupil(1).person,
            relation: Relation::Relative,
        };
        given::<Conflict>([])
            .when(daughter())
            .then([added.into()])
            .when(daughter())
            .then_already_so();
        given::<Conflict>([])
            .then_erased()
            .when(daughter())
            .then_events();
    }

    #[test]
    fn a_description_is_refused() {
        let person = PersonRef::Described {
            description: words("my neighbour's boy"),
        };
        given::<Conflict>([])
            .when(AddPerson {
                person,
                relation: Relation::Friend,
            })
            .then_refused(Code::PersonNotOnRegister);
    }
}
