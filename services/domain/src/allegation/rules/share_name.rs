//! Sharing the adult's name with the readers of the child's cases, with a reason (domain.md 1, row
//! dsl; S16). Until then they know that there is "an adult in school", and no more.

use lanyard_events::PersonRef;
use lanyard_events::allegation::{AllegationEvent, AllegationNameShared};

use crate::allegation::command::ShareName;
use crate::allegation::state::{Record, State};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    share: ShareName,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    text::check("/reason", &share.reason)?;
    an_adult_of_the_matter(record, &share.person)?;
    if record.child_cases.is_empty() {
        return Err(Refusal::new(
            Code::NoChildCase,
            "The child has no case of their own yet: open one first.",
        ));
    }
    let untold = record.child_cases.keys().copied();
    let cases: Vec<_> = untold
        .filter(|case| !record.shared.contains(&(share.person.clone(), *case)))
        .collect();
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let shared = AllegationNameShared {
        person: share.person,
        cases,
        reason: share.reason,
    };
    Ok(vec![shared.into()])
}

fn an_adult_of_the_matter(record: &Record, person: &PersonRef) -> Result<(), Refusal> {
    let is_adult = match person {
        PersonRef::Pupil { .. } => false,
        PersonRef::Staff { .. } | PersonRef::Described { .. } => true,
    };
    if is_adult && record.links.part_of(person).is_some() {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/person",
        "This is no adult who is linked to the matter.",
    ))
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::AllegationChildCaseLinked;
    use lanyard_events::{CaseId, PupilId};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened, staff_id, teacher};
    use crate::concern::samples::{category, pupil};
    use crate::scenario::{given, id, words};

    fn share(person: PersonRef) -> ShareName {
        ShareName {
            person,
            reason: words("The safety plan has to say whose lessons she leaves."),
        }
    }

    fn child_case(n: u8) -> AllegationEvent {
        AllegationChildCaseLinked {
            case: CaseId::new(id(n)),
            pupils: vec![PupilId::new(id(n))],
            category: category("physical_abuse"),
            owner: staff_id(2),
            reason: words("She needs somebody of her own."),
        }
        .into()
    }

    fn shared(case: u8) -> AllegationEvent {
        AllegationNameShared {
            person: teacher().person,
            cases: vec![CaseId::new(id(case))],
            reason: words("The safety plan has to say whose lessons she leaves."),
        }
        .into()
    }

    #[test]
    fn the_name_is_shared_once_in_each_case() {
        given::<Allegation>([opened(), child_case(90)])
            .when(share(teacher().person))
            .then([shared(90)])
            .when(share(teacher().person))
            .then_already_so();
        given::<Allegation>([opened(), child_case(90), shared(90), child_case(91)])
            .when(share(teacher().person))
            .then([shared(91)]);
        needs_an_open_matter(share(teacher().person));
    }

    #[test]
    fn there_has_to_be_a_case_to_share_it_in() {
        given::<Allegation>([opened()])
            .when(share(teacher().person))
            .then_refused(Code::NoChildCase);
    }

    #[test]
    fn it_is_the_name_of_an_adult_of_the_matter_and_takes_a_reason() {
        let stranger = PersonRef::Staff { id: staff_id(8) };
        for person in [pupil(1).person, stranger] {
            given::<Allegation>([opened(), child_case(90)])
                .when(share(person))
                .then_refused(Code::PersonNotLinked);
        }
        let mut unreasoned = share(teacher().person);
        unreasoned.reason = words("");
        given::<Allegation>([opened(), child_case(90)])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
