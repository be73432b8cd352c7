//! Putting the right person in the place of a wrong one (S08), by hand or because a concern of the
//! case was corrected. Then only what that concern brought is corrected: the wrong person may be the
//! right one in another concern of the same case.

use lanyard_events::case::{CaseEvent, CasePersonCorrected, CasePersonLinked};
use lanyard_events::{ConcernId, LinkedPerson};

use super::adult_matter;
use crate::case::command::CorrectPerson;
use crate::case::state::{Record, State};
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(
    state: &State,
    correct: CorrectPerson,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = match (state, correct.concern) {
        // A concern is corrected after its case was closed: the wrong name goes there too.
        (State::Closed(record, _), Some(_)) => record,
        _ => state.open()?,
    };
    let mut checks = Checks::default();
    people::check_person(&mut checks, "/to", &correct.to);
    checks.text("/reason", correct.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let Some(known) = record.links.linked(&correct.from) else {
        return not_linked(record, &correct);
    };
    let right = LinkedPerson {
        person: correct.to.clone(),
        ..known.clone()
    };
    if people::accuses_staff(&right) {
        return Err(adult_matter("/to"));
    }
    if correct.from == correct.to {
        return Ok(Vec::new());
    }
    Ok(match correct.concern {
        None => vec![corrected(correct)],
        Some(concern) => following(record, correct, concern, known),
    })
}

/// What follows in the case from the correction of one of its concerns.
fn following(
    record: &Record,
    correct: CorrectPerson,
    concern: ConcernId,
    known: &LinkedPerson,
) -> Vec<CaseEvent> {
    let links = &record.links;
    if links.only_by(&correct.from, concern) {
        return vec![corrected(correct)];
    }
    let is_news = links.also_by(&correct.from, concern) && links.part_of(&correct.to).is_none();
    if !is_news {
        return Vec::new();
    }
    let linked = CasePersonLinked {
        person: LinkedPerson {
            person: correct.to,
            ..known.clone()
        },
        reason: Some(correct.reason),
    };
    vec![linked.into()]
}

fn corrected(correct: CorrectPerson) -> CaseEvent {
    CasePersonCorrected {
        from: correct.from,
        to: correct.to,
        reason: correct.reason,
        concern: correct.concern,
    }
    .into()
}

/// The concern's correction may have been carried over already, or somebody was quicker by hand.
fn not_linked(record: &Record, correct: &CorrectPerson) -> Result<Vec<CaseEvent>, Refusal> {
    if correct.concern.is_some() || record.corrected(&correct.from, &correct.to) {
        return Ok(Vec::new());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/from",
        "This person is not linked to the case.",
    ))
}

#[cfg(test)]
mod tests {
    use lanyard_events::LinkRole;
    use lanyard_events::case::CaseConcernAdded;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{an_open, closed, concern, opened};
    use crate::concern::samples::{pupil, staff};
    use crate::scenario::{given, words};

    fn correct(from: u8, to: u8, by: Option<u8>) -> CorrectPerson {
        CorrectPerson {
            from: pupil(from).person,
            to: pupil(to).person,
            reason: words("Two pupils share a forename."),
            concern: by.map(concern),
        }
    }

    fn corrected_event(from: u8, to: u8, by: Option<u8>) -> CaseEvent {
        corrected(correct(from, to, by))
    }

    fn second_concern_names(n: u8) -> CaseEvent {
        CaseConcernAdded {
            concern: concern(2),
            people: vec![pupil(n)],
        }
        .into()
    }

    #[test]
    fn the_right_pupil_takes_the_place_of_the_wrong_one() {
        for by in [None, Some(1)] {
            given::<Case>([opened()])
                .when(correct(1, 2, by))
                .then([corrected_event(1, 2, by)])
                .when(correct(1, 2, by))
                .then_already_so();
        }
    }

    #[test]
    fn a_right_pupil_who_is_linked_already_stays_once() {
        given::<Case>([opened(), second_concern_names(2)])
            .when(correct(1, 2, Some(1)))
            .then([corrected_event(1, 2, Some(1))])
            .when(correct(2, 2, None))
            .then_already_so();
    }

    #[test]
    fn whom_another_concern_names_rightly_stays() {
        let linked = CasePersonLinked {
            person: pupil(2),
            reason: Some(words("Two pupils share a forename.")),
        };
        given::<Case>([opened(), second_concern_names(1)])
            .when(correct(1, 2, Some(1)))
            .then([linked.into()])
            .when(correct(1, 2, Some(1)))
            .then_already_so();
    }

    #[test]
    fn whom_the_concern_did_not_bring_stays() {
        given::<Case>([opened(), second_concern_names(3)])
            .when(correct(3, 2, Some(1)))
            .then_already_so();
    }

    #[test]
    fn a_corrected_concern_also_corrects_a_closed_case() {
        given::<Case>([opened(), closed()])
            .when(correct(1, 2, Some(1)))
            .then([corrected_event(1, 2, Some(1))]);
        given::<Case>([opened(), closed()])
            .when(correct(1, 2, None))
            .then_refused(Code::CaseClosed);
    }

    #[test]
    fn somebody_who_is_not_linked_cannot_be_corrected_by_hand() {
        given::<Case>([opened()])
            .when(correct(3, 2, None))
            .then_refused(Code::PersonNotLinked);
    }

    #[test]
    fn nobody_becomes_an_accused_member_of_staff() {
        let mut open = an_open();
        open.people[0].role = LinkRole::AllegedToHaveDoneIt;
        let opened = given::<Case>([]).when(open).then_events();
        let mut to_staff = correct(1, 2, None);
        to_staff.to = staff(7, LinkRole::Other).person;
        given::<Case>(opened)
            .when(to_staff)
            .then_refused(Code::AdultMatter);
    }

    #[test]
    fn it_takes_a_reason_and_a_readable_case() {
        let mut unreasoned = correct(1, 2, None);
        unreasoned.reason = words("");
        given::<Case>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        given::<Case>([])
            .when(correct(1, 2, Some(1)))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(correct(1, 2, None))
            .then_refused(Code::Erased);
    }
}
