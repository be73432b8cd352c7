//! Leaving a step of a case out: see [`crate::steps`].

use lanyard_events::At;
use lanyard_events::case::CaseEvent;

use crate::case::state::State;
use crate::refusal::Refusal;
use crate::steps::{self, SkipStep};

pub(in crate::case) fn decide(
    state: &State,
    skip: SkipStep,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    steps::events(steps::skip_step(&state.open()?.matter(), skip, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{
        DSL, HEAD, calendar, closed, opened, senior, staff_id, start, step,
    };
    use crate::policy::{Shipped, Skip};
    use crate::refusal::Code;
    use crate::scenario::{Given, given, words};
    use crate::steps::{Doer, StartPlaybook};

    const GROOMING: &str = "inappropriate_contact_with_a_child";

    fn skip(playbook: &str, name: &str) -> SkipStep {
        SkipStep {
            name: step(playbook, name),
            said: None,
            reason: words("The police have all of it and report it themselves."),
            second: None,
            by: Doer::Person {
                staff: staff_id(DSL),
                is_senior: true,
            },
            calendar: calendar(),
        }
    }

    fn with(playbook: StartPlaybook) -> Given<Case> {
        let started = given::<Case>([opened()]).when(playbook).then_events();
        given([opened()].into_iter().chain(started))
    }

    #[test]
    fn not_telling_ceop_takes_two_people_and_takes_it_off_the_queue() {
        with(start(GROOMING))
            .when(skip(GROOMING, "7.5"))
            .then_refused(Code::SecondPersonNeeded);
        let mut with_second = skip(GROOMING, "7.5");
        with_second.second = Some(senior(HEAD));
        let events = with(start(GROOMING)).when(with_second).then_events();
        let CaseEvent::StepSkipped(skipped) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(skipped.second, Some(staff_id(HEAD)));
        assert_eq!(skipped.moves.dropped[0].agency, "ceop");
    }

    #[test]
    fn what_may_not_be_left_out_is_not() {
        with(start(GROOMING))
            .when(skip(GROOMING, "7.4"))
            .then_refused(Code::StepNotSkippable);
        let image = "suspected_indecent_image";
        with(start(image))
            .when(skip(image, "11.3"))
            .then_refused(Code::StepNotSkippable);
    }

    /// playbooks.md 9: every `no` in Skip is really refused, by two people too; so is what closes by an answer alone.
    #[test]
    fn every_step_that_may_not_be_left_out_is_refused_in_every_playbook() {
        let mut asked = 0;
        for book in { Shipped::get().playbooks.iter() }.filter(|book| !book.about_adults) {
            let id = book.id.as_str();
            let started = given::<Case>([opened()]).when(start(id)).then_events();
            for of in &book.steps {
                if !matches!(of.skip, Skip::No | Skip::Answered { .. }) {
                    continue;
                }
                let mut without = skip(id, of.id.as_str());
                without.second = Some(senior(HEAD));
                given::<Case>([opened()].into_iter().chain(started.clone()))
                    .when(without)
                    .then_refused(Code::StepNotSkippable);
                asked += 1;
            }
        }
        assert!(asked > 100, "{asked}");
    }

    #[test]
    fn some_words_close_a_step_and_no_others() {
        let site = "inappropriate_site_by_accident";
        let mut other = skip(site, "1.7");
        other.said = Some("It is fine.".to_owned());
        with(start(site))
            .when(other.clone())
            .then_refused(Code::OtherWords);
        other.said = Some("The content is legal.".to_owned());
        with(start(site)).when(other).then_events();
        let mut words_for_nothing = skip(GROOMING, "7.9");
        words_for_nothing.said = Some("The content is legal.".to_owned());
        with(start(GROOMING))
            .when(words_for_nothing)
            .then_refused(Code::OtherWords);
    }

    #[test]
    fn it_takes_a_reason_an_open_case_and_the_owner_or_a_senior() {
        let mut blank = skip(GROOMING, "7.9");
        blank.reason = words("");
        with(start(GROOMING))
            .when(blank)
            .then_refused(Code::TextBlank);
        let mut other = skip(GROOMING, "7.9");
        other.by = Doer::Person {
            staff: staff_id(9),
            is_senior: false,
        };
        with(start(GROOMING))
            .when(other)
            .then_refused(Code::OnlyStepOwnerOrSenior);
        given::<Case>([opened()])
            .when(skip(GROOMING, "7.9"))
            .then_refused(Code::NoSuchStep);
        given::<Case>([opened(), closed()])
            .when(skip(GROOMING, "7.9"))
            .then_refused(Code::CaseClosed);
    }
}
