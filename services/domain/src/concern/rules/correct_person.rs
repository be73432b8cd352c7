//! Putting the right person in the place of a wrong one (S08). The old name stays in the record.

use lanyard_events::concern::{AboutAdult, ConcernEvent, ConcernPersonCorrected};
use lanyard_events::{LinkRole, LinkedPerson};

use super::raiser_or_senior;
use crate::concern::command::{CorrectPerson, Standing};
use crate::concern::state::{Matter, State};
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::routing::route;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    correct: CorrectPerson,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    raiser_or_senior(correct.by)?;
    let mut checks = Checks::default();
    people::check_person(&mut checks, "/to", &correct.to);
    checks.text("/reason", correct.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let Some(part) = people::part_of(&matter.people, &correct.from) else {
        return not_linked(matter, &correct);
    };
    if correct.from == correct.to {
        return Ok(Vec::new());
    }
    keeps_its_route(matter, &correct, part)?;
    let corrected = ConcernPersonCorrected {
        from: correct.from,
        to: correct.to,
        reason: correct.reason,
    };
    Ok(vec![corrected.into()])
}

fn not_linked(matter: &Matter, correct: &CorrectPerson) -> Result<Vec<ConcernEvent>, Refusal> {
    let is_so = matter
        .corrected
        .iter()
        .any(|(from, to)| *from == correct.from && *to == correct.to);
    if is_so {
        return Ok(Vec::new());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/from",
        "This person is not linked to the concern.",
    ))
}

/// Who sees a concern is settled when it is raised. A correction that would send it elsewhere (a
/// pupil becomes an accused member of staff, a teacher the headteacher) is refused: otherwise the
/// accused's own desk, or nobody, would have it.
fn keeps_its_route(
    matter: &Matter,
    correct: &CorrectPerson,
    part: LinkRole,
) -> Result<(), Refusal> {
    let Some(_) = correct.to.staff() else {
        return Ok(());
    };
    // The adult's matter has gone to the right people already; here the one who was found is only
    // shut out, as everybody linked is.
    if correct.by == Standing::Matched {
        return Ok(());
    }
    let accused = people::accuses_staff(&LinkedPerson::new(correct.to.clone(), part));
    let is_kept = if matter.about_adult == AboutAdult::No {
        !accused
    } else {
        let mut people = matter.people.clone();
        people::replace(&mut people, &correct.from, &correct.to);
        let subjects = Matter::subjects(&people);
        route(matter.about_adult, &subjects, &correct.routing) == matter.sent_to()
    };
    if is_kept {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::RouteChanges,
        "/to",
        "A concern about this person goes to other people: raise a new concern about them, so that \
         it reaches the right ones.",
    ))
}

#[cfg(test)]
mod tests {
    use lanyard_events::concern::ConcernRerouted;
    use lanyard_events::{PersonRef, Role, StaffId};

    use super::*;
    use crate::concern::Concern;
    use crate::concern::samples::{
        a_raise, all_desks, pupil, raised, raised_about_adult, raised_by, staff,
    };
    use crate::routing::StaffFacts;
    use crate::scenario::{given, id, words};

    fn correct(from: PersonRef, to: PersonRef) -> CorrectPerson {
        CorrectPerson {
            by: Standing::Senior,
            from,
            to,
            reason: words("Two pupils share a forename."),
            routing: all_desks(),
        }
    }

    fn corrected(from: PersonRef, to: PersonRef) -> ConcernEvent {
        ConcernPersonCorrected {
            from,
            to,
            reason: words("Two pupils share a forename."),
        }
        .into()
    }

    #[test]
    fn the_right_pupil_takes_the_place_of_the_wrong_one() {
        let (wrong, right) = (pupil(1).person, pupil(2).person);
        given::<Concern>([raised()])
            .when(correct(wrong.clone(), right.clone()))
            .then([corrected(wrong.clone(), right.clone())])
            .when(correct(wrong, right))
            .then_already_so();
    }

    #[test]
    fn a_right_person_who_is_linked_already_keeps_their_part() {
        let mut both = a_raise();
        both.people.push(pupil(2));
        given::<Concern>([raised_by(both)])
            .when(correct(pupil(1).person, pupil(2).person))
            .then([corrected(pupil(1).person, pupil(2).person)])
            .when(correct(pupil(2).person, pupil(2).person))
            .then_already_so();
    }

    #[test]
    fn somebody_who_is_not_linked_cannot_be_corrected() {
        let refusal = given::<Concern>([raised()])
            .when(correct(pupil(3).person, pupil(2).person))
            .then_refused(Code::PersonNotLinked);
        assert_eq!(refusal.pointer(), Some("/from"));
    }

    #[test]
    fn it_takes_a_reason_and_a_person() {
        let nobody = PersonRef::Described {
            description: words(" "),
        };
        let mut blank = correct(pupil(1).person, nobody);
        given::<Concern>([raised()])
            .when(blank.clone())
            .then_refused(Code::TextBlank);
        blank.to = pupil(2).person;
        blank.reason = words("");
        let refusal = given::<Concern>([raised()])
            .when(blank)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/reason"));
    }

    #[test]
    fn only_the_raiser_or_a_senior_corrects() {
        let mut other = correct(pupil(1).person, pupil(2).person);
        other.by = Standing::Neither;
        given::<Concern>([raised()])
            .when(other)
            .then_refused(Code::OnlyRaiserOrSenior);
    }

