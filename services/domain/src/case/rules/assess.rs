//! Risks and needs of a child, and the plan by which they are kept safe (domain.md 2, "Case"; KCSIE part
//! 5): each takes the place of the one before, and is looked at again on a day.

use lanyard_events::At;
use lanyard_events::case::CaseEvent;

use super::linked_pupil;
use crate::case::command::Assess;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(
    state: &State,
    assess: Assess,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let Assess(assessed) = assess;
    let mut checks = Checks::default();
    checks.text("/text", assessed.text.expose(), TEXT_MAX_CHARS);
    checks.review("/review_on", assessed.review_on, at);
    checks.done()?;
    linked_pupil(case, assessed.pupil)?;
    Ok(vec![assessed.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::PupilId;
    use lanyard_events::case::{AssessmentKind, CaseAssessed};

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::clock::london_day;
    use crate::refusal::Code;
    use crate::scenario::{given, id, now, words};

    fn ahead() -> lanyard_events::Day {
        let tomorrow = london_day(now()).date().tomorrow().unwrap();
        lanyard_events::Day::new(tomorrow)
    }

    fn assessed(pupil: u8, text: &str) -> CaseAssessed {
        CaseAssessed {
            pupil: PupilId::new(id(pupil)),
            kind: AssessmentKind::SafetyPlan,
            text: words(text),
            review_on: ahead(),
        }
    }

    #[test]
    fn it_is_recorded_each_time_with_its_review() {
        let one = assessed(1, "Walks with a friend.");
        let two = assessed(1, "Walks with her tutor.");
        given::<Case>([opened()])
            .when(Assess(one.clone()))
            .then([one.into()])
            .when(Assess(two.clone()))
            .then([two.into()]);
    }

    #[test]
    fn it_says_something_of_a_child_of_an_open_case_and_comes_back() {
        let blank = given::<Case>([opened()])
            .when(Assess(assessed(1, " ")))
            .then_refused(Code::TextBlank);
        assert_eq!(blank.pointer(), Some("/text"));
        let mut past = assessed(1, "Walks with a friend.");
        past.review_on = "2020-01-01".parse().unwrap();
        let refusal = given::<Case>([opened()])
            .when(Assess(past))
            .then_refused(Code::ReviewNotAhead);
        assert_eq!(refusal.pointer(), Some("/review_on"));
        given::<Case>([opened()])
            .when(Assess(assessed(2, "Walks with a friend.")))
            .then_refused(Code::PersonNotLinked);
        given::<Case>([opened(), closed()])
            .when(Assess(assessed(1, "Walks with a friend.")))
            .then_refused(Code::CaseClosed);
    }
}
