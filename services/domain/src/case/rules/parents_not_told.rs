//! The decision not to tell parents: it takes a reason and a day on which it is looked at again
//! (R9, S07).

use lanyard_events::At;
use lanyard_events::case::{CaseEvent, CaseParentsNotTold};

use super::{linked_pupil, parents_steps};
use crate::case::command::RecordParentsNotTold;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(
    state: &State,
    record: RecordParentsNotTold,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let mut checks = Checks::default();
    checks.optional("/contact", record.contact.as_ref(), TEXT_MAX_CHARS);
    checks.text("/reason", record.reason.expose(), TEXT_MAX_CHARS);
    checks.review("/review_on", record.review_on, at);
    checks.done()?;
    linked_pupil(case, record.pupil)?;
    let not_told = CaseParentsNotTold {
        pupil: record.pupil,
        contact: record.contact,
        reason: record.reason,
        review_on: record.review_on,
    };
    let mut events = vec![not_told.into()];
    events.extend(parents_steps(case, record.pupil, &record.calendar, at));
    Ok(events)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::PupilId;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{calendar, closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};

    fn record(review_on: &str) -> RecordParentsNotTold {
        RecordParentsNotTold {
            pupil: PupilId::new(id(1)),
            contact: Some(words("Father")),
            reason: words("He is alleged to be violent."),
            review_on: review_on.parse().unwrap(),
            calendar: calendar(),
        }
    }

    #[test]
    fn it_is_recorded_with_reason_and_review() {
        let not_told = CaseParentsNotTold {
            pupil: PupilId::new(id(1)),
            contact: Some(words("Father")),
            reason: words("He is alleged to be violent."),
            review_on: "2026-11-24".parse().unwrap(),
        };
        given::<Case>([opened()])
            .when(record("2026-11-24"))
            .then([not_told.into()]);
    }

    #[test]
    fn it_cannot_be_left_without_reason_or_review_ahead() {
        let mut unreasoned = record("2026-11-24");
        unreasoned.reason = words(" ");
        let refusal = given::<Case>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/reason"));
        given::<Case>([opened()])
            .when(record("2026-11-10"))
            .then_refused(Code::ReviewNotAhead);
        given::<Case>([opened()])
            .when(record("2028-11-10"))
            .then_refused(Code::ReviewTooFar);
    }

    #[test]
    fn a_child_who_is_not_linked_is_refused() {
        let mut other = record("2026-11-24");
        other.pupil = PupilId::new(id(2));
        given::<Case>([opened()])
            .when(other)
            .then_refused(Code::PersonNotLinked);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        let command = record("2026-11-24");
        given::<Case>([opened(), closed()])
            .when(command.clone())
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(command.clone())
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(command)
            .then_refused(Code::Erased);
    }
}
