//! People beside a matter, from the application's views to bodies.

use lanyard_app::{PersonKey, views};
use lanyard_events::PersonRef;
use lanyard_http::ShownPerson;

pub(crate) fn shown_people(people: Vec<views::ShownPerson>) -> Vec<ShownPerson> {
    let shown = |person: views::ShownPerson| ShownPerson {
        person: person.person,
        role: person.role,
        part: person.part,
        name: person.name,
    };
    people.into_iter().map(shown).collect()
}

pub(crate) const fn person_ref(person: PersonKey) -> PersonRef {
    match person {
        PersonKey::Pupil(id) => PersonRef::Pupil { id },
        PersonKey::Staff(id) => PersonRef::Staff { id },
    }
}
