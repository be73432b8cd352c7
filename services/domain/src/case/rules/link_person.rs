//! Linking a person with a part.

use lanyard_events::case::{CaseEvent, CasePersonLinked};

use super::adult_matter;
use crate::case::command::LinkPerson;
use crate::case::state::State;
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// More people than this in one case are a list of a class, not of people with parts.
const CASE_PEOPLE_MAX: usize = 200;

pub(in crate::case) fn decide(state: &State, link: LinkPerson) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    people::check_person(&mut checks, "/person/person", &link.person.person);
    people::check_part(&mut checks, "/part", &link.person, &link.taxonomy);
    checks.optional("/reason", link.reason.as_ref(), TEXT_MAX_CHARS);
    checks.count("/person", record.links.count() + 1, CASE_PEOPLE_MAX);
    checks.done()?;
    if people::accuses_staff(&link.person) {
        return Err(adult_matter("/person"));
    }
    match record.links.linked(&link.person.person) {
        Some(known) if known.has_part_of(&link.person) => Ok(Vec::new()),
        Some(_) => Err(Refusal::of_field(
            Code::PersonAlreadyLinked,
            "/person",
            "This person is linked already, with another part.",
        )),
        None => {
            let linked = CasePersonLinked {
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
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::concern::samples::{pupil, staff};
    use crate::scenario::{given, words};

    fn with_host_child() -> Taxonomy {
        let mut taxonomy = Taxonomy::v1().clone();
        taxonomy.parts.push(Part {
            id: PartId::new("trust_host_child"),
            label: "Child of the host family".to_owned(),
            stands_for: LinkRole::Sibling,
            closed: false,
        });
        taxonomy
    }

    #[test]
    fn a_word_of_the_trusts_own_stands_for_one_part_and_is_given_with_it() {
        let host = |role| LinkedPerson {
            role,
            part: Some(PartId::new("trust_host_child")),
            ..pupil(2)
        };
        given::<Case>([opened()])
            .when(link(host(LinkRole::Sibling)))
            .then_events();
        let refusal = given::<Case>([opened()])
            .when(link(host(LinkRole::Witness)))
            .then_refused(Code::UnknownPart);
        assert_eq!(refusal.pointer(), Some("/part"));
        // Closed: whoever has it keeps it, and nobody new gets it.
        let mut closed = link(host(LinkRole::Sibling));
        let mut taxonomy = with_host_child();
        taxonomy.parts[0].closed = true;
        closed.taxonomy = Arc::new(taxonomy);
        given::<Case>([opened()])
            .when(closed)
            .then_refused(Code::UnknownPart);
    }

    fn link(person: LinkedPerson) -> LinkPerson {
        LinkPerson {
            person,
            reason: Some(words("Saw it on the bus.")),
            taxonomy: Arc::new(with_host_child()),
        }
    }

    #[test]
    fn a_person_is_linked_once() {
        let reason = Some(words("Saw it on the bus."));
        let linked = CasePersonLinked {
            person: pupil(2),
            reason,
        };
        given::<Case>([opened()])
            .when(link(pupil(2)))
            .then([linked.into()])
            .when(link(pupil(2)))
            .then_already_so();
        given::<Case>([opened()])
            .when(link(staff(7, LinkRole::Witness)))
            .then_events();
    }

    /// The name of an adult comes into a child's case as `other` (S16), also where it stands there in a word already.
    #[test]
    fn who_has_a_part_in_a_word_is_linked_already_where_no_word_is_asked_for() {
        let host = LinkedPerson {
            role: LinkRole::Sibling,
            part: Some(PartId::new("trust_host_child")),
            ..pupil(2)
        };
        let plain = LinkedPerson::new(host.person.clone(), LinkRole::Sibling);
        let linked = CasePersonLinked {
            person: host.clone(),
            reason: None,
        };
        given::<Case>([opened(), linked.into()])
            .when(link(plain.clone()))
            .then_already_so();
        let linked = CasePersonLinked {
            person: plain,
            reason: None,
        };
        given::<Case>([opened(), linked.into()])
            .when(link(host))
            .then_refused(Code::PersonAlreadyLinked);
    }

    #[test]
    fn a_person_has_one_part() {
        let mut other = pupil(1);
        other.role = LinkRole::Witness;
        given::<Case>([opened()])
            .when(link(other))
            .then_refused(Code::PersonAlreadyLinked);
    }

    #[test]
    fn an_accused_member_of_staff_is_kept_out() {
        given::<Case>([opened()])
            .when(link(staff(7, LinkRole::AllegedToHaveDoneIt)))
            .then_refused(Code::AdultMatter);
    }

    #[test]
    fn a_description_and_a_reason_say_something() {
        let blank = PersonRef::Described {
            description: words(" "),
        };
        let refusal = given::<Case>([opened()])
            .when(link(LinkedPerson::new(blank, LinkRole::Other)))
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/person/person/description"));
        let mut unreasoned = link(pupil(2));
        unreasoned.reason = Some(words(""));
        given::<Case>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn a_case_has_a_limit_of_people() {
        let many = (2..=200).map(|n| {
            CasePersonLinked {
                person: pupil(n),
                reason: None,
            }
            .into()
        });
        let full = given::<Case>(std::iter::once(opened()).chain(many));
        full.when(link(pupil(201))).then_refused(Code::TooMany);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        given::<Case>([opened(), closed()])
            .when(link(pupil(2)))
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(link(pupil(2)))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(link(pupil(2)))
            .then_refused(Code::Erased);
    }
}
