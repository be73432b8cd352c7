//! A further concern about an adult becomes part of the matter, with its people.

use lanyard_events::allegation::{AllegationConcernAdded, AllegationEvent};

use super::{about_an_adult, not_the_manager};
use crate::allegation::command::AddConcern;
use crate::allegation::state::State;
use crate::refusal::Refusal;

pub(in crate::allegation) fn decide(
    state: &State,
    add: AddConcern,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let has_it = state
        .record()
        .is_some_and(|record| record.concerns.contains(&add.concern));
    if has_it {
        return Ok(Vec::new());
    }
    let record = state.open()?;
    about_an_adult(add.about_adult)?;
    for linked in &add.people {
        not_the_manager(record.owner, linked.person.staff(), "/concern")?;
    }
    let added = AllegationConcernAdded {
        concern: add.concern,
        people: add.people,
    };
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::LinkRole;
    use lanyard_events::concern::AboutAdult;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, closed, concern, needs_an_open_matter, opened, teacher,
    };
    use crate::concern::samples::{pupil, staff};
    use crate::refusal::Code;
    use crate::scenario::given;

    fn add(n: u8) -> AddConcern {
        AddConcern {
            concern: concern(n),
            about_adult: AboutAdult::Yes,
            people: vec![pupil(2), teacher()],
        }
    }

    #[test]
    fn a_second_concern_joins_the_matter_once() {
        let added = AllegationConcernAdded {
            concern: concern(2),
            people: vec![pupil(2), teacher()],
        };
        given::<Allegation>([opened()])
            .when(add(2))
            .then([added.into()])
            .when(add(2))
            .then_already_so();
        given::<Allegation>([opened(), closed()])
            .when(add(1))
            .then_already_so();
    }

    #[test]
    fn one_about_pupils_or_about_the_case_manager_does_not() {
        let mut pupils = add(2);
        pupils.about_adult = AboutAdult::No;
        given::<Allegation>([opened()])
            .when(pupils)
            .then_refused(Code::PupilsMatter);
        let mut manager = add(2);
        manager.people.push(staff(HEAD, LinkRole::Witness));
        given::<Allegation>([opened()])
            .when(manager)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn it_takes_an_open_matter() {
        needs_an_open_matter(add(2));
    }
}
