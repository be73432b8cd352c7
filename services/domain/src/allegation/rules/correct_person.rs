//! Putting the right person in the place of a wrong one (S08), by hand or because a concern of the
//! matter was corrected. Then only what that concern brought is corrected.

use lanyard_events::allegation::{
    AllegationEvent, AllegationPersonCorrected, AllegationPersonLinked,
};
use lanyard_events::{ConcernId, LinkedPerson};

use super::{keeps_its_route, not_the_manager};
use crate::allegation::command::CorrectPerson;
use crate::allegation::state::{Record, State};
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    correct: CorrectPerson,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = match (state, correct.concern) {
        // A concern is corrected after its matter was closed: the wrong name goes there too.
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
    if correct.from == correct.to {
        return Ok(Vec::new());
    }
    match correct.concern {
        None => {
            not_the_manager(record.owner, correct.to.staff(), "/to")?;
            let people = record.people_with(&correct.from, &correct.to);
            keeps_its_route(record, &people, &correct.routing, "/to")?;
            Ok(vec![corrected(correct)])
        }
        // Where it goes was decided with the concern.
        Some(concern) => Ok(following(record, correct, concern, known)),
    }
}

/// What follows in the matter from the correction of one of its concerns.
fn following(
    record: &Record,
    correct: CorrectPerson,
    concern: ConcernId,
    known: &LinkedPerson,
) -> Vec<AllegationEvent> {
    let links = &record.links;
    if links.only_by(&correct.from, concern) {
        return vec![corrected(correct)];
    }
    let is_news = links.also_by(&correct.from, concern) && links.part_of(&correct.to).is_none();
    if !is_news {
        return Vec::new();
    }
    let linked = AllegationPersonLinked {
        person: LinkedPerson {
            person: correct.to,
            ..known.clone()
        },
        reason: Some(correct.reason),
    };
    vec![linked.into()]
}

fn corrected(correct: CorrectPerson) -> AllegationEvent {
    AllegationPersonCorrected {
        from: correct.from,
        to: correct.to,
        reason: correct.reason,
        concern: correct.concern,
    }
    .into()
}

/// The concern's correction may have been carried over already, or somebody was quicker by hand.
fn not_linked(record: &Record, correct: &CorrectPerson) -> Result<Vec<AllegationEvent>, Refusal> {
    if correct.concern.is_some() || record.corrected(&correct.from, &correct.to) {
        return Ok(Vec::new());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/from",
        "This person is not linked to the matter.",
    ))
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::AllegationConcernAdded;
    use lanyard_events::{LinkRole, PersonRef};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, closed, concern, needs_an_open_matter, opened, teacher, with_head,
    };
    use crate::concern::samples::{all_desks, pupil, staff};
    use crate::scenario::{given, words};

    fn correct(from: PersonRef, to: PersonRef, by: Option<u8>) -> CorrectPerson {
        CorrectPerson {
            from,
            to,
            reason: words("Two pupils share a forename."),
            concern: by.map(concern),
            routing: all_desks(),
        }
    }

    fn pupils(from: u8, to: u8, by: Option<u8>) -> CorrectPerson {
        correct(pupil(from).person, pupil(to).person, by)
    }

    fn colleague(n: u8) -> PersonRef {
        staff(n, LinkRole::Other).person
    }

    fn second_concern_names(n: u8) -> AllegationEvent {
        AllegationConcernAdded {
            concern: concern(2),
            people: vec![pupil(n)],
        }
        .into()
    }

    #[test]
    fn the_right_person_takes_the_place_of_the_wrong_one() {
        for by in [None, Some(1)] {
            given::<Allegation>([opened()])
                .when(pupils(1, 2, by))
                .then([corrected(pupils(1, 2, by))])
                .when(pupils(1, 2, by))
                .then_already_so();
        }
        given::<Allegation>([opened()])
            .when(correct(teacher().person, colleague(8), None))
            .then_events();
    }

    #[test]
    fn whom_another_concern_names_rightly_stays() {
        let linked = AllegationPersonLinked {
            person: pupil(2),
            reason: Some(words("Two pupils share a forename.")),
        };
        given::<Allegation>([opened(), second_concern_names(1)])
            .when(pupils(1, 2, Some(1)))
            .then([linked.into()])
            .when(pupils(1, 2, Some(1)))
            .then_already_so();
        given::<Allegation>([opened(), second_concern_names(3)])
            .when(pupils(3, 2, Some(1)))
            .then_already_so();
    }

    #[test]
    fn nobody_is_put_there_for_whom_it_would_go_elsewhere() {
        let mut to_head = correct(teacher().person, colleague(8), None);
        to_head.routing = with_head(8);
        given::<Allegation>([opened()])
            .when(to_head)
            .then_refused(Code::RouteChanges);
        given::<Allegation>([opened()])
            .when(correct(teacher().person, colleague(HEAD), None))
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn a_corrected_concern_also_corrects_a_closed_matter() {
        given::<Allegation>([opened(), closed()])
            .when(pupils(1, 2, Some(1)))
            .then([corrected(pupils(1, 2, Some(1)))]);
        needs_an_open_matter(pupils(1, 2, None));
    }

    #[test]
    fn somebody_who_is_not_linked_cannot_be_corrected_by_hand() {
        given::<Allegation>([opened()])
            .when(pupils(3, 2, None))
            .then_refused(Code::PersonNotLinked);
    }

    #[test]
    fn it_takes_a_reason() {
        let mut unreasoned = pupils(1, 2, None);
        unreasoned.reason = words("");
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
