//! The child's side (S16): a welfare case of the child's own, for the safeguarding team. It is about
//! pupils only: nothing of it says who the adult is, until the name is shared.

use std::collections::BTreeSet;

use lanyard_events::allegation::{AllegationChildCaseLinked, AllegationEvent};
use lanyard_events::{PersonRef, PupilId};

use crate::allegation::command::OpenChildCase;
use crate::allegation::state::{Record, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LINKED_PEOPLE_MAX, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    open: OpenChildCase,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    check_pupils(&mut checks, record, &open.pupils);
    let category = open.taxonomy.category(open.category.as_str());
    if category.is_none_or(|category| category.about_adult) {
        let detail = "Choose a category that does not say that an adult is concerned.";
        checks.fail(Code::UnknownCategory, "/category", detail);
    }
    checks.text("/reason", open.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let pupils: BTreeSet<PupilId> = open.pupils.iter().copied().collect();
    if record.child_cases.values().any(|known| *known == pupils) {
        return Err(Refusal::new(
            Code::AlreadyExists,
            "These pupils have a case out of this matter already.",
        ));
    }
    open.owner.check("/pupils")?;
    let linked = AllegationChildCaseLinked {
        case: open.case,
        pupils: open.pupils,
        category: open.category,
        owner: open.owner.staff,
        reason: open.reason,
    };
    Ok(vec![linked.into()])
}

fn check_pupils(checks: &mut Checks, record: &Record, pupils: &[PupilId]) {
    if pupils.is_empty() {
        let detail = "Name the pupils whose case it is.";
        checks.fail(Code::NobodyNamed, "/pupils", detail);
    }
    checks.count("/pupils", pupils.len(), LINKED_PEOPLE_MAX);
    let mut seen = BTreeSet::new();
    for (i, pupil) in pupils.iter().enumerate() {
        let pointer = format!("/pupils/{i}");
        if !seen.insert(pupil) {
            let detail = "This pupil is in the list already.";
            checks.fail(Code::PersonNamedTwice, pointer, detail);
        } else if record
            .links
            .part_of(&PersonRef::Pupil { id: *pupil })
            .is_none()
        {
            let detail = "This pupil is not linked to the matter.";
            checks.fail(Code::PersonNotLinked, pointer, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::CaseId;
    use lanyard_events::allegation::AllegationPersonCorrected;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened, senior, staff_id};
    use std::sync::Arc;

    use lanyard_events::Taxonomy;

    use crate::concern::samples::{category, pupil};
    use crate::scenario::{given, id, words};

    fn open(pupils: &[u8]) -> OpenChildCase {
        OpenChildCase {
            case: CaseId::new(id(90)),
            pupils: pupils.iter().map(|n| PupilId::new(id(*n))).collect(),
            category: category("physical_abuse"),
            taxonomy: Arc::new(Taxonomy::v1().clone()),
            owner: senior(2),
            reason: words("She needs somebody of her own."),
        }
    }

    fn linked() -> AllegationEvent {
        AllegationChildCaseLinked {
            case: CaseId::new(id(90)),
            pupils: vec![PupilId::new(id(1))],
            category: category("physical_abuse"),
            owner: staff_id(2),
            reason: words("She needs somebody of her own."),
        }
        .into()
    }

    #[test]
    fn a_case_for_the_child_is_asked_for_once() {
        given::<Allegation>([opened()])
            .when(open(&[1]))
            .then([linked()]);
        given::<Allegation>([opened(), linked()])
            .when(open(&[1]))
            .then_refused(Code::AlreadyExists);
        needs_an_open_matter(open(&[1]));
    }

    #[test]
    fn a_corrected_pupil_has_the_case_of_whoever_was_named_wrongly() {
        let corrected = AllegationPersonCorrected {
            from: pupil(1).person,
            to: pupil(2).person,
            reason: words("Two pupils share a forename."),
            concern: None,
        };
        given::<Allegation>([opened(), linked(), corrected.into()])
            .when(open(&[2]))
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn it_is_about_pupils_of_the_matter_each_named_once() {
        for (pupils, code, pointer) in [
            (&[][..], Code::NobodyNamed, "/pupils"),
            (&[1, 1], Code::PersonNamedTwice, "/pupils/1"),
            (&[1, 2], Code::PersonNotLinked, "/pupils/1"),
        ] {
            let refusal = given::<Allegation>([opened()])
                .when(open(pupils))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some(pointer));
        }
    }

    #[test]
    fn its_category_does_not_say_that_an_adult_is_concerned() {
        let mut adult = open(&[1]);
        adult.category = category("allegation_that_may_meet_the_harm_threshold");
        given::<Allegation>([opened()])
            .when(adult)
            .then_refused(Code::UnknownCategory);
    }

    #[test]
    fn its_owner_is_an_unconflicted_senior_and_it_takes_a_reason() {
        let mut wrong = open(&[1]);
        wrong.owner.is_conflicted = true;
        given::<Allegation>([opened()])
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut unreasoned = open(&[1]);
        unreasoned.reason = words(" ");
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
