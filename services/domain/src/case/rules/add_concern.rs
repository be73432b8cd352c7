//! A further concern becomes part of the case, with its people.

use lanyard_events::case::{CaseConcernAdded, CaseEvent};

use super::adult_matter;
use crate::case::command::AddConcern;
use crate::case::state::State;
use crate::people;
use crate::refusal::Refusal;

pub(in crate::case) fn decide(state: &State, add: AddConcern) -> Result<Vec<CaseEvent>, Refusal> {
    let has_it = state
        .record()
        .is_some_and(|record| record.concerns.contains(&add.concern));
    if has_it {
        return Ok(Vec::new());
    }
    state.open()?;
    if people::accuse_staff(&add.people) {
        return Err(adult_matter("/concern"));
    }
    let added = CaseConcernAdded {
        concern: add.concern,
        people: add.people,
    };
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::LinkRole;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, concern, opened};
    use crate::concern::samples::{pupil, staff};
    use crate::refusal::Code;
    use crate::scenario::given;

    fn add(n: u8) -> AddConcern {
        AddConcern {
            concern: concern(n),
            people: vec![pupil(1), pupil(2)],
        }
    }

    #[test]
    fn a_second_concern_joins_the_case_once() {
        let added = CaseConcernAdded {
            concern: concern(2),
            people: vec![pupil(1), pupil(2)],
        };
        given::<Case>([opened()])
            .when(add(2))
            .then([added.into()])
            .when(add(2))
            .then_already_so();
        given::<Case>([opened(), closed()])
            .when(add(1))
            .then_already_so();
    }

    #[test]
    fn a_closed_case_takes_no_concern() {
        given::<Case>([opened(), closed()])
            .when(add(2))
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(add(2)).then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(add(2))
            .then_refused(Code::Erased);
    }

    #[test]
    fn an_accused_member_of_staff_does_not_come_in_with_it() {
        let mut accused = add(2);
        accused.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
        given::<Case>([opened()])
            .when(accused)
            .then_refused(Code::AdultMatter);
    }
}
