//! A contact with a parent or carer, per child and per parent (R9).

use lanyard_events::At;
use lanyard_events::case::{AskedFirst, CaseEvent, CaseParentsContacted};

use super::{linked_pupil, parents_steps};
use crate::case::command::RecordParentsContact;
use crate::case::state::State;
use crate::policy::Agency;
use crate::pupil::Addressable;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// Who may have to be asked first.
const ASKED_FIRST: [Agency; 3] = [Agency::Police, Agency::SocialCare, Agency::Lado];

pub(in crate::case) fn decide(
    state: &State,
    record: RecordParentsContact,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let mut checks = Checks::default();
    checks.text("/contact", record.contact.expose(), TEXT_MAX_CHARS);
    checks.text("/summary", record.summary.expose(), TEXT_MAX_CHARS);
    check_asked_first(&mut checks, record.asked_first.as_ref());
    checks.done()?;
    linked_pupil(case, record.pupil)?;
    may_be_addressed(record.addressable)?;
    was_asked_first(&record)?;
    let contacted = CaseParentsContacted {
        pupil: record.pupil,
        person: record.person,
        contact: record.contact,
        how: record.how,
        summary: record.summary,
        asked_first: record.asked_first,
    };
    let mut events = vec![contacted.into()];
    events.extend(parents_steps(case, record.pupil, &record.calendar, at));
    Ok(events)
}

fn check_asked_first(checks: &mut Checks, asked: Option<&AskedFirst>) {
    match asked {
        Some(AskedFirst::Asked { desk, advice }) => {
            if !{ ASKED_FIRST.iter() }.any(|known| known.name() == desk) {
                let names = ASKED_FIRST.map(Agency::name).join(", ");
                let detail = format!("Who is asked before parents are told is one of: {names}.");
                checks.fail(Code::UnknownAgency, "/asked_first/desk", detail);
            }
            checks.text("/asked_first/advice", advice.expose(), TEXT_MAX_CHARS);
        }
        Some(AskedFirst::NotAsked { reason }) => {
            checks.text("/asked_first/reason", reason.expose(), TEXT_MAX_CHARS);
        }
        None => {}
    }
}

/// R9: police or social care are asked first where they are involved; in a child's case out of an adult's
/// matter, the LADO (S16). A contact that was made is recorded all the same, with why nobody was asked.
fn was_asked_first(record: &RecordParentsContact) -> Result<(), Refusal> {
    if record.asked_first.is_some() || !record.must_ask {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::FieldMissing,
        "/asked_first",
        "Somebody outside is involved here who is asked before parents are told: say which desk was \
         asked and what it advised, or why none was. Name no adult who works in school.",
    ))
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
            asked_first: None,
            must_ask: false,
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
            asked_first: None,
        };
        given::<Case>([opened()])
            .when(record(1))
            .then([contacted.into()]);
    }

    #[test]
    fn where_somebody_outside_is_involved_they_are_asked_first_or_it_is_said_why_not() {
        let mut told = record(1);
        told.must_ask = true;
        let refusal = given::<Case>([opened()])
            .when(told.clone())
            .then_refused(Code::FieldMissing);
        assert_eq!(refusal.pointer(), Some("/asked_first"));
        for asked in [
            AskedFirst::Asked {
                desk: "police".to_owned(),
                advice: words("She may be told today."),
            },
            AskedFirst::NotAsked {
                reason: words("She came to the office by herself."),
            },
        ] {
            told.asked_first = Some(asked.clone());
            let events = given::<Case>([opened()]).when(told.clone()).then_events();
            assert!(matches!(
                &events[0],
                CaseEvent::ParentsContacted(contacted) if contacted.asked_first == Some(asked)
            ));
        }
        told.asked_first = Some(AskedFirst::Asked {
            desk: "platform".to_owned(),
            advice: words(" "),
        });
        let refusal = given::<Case>([opened()])
            .when(told)
            .then_refused(Code::UnknownAgency);
        assert_eq!(refusal.faults().count(), 2);
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
