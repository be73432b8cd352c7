//! A contact with a parent or carer, per child and per parent (R9).

use lanyard_events::At;
use lanyard_events::case::{CaseEvent, CaseParentsContacted};

use super::{linked_pupil, parents_steps};
use crate::case::command::RecordParentsContact;
use crate::case::state::State;
use crate::pupil::Addressable;
use crate::refusal::{Code, Refusal};
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
    may_be_addressed(record.addressable)?;
    let contacted = CaseParentsContacted {
        pupil: record.pupil,
        person: record.person,
        contact: record.contact,
        how: record.how,
        summary: record.summary,
    };
    let mut events = vec![contacted.into()];
    events.extend(parents_steps(case, record.pupil, &record.calendar, at));
    Ok(events)
}

/// Nobody is addressed who is marked "do not contact", or must not be told; and as long as there is
/// one, no words go round the mark (domain.md 2, "Pupil").
fn may_be_addressed(addressable: Addressable) -> Result<(), Refusal> {
    match addressable {
        Addressable::Yes => Ok(()),
        Addressable::NotNamed => Err(Refusal::of_field(
            Code::ContactNotNamed,
            "/person",
            "Somebody around this child must not be told. Say which of the recorded contacts is meant.",
        )),
        Addressable::Unknown => Err(Refusal::of_field(
            Code::UnknownContact,
            "/person",
            "The pupil has no such contact, or not any more.",
        )),
        Addressable::Marked => Err(Refusal::new(
            Code::DoNotContact,
            "This person is marked \"do not contact\". A safeguarding lead may lift the mark with a \
             reason. What came from them is written down as a note.",
        )),
        Addressable::MustNotBeTold => Err(Refusal::new(
            Code::MustNotBeTold,
            "This person must not be told of the child's matters. What came from them is written \
             down as a note.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::PupilId;
    use lanyard_events::case::ContactHow;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{calendar, closed, opened};
    use crate::scenario::{given, id, words};

    fn record(pupil: u8) -> RecordParentsContact {
        RecordParentsContact {
            pupil: PupilId::new(id(pupil)),
            person: None,
            addressable: Addressable::Yes,
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
            person: None,
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
    fn whoever_must_not_be_contacted_is_not_addressed() {
        for (addressable, code, pointer) in [
            (Addressable::Marked, Code::DoNotContact, None),
            (Addressable::MustNotBeTold, Code::MustNotBeTold, None),
            (Addressable::Unknown, Code::UnknownContact, Some("/person")),
            (
                Addressable::NotNamed,
                Code::ContactNotNamed,
                Some("/person"),
            ),
        ] {
            let mut told = record(1);
            told.addressable = addressable;
            let refusal = given::<Case>([opened()]).when(told).then_refused(code);
            assert_eq!(refusal.pointer(), pointer);
        }
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