    #[test]
    fn a_pupils_concern_does_not_become_one_about_an_accused_adult() {
        let mut accused = a_raise();
        accused.people[0].role = LinkRole::AllegedToHaveDoneIt;
        let teacher = staff(7, LinkRole::Other).person;
        given::<Concern>([raised_by(accused)])
            .when(correct(pupil(1).person, teacher.clone()))
            .then_refused(Code::RouteChanges);
        given::<Concern>([raised()])
            .when(correct(pupil(1).person, teacher.clone()))
            .then([corrected(pupil(1).person, teacher)]);
    }

    #[test]
    fn an_adults_matter_may_move_to_another_adult_of_the_same_route_only() {
        let (wrong, right) = (
            staff(7, LinkRole::Other).person,
            staff(8, LinkRole::Other).person,
        );
        given::<Concern>([raised_about_adult()])
            .when(correct(wrong.clone(), right.clone()))
            .then([corrected(wrong.clone(), right.clone())]);
        let mut to_the_head = correct(wrong, right);
        to_the_head.routing.staff.push(StaffFacts {
            staff: StaffId::new(id(8)),
            holds_head_here: true,
            holds_dsl_here: false,
            is_it: false,
            trust_employed: false,
            is_trust_lead: false,
            is_elt_or_governor_or_trustee: false,
        });
        given::<Concern>([raised_about_adult()])
            .when(to_the_head)
            .then_refused(Code::RouteChanges);
    }

    #[test]
    fn an_alternate_who_was_let_in_does_not_keep_another_adult_from_being_named() {
        let (wrong, right) = (
            staff(7, LinkRole::Other).person,
            staff(8, LinkRole::Other).person,
        );
        let rerouted = |routed_to: &[Role]| -> ConcernEvent {
            ConcernRerouted {
                routed_to: routed_to.to_vec(),
                receivers: vec![StaffId::new(id(11))],
                reason: words("Nobody has answered in time."),
            }
            .into()
        };
        let one = rerouted(&[Role::Head, Role::TrustLead]);
        let both = rerouted(&[Role::Head, Role::TrustLead, Role::Chair]);
        for history in [vec![one.clone()], vec![one.clone(), both]] {
            given::<Concern>([raised_about_adult()].into_iter().chain(history))
                .when(correct(wrong.clone(), right.clone()))
                .then([corrected(wrong.clone(), right.clone())]);
        }
        // Sent on, it is where it was sent.
        given::<Concern>([raised_about_adult(), one, rerouted(&[Role::Chair])])
            .when(correct(wrong, right))
            .then_refused(Code::RouteChanges);
    }

    #[test]
    fn whom_the_adults_matter_has_found_is_named_here_too_wherever_it_has_gone() {
        let described = PersonRef::Described {
            description: words("the new one"),
        };
        let mut unmatched = a_raise();
        unmatched.about_adult = AboutAdult::Yes;
        unmatched.people[0].person = described.clone();
        let head = staff(8, LinkRole::Other).person;
        let mut found = correct(described.clone(), head.clone());
        found.routing.staff.push(StaffFacts {
            staff: StaffId::new(id(8)),
            holds_head_here: false,
            holds_dsl_here: false,
            is_it: false,
            trust_employed: false,
            is_trust_lead: true,
            is_elt_or_governor_or_trustee: false,
        });
        given::<Concern>([raised_by(unmatched.clone())])
            .when(found.clone())
            .then_refused(Code::RouteChanges);
        found.by = Standing::Matched;
        given::<Concern>([raised_by(unmatched)])
            .when(found)
            .then([corrected(described, head)]);
    }

    #[test]
    fn there_has_to_be_a_readable_concern() {
        let command = correct(pupil(1).person, pupil(2).person);
        given::<Concern>([])
            .when(command.clone())
            .then_refused(Code::Absent);
        given::<Concern>([])
            .then_erased()
            .when(command)
            .then_refused(Code::Erased);
    }

    /// Who was once named as the adult whom it is about, and is not any more.
    fn once_named(history: Vec<ConcernEvent>) -> Vec<StaffId> {
        let evolve = |state: State, event: &ConcernEvent| state.evolve(event).unwrap_or_default();
        let state = history.iter().fold(State::default(), evolve);
        { state.matter() }.map_or_else(Vec::new, |matter| matter.once_named().collect())
    }

    #[test]
    fn whoever_was_once_named_as_the_adult_is_remembered_and_a_witness_is_not() {
        for (role, about_adult, remembered) in [
            (LinkRole::AllegedToHaveDoneIt, AboutAdult::Yes, true),
            (LinkRole::Other, AboutAdult::NotSure, true),
            (LinkRole::Other, AboutAdult::No, false),
            (LinkRole::Witness, AboutAdult::Yes, false),
        ] {
            let mut raise = a_raise();
            raise.about_adult = about_adult;
            raise.people.push(staff(7, role));
            let raised = raised_by(raise);
            assert_eq!(once_named(vec![raised.clone()]), [], "{role:?}: still is");
            let somebody = PersonRef::Described {
                description: words("The cover teacher"),
            };
            let wrong = staff(7, role).person;
            let corrected = given::<Concern>([raised.clone()])
                .when(correct(wrong.clone(), somebody))
                .then_events();
            let history = [raised].into_iter().chain(corrected).collect();
            let named: Vec<StaffId> = { wrong.staff().into_iter() }
                .filter(|_| remembered)
                .collect();
            assert_eq!(once_named(history), named, "{role:?} {about_adult:?}");
        }
    }
}
