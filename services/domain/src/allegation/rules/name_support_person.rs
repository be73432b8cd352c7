//! Somebody to support the adult, kept informed by them and by nobody else (KCSIE Part 4). Not the
//! case manager, and nobody with a part in the matter. It opens the matter to nobody.

use lanyard_events::allegation::{AllegationEvent, AllegationSupportPersonNamed};

use super::not_the_manager;
use crate::allegation::command::NameSupportPerson;
use crate::allegation::state::State;
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    name: NameSupportPerson,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    people::check_person(&mut checks, "/person", &name.person);
    checks.optional("/note", name.note.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    not_the_manager(record.owner, name.person.staff(), "/person")?;
    if record.links.part_of(&name.person).is_some() {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/person",
            "Somebody with a part in the matter cannot support the adult: name another person.",
        ));
    }
    let named = AllegationSupportPersonNamed {
        person: name.person,
        note: name.note,
    };
    if record.support_person.as_ref() == Some(&named) {
        return Ok(Vec::new());
    }
    Ok(vec![named.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::{LinkRole, PersonRef};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{HEAD, needs_an_open_matter, opened, teacher};
    use crate::concern::samples::staff;
    use crate::scenario::{given, words};

    fn name(person: PersonRef) -> NameSupportPerson {
        NameSupportPerson {
            person,
            note: Some(words("Rings twice a week.")),
        }
    }

    fn colleague(n: u8) -> PersonRef {
        staff(n, LinkRole::Other).person
    }

    #[test]
    fn a_colleague_is_named_and_replaced() {
        let named = AllegationSupportPersonNamed {
            person: colleague(5),
            note: Some(words("Rings twice a week.")),
        };
        given::<Allegation>([opened()])
            .when(name(colleague(5)))
            .then([named.clone().into()])
            .when(name(colleague(5)))
            .then_already_so();
        given::<Allegation>([opened(), named.into()])
            .when(name(colleague(6)))
            .then_events();
        needs_an_open_matter(name(colleague(5)));
    }

    #[test]
    fn never_the_case_manager_nor_anybody_with_a_part() {
        for person in [colleague(HEAD), teacher().person] {
            given::<Allegation>([opened()])
                .when(name(person))
                .then_refused(Code::Conflicted);
        }
    }

    #[test]
    fn a_description_says_something() {
        let description = words(" ");
        given::<Allegation>([opened()])
            .when(name(PersonRef::Described { description }))
            .then_refused(Code::TextBlank);
    }
}
