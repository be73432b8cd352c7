//! A contact with a parent or carer, per child and per parent (R9).

use lanyard_events::At;
use lanyard_events::case::{CaseEvent, CaseParentsContacted};

use super::{linked_pupil, parents_steps};
use crate::case::command::RecordParentsContact;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(
    state: &State,
    record: RecordParentsContact,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let mut checks = Checks::default();
    checks.text("/contact", record.contact.expose(), TEXT_MAX_CHARS);
    checks.text("/summary", record.summary.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    linked_pupil(case, record.pupil)?;
    let contacted = CaseParentsContacted {
        pupil: record.pupil,
        contact: record.contact,
        how: record.how,
        summary: record.summary,
    };
    let mut events = vec![contacted.into()];
    events.extend(parents_steps(case, record.pupil, &record.calendar, at));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use lanyard_events::PupilId;
    use lanyard_events::case::ContactHow;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{calendar, closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, id, words};

    fn record(pupil: u8) -> RecordParentsContact {
        RecordParentsContact {
            pupil: PupilId::new(id(pupil)),
            contact: words("Mother"),
            how: ContactHow::Telephone,
            summary: words("Told what happened; thankful; will keep the phone."),
            calendar: calendar(),
        }
    }

    #[test]
    fn a_contact_is_recorded_for_a_child_of_the_case() {
        let contacted = CaseParentsContacted {
            pupil: PupilId::new(id(1)),
            contact: words("Mother"),
            how: ContactHow::Telephone,
            summary: words("Told what happened; thankful; will keep the phone."),
        };
        given::<Case>([opened()])
            .when(record(1))
            .then([contacted.into()]);
    }

    #[test]
    fn a_child_who_is_not_linked_is_refused() {
        given::<Case>([opened()])
            .when(record(2))
            .then_refused(Code::PersonNotLinked);
    }

    #[test]
    fn contact_and_summary_say_something() {
        let mut blank = record(1);
        blank.contact = words("");
        blank.summary = words("");
        let refusal = given::<Case>([opened()])
            .when(blank)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.faults().count(), 2);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        given::<Case>([opened(), closed()])
            .when(record(1))
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(record(1)).then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(record(1))
            .then_refused(Code::Erased);
    }
}
