//! Linking a person with a part. Whoever would send the matter elsewhere is refused.

use lanyard_events::allegation::{AllegationEvent, AllegationPersonLinked};

use super::{keeps_its_route, not_the_manager};
use crate::allegation::command::LinkPerson;
use crate::allegation::state::State;
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LINKED_PEOPLE_MAX, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    link: LinkPerson,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    people::check_person(&mut checks, "/person", &link.person.person);
    people::check_part(&mut checks, "/part", &link.person, &link.taxonomy);
    checks.optional("/reason", link.reason.as_ref(), TEXT_MAX_CHARS);
    checks.count("/person", record.links.count() + 1, LINKED_PEOPLE_MAX);
    checks.done()?;
    not_the_manager(record.owner, link.person.person.staff(), "/person")?;
    match record.links.linked(&link.person.person) {
        Some(known) if known.has_part_of(&link.person) => Ok(Vec::new()),
        Some(_) => Err(Refusal::of_field(
            Code::PersonAlreadyLinked,
            "/person",
            "This person is linked already, with another part.",
        )),
        None => {
            let mut people = record.people();
            people.push(link.person.clone());
            keeps_its_route(record, &people, &link.routing, "/person")?;
            let linked = AllegationPersonLinked {
                person: link.person,
                reason: link.reason,
            };
            Ok(vec![linked.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lanyard_events::{LinkRole, LinkedPerson, Part, PartId, PersonRef, Taxonomy};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{HEAD, needs_an_open_matter, opened, with_head};
    use crate::concern::samples::{all_desks, pupil, staff};
    use crate::scenario::{given, words};

    fn link(person: LinkedPerson) -> LinkPerson {
        LinkPerson {
            person,
            reason: Some(words("Was in the room.")),
            routing: all_desks(),
            taxonomy: Arc::new(Taxonomy::v1().clone()),
        }
    }

    #[test]
    fn a_person_is_linked_once_and_has_one_part() {
        let linked = AllegationPersonLinked {
            person: pupil(2),
            reason: Some(words("Was in the room.")),
        };
        given::<Allegation>([opened()])
            .when(link(pupil(2)))
            .then([linked.into()])
            .when(link(pupil(2)))
            .then_already_so();
        let mut other = pupil(1);
        other.role = LinkRole::Witness;
        given::<Allegation>([opened()])
            .when(link(other))
            .then_refused(Code::PersonAlreadyLinked);
        needs_an_open_matter(link(pupil(2)));
    }

    #[test]
    fn who_has_a_part_in_a_word_is_linked_already_where_no_word_is_asked_for() {
        let mut taxonomy = Taxonomy::v1().clone();
        taxonomy.parts.push(Part {
            id: PartId::new("trust_host"),
            label: "Member of the host family".to_owned(),
            stands_for: LinkRole::Other,
            closed: false,
        });
        let person = pupil(2).person;
        let host = LinkedPerson {
            part: Some(PartId::new("trust_host")),
            ..LinkedPerson::new(person.clone(), LinkRole::Other)
        };
        let linked = AllegationPersonLinked {
            person: host,
            reason: None,
        };
        let mut plain = link(LinkedPerson::new(person, LinkRole::Other));
        plain.taxonomy = Arc::new(taxonomy);
        given::<Allegation>([opened(), linked.into()])
            .when(plain)
            .then_already_so();
    }

    #[test]
    fn a_second_teacher_may_be_accused_but_no_headteacher_in_a_matter_that_went_to_one() {
        given::<Allegation>([opened()])
            .when(link(staff(8, LinkRole::AllegedToHaveDoneIt)))
            .then_events();
        let mut head = link(staff(8, LinkRole::AllegedToHaveDoneIt));
        head.routing = with_head(8);
        let refusal = given::<Allegation>([opened()])
            .when(head.clone())
            .then_refused(Code::RouteChanges);
        assert_eq!(refusal.pointer(), Some("/person"));
        head.person.role = LinkRole::Witness;
        given::<Allegation>([opened()]).when(head).then_events();
    }

    #[test]
    fn whoever_manages_the_matter_has_no_part_in_it() {
        given::<Allegation>([opened()])
            .when(link(staff(HEAD, LinkRole::Witness)))
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn a_description_and_a_reason_say_something() {
        let blank = PersonRef::Described {
            description: words(" "),
        };
        let blank = LinkedPerson::new(blank, LinkRole::Other);
        given::<Allegation>([opened()])
            .when(link(blank))
            .then_refused(Code::TextBlank);
        let mut unreasoned = link(pupil(2));
        unreasoned.reason = Some(words(""));
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn a_matter_has_a_limit_of_people() {
        let many = (2..=49).map(|n| {
            AllegationPersonLinked {
                person: pupil(n),
                reason: None,
            }
            .into()
        });
        given::<Allegation>(std::iter::once(opened()).chain(many))
            .when(link(pupil(60)))
            .then_refused(Code::TooMany);
    }
}
