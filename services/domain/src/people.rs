//! The list of people linked to a matter: rules that concern and case share.

use std::collections::HashSet;

use lanyard_events::{LinkRole, LinkedPerson, PersonRef, Taxonomy};

use crate::refusal::Code;
use crate::text::{Checks, TEXT_MAX_CHARS};

/// Checks one person: a description has to say something.
pub(crate) fn check_person(checks: &mut Checks, pointer: impl std::fmt::Display, who: &PersonRef) {
    if let PersonRef::Described { description } = who {
        let pointer = format!("{pointer}/description");
        checks.text(pointer, description.expose(), TEXT_MAX_CHARS);
    }
}

/// Checks a word of the trust's own for a part: it is in the taxonomy in force, and stands for the part that is given,
/// by which every rule goes. What bears it keeps it when the trust closes it.
pub(crate) fn check_part(
    checks: &mut Checks,
    pointer: impl std::fmt::Display,
    linked: &LinkedPerson,
    taxonomy: &Taxonomy,
) {
    let Some(part) = &linked.part else {
        return;
    };
    if taxonomy.stands_for(part) != Some(linked.role) {
        let detail = "Choose a part from the list, with the role that it stands for.";
        checks.fail(Code::UnknownPart, pointer, detail);
    }
}

/// Checks a list: descriptions say something, nobody on a register stands in it twice. Two
/// descriptions may be alike ("a boy"): they need not mean the same person.
pub(crate) fn check_list(checks: &mut Checks, people: &[LinkedPerson], taxonomy: &Taxonomy) {
    let mut seen = HashSet::with_capacity(people.len());
    for (i, linked) in people.iter().enumerate() {
        check_person(checks, format_args!("/people/{i}/person"), &linked.person);
        check_part(checks, format_args!("/people/{i}/part"), linked, taxonomy);
        let on_register = !matches!(linked.person, PersonRef::Described { .. });
        if on_register && !seen.insert(&linked.person) {
            checks.fail(
                Code::PersonNamedTwice,
                format_args!("/people/{i}/person"),
                "This person is in the list already: each person has one part in a matter.",
            );
        }
    }
}

/// Whether the list says that somebody on the staff register did it: then the matter is about an
/// adult, whatever was answered.
pub(crate) fn accuse_staff(people: &[LinkedPerson]) -> bool {
    people.iter().any(accuses_staff)
}

/// Whether this entry says that somebody on the staff register did it.
pub(crate) fn accuses_staff(linked: &LinkedPerson) -> bool {
    linked.role == LinkRole::AllegedToHaveDoneIt && linked.person.staff().is_some()
}

/// The part somebody plays; `None` if they are not linked.
pub(crate) fn part_of(people: &[LinkedPerson], who: &PersonRef) -> Option<LinkRole> {
    people
        .iter()
        .find(|linked| linked.person == *who)
        .map(|linked| linked.role)
}

/// Puts `to` in the place of `from`. Where `to` is linked already they keep their own part, and
/// `from` just goes.
pub(crate) fn replace(people: &mut Vec<LinkedPerson>, from: &PersonRef, to: &PersonRef) {
    let to_is_linked = part_of(people, to).is_some();
    if to_is_linked {
        people.retain(|linked| linked.person != *from);
    } else {
        for linked in people.iter_mut().filter(|linked| linked.person == *from) {
            linked.person = to.clone();
        }
    }
}
