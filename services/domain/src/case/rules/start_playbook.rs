//! Starting a playbook in a case by hand (domain.md 4): see [`crate::steps`].

use lanyard_events::case::CaseEvent;

use crate::case::state::State;
use crate::refusal::Refusal;
use crate::steps::{self, StartPlaybook};

pub(in crate::case) fn decide(
    state: &State,
    start: &StartPlaybook,
) -> Result<Vec<CaseEvent>, Refusal> {
    steps::events(steps::start_playbook(&state.open()?.matter(), start))
}

#[cfg(test)]
mod tests {
    use lanyard_events::case::CasePlaybookStarted;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, HEAD, IT, closed, opened, staff_id, start, step};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn started_event(event: &CaseEvent) -> &CasePlaybookStarted {
        let CaseEvent::PlaybookStarted(started) = event else {
            panic!("{event:?}");
        };
        started
    }

    #[test]
    fn it_starts_after_the_common_steps_with_somebody_for_each_step() {
        let events = given::<Case>([opened()])
            .when(start("bullying_by_email_or_phone"))
            .then_events();
        let names: Vec<_> = { events.iter() }
            .map(|event| started_event(event).playbook.as_str())
            .collect();
        assert_eq!(names, ["common", "bullying_by_email_or_phone"]);
        let bullying = started_event(&events[1]);
        assert_eq!(bullying.edition, 1);
        assert!(
            { bullying.steps.iter() }.all(|it| [DSL, HEAD, IT].map(staff_id).contains(&it.owner))
        );
        let begun = { bullying.moves.begun.iter() }
            .find(|begun| begun.name == step("bullying_by_email_or_phone", "5.5"));
        let due = begun.and_then(|begun| begun.due_at.clone());
        assert_eq!(
            due.map(|due| due.reason).as_deref(),
            Some("today 15:30, end of the school day")
        );
        // The seed leaves the police to a decision here, so nothing stands in their queue yet; the
        // provider takes a reference.
        let desks: Vec<_> = { bullying.moves.needed.iter() }
            .map(|needed| needed.agency.as_str())
            .collect();
        assert_eq!(desks, ["platform"]);
    }

    #[test]
    fn the_common_steps_start_once_and_the_same_playbook_too() {
        let first = given::<Case>([opened()])
            .when(start("bullying_by_email_or_phone"))
            .then_events();
        let so_far = || [opened()].into_iter().chain(first.clone());
        let second = given::<Case>(so_far())
            .when(start("age_inappropriate_games"))
            .then_events();
        assert_eq!(second.len(), 1);
        given::<Case>(so_far())
            .when(start("bullying_by_email_or_phone"))
            .then_already_so();
    }

    #[test]
    fn grooming_stands_with_the_police_and_ceop_at_once() {
        let events = given::<Case>([opened()])
            .when(start("inappropriate_contact_with_a_child"))
            .then_events();
        let desks: Vec<_> = { started_event(&events[1]).moves.needed.iter() }
            .map(|needed| {
                (
                    needed.name.step.as_str(),
                    needed.agency.as_str(),
                    needed.time,
                )
            })
            .collect();
        assert_eq!(desks, [("7.5", "ceop", 1), ("7.6", "police", 1)]);
    }

    #[test]
    fn one_that_does_not_run_beside_another_is_refused() {
        let first = given::<Case>([opened()])
            .when(start("inappropriate_site_by_accident"))
            .then_events();
        given::<Case>([opened()].into_iter().chain(first))
            .when(start("inappropriate_site_on_purpose_pupil"))
            .then_refused(Code::PlaybookExcluded);
    }

    #[test]
    fn one_about_staff_never_runs_in_a_pupils_case() {
        for playbook in ["allegation_against_adult", "adult_misuses_equipment"] {
            given::<Case>([opened()])
                .when(start(playbook))
                .then_refused(Code::AdultMatter);
        }
    }

    #[test]
    fn a_reason_says_something_and_the_case_is_open() {
        let mut blank = start("age_inappropriate_games");
        blank.reason = Some(words(" "));
        given::<Case>([opened()])
            .when(blank)
            .then_refused(Code::TextBlank);
        let start = || start("age_inappropriate_games");
        given::<Case>([opened(), closed()])
            .when(start())
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(start()).then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(start())
            .then_refused(Code::Erased);
    }
}
