//! Who is around a child, as the MIS or a safeguarding lead has it.

use lanyard_events::ContactId;
use lanyard_events::pupil::{
    PupilContactChanged, PupilContactEnded, PupilContactRecorded, PupilEvent,
};

use crate::pupil::around::Around;
use crate::pupil::command::{ChangeContact, EndContact, Known, RecordContact};
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

/// Contacts of one child at a time: families, carers and agencies of a child in care are under twenty.
const CONTACTS_MAX: usize = 50;
/// Ways to reach one contact.
const REACH_MAX: usize = 10;

pub(in crate::pupil) fn record(
    state: &State,
    record: RecordContact,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    let RecordContact { contact, known } = record;
    if around.knows(contact) {
        return if around.contact(contact).is_some_and(|it| it.known == known) {
            Ok(Vec::new())
        } else {
            Err(Refusal::new(
                Code::AlreadyExists,
                "A contact with this id is recorded already: change it instead.",
            ))
        };
    }
    let mut checks = checked(around, contact, &known);
    checks.count("/name", around.contacts().count() + 1, CONTACTS_MAX);
    checks.done()?;
    Ok(vec![
        PupilContactRecorded {
            contact,
            name: known.name,
            relation: known.relation,
            reach: known.reach,
            responsibility: known.responsibility,
            may_be_told: known.may_be_told,
            mis_id: known.mis_id,
        }
        .into(),
    ])
}

pub(in crate::pupil) fn change(
    state: &State,
    change: ChangeContact,
) -> Result<Vec<PupilEvent>, Refusal> {
    let around = &state.registered()?.around;
    let ChangeContact { contact, known } = change;
    if of_today(around, contact)?.known == known {
        return Ok(Vec::new());
    }
    checked(around, contact, &known).done()?;
    Ok(vec![
        PupilContactChanged {
            contact,
            name: known.name,
            relation: known.relation,
            reach: known.reach,
            responsibility: known.responsibility,
            may_be_told: known.may_be_told,
            mis_id: known.mis_id,
        }
        .into(),
    ])
}

/// A mark is no hindrance: a refusal here would tell the MIS of it. It stays with the person.
pub(in crate::pupil) fn end(state: &State, end: EndContact) -> Result<Vec<PupilEvent>, Refusal> {
    of_today(&state.registered()?.around, end.contact)?;
    let mut checks = Checks::default();
    checks.optional("/reason", end.reason.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    Ok(vec![
        PupilContactEnded {
            contact: end.contact,
            reason: end.reason,
        }
        .into(),
    ])
}

/// A contact of today, or the refusal of what needs one.
pub(super) fn of_today(
    around: &Around,
    contact: ContactId,
) -> Result<&crate::pupil::around::Contact, Refusal> {
    around.contact(contact).ok_or_else(|| {
        Refusal::new(
            Code::NoSuchContact,
            "The pupil has no such contact, or not any more.",
        )
    })
}

fn checked(around: &Around, contact: ContactId, known: &Known) -> Checks {
    let mut checks = Checks::default();
    checks.text("/name", known.name.expose(), LABEL_MAX_CHARS);
    checks.count("/reach", known.reach.len(), REACH_MAX);
    for (index, reach) in known.reach.iter().enumerate() {
        checks.text(
            format!("/reach/{index}/at"),
            reach.at.expose(),
            LABEL_MAX_CHARS,
        );
        let note = reach.note.as_ref();
        checks.optional(format!("/reach/{index}/note"), note, LABEL_MAX_CHARS);
    }
    let basis = known.responsibility.basis.as_ref();
    checks.optional("/responsibility/basis", basis, TEXT_MAX_CHARS);
    checks.label("/mis_id", known.mis_id.as_ref());
    let has_it = |other: &crate::pupil::around::Contact| {
        other.id != contact && known.mis_id.is_some() && other.known.mis_id == known.mis_id
    };
    if around.contacts().any(has_it) {
        let detail = "Another contact of this pupil has this id of the MIS.";
        checks.fail(Code::MisIdTaken, "/mis_id", detail);
    }
    checks
}

#[cfg(test)]
mod tests {
    use lanyard_events::pupil::{Reach, ReachKind};

    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{contact, known, registered};
    use crate::scenario::{given, words};

    fn record(n: u8) -> RecordContact {
        RecordContact {
            contact: contact(n),
            known: known(),
        }
    }

    fn other(n: u8) -> ChangeContact {
        let mut known = known();
        known.name = words("Dana Example");
        ChangeContact {
            contact: contact(n),
            known,
        }
    }

    #[test]
    fn a_contact_is_recorded_once_and_changed() {
        let events = given::<Pupil>([registered()]).when(record(1)).then_events();
        let history = || std::iter::once(registered()).chain(events.clone());
        given::<Pupil>(history()).when(record(1)).then_already_so();
        let changed = given::<Pupil>(history()).when(other(1)).then_events();
        given::<Pupil>(history().chain(changed))
            .when(other(1))
            .then_already_so();
    }

    #[test]
    fn the_mis_knows_a_contact_once() {
        let events = given::<Pupil>([registered()]).when(record(1)).then_events();
        let refusal = given::<Pupil>(std::iter::once(registered()).chain(events))
            .when(record(2))
            .then_refused(Code::MisIdTaken);
        assert_eq!(refusal.pointer(), Some("/mis_id"));
    }

    #[test]
    fn whatever_is_said_says_something() {
        let mut wrong = record(1);
        wrong.known.name = words(" ");
        wrong.known.reach.push(Reach {
            kind: ReachKind::Email,
            at: words(""),
            note: Some(words("")),
        });
        wrong.known.responsibility.basis = Some(words(""));
        let refusal = given::<Pupil>([registered()])
            .when(wrong)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.faults().count(), 4);
    }

    #[test]
    fn who_has_ended_is_no_contact() {
        let events = given::<Pupil>([registered()]).when(record(1)).then_events();
        let end = EndContact {
            contact: contact(1),
            reason: None,
        };
        let ended = given::<Pupil>(std::iter::once(registered()).chain(events.clone()))
            .when(end.clone())
            .then_events();
        given::<Pupil>(std::iter::once(registered()).chain(events).chain(ended))
            .when(end)
            .then_refused(Code::NoSuchContact);
    }

    #[test]
    fn there_has_to_be_a_readable_pupil() {
        given::<Pupil>([])
            .when(record(1))
            .then_refused(Code::Absent);
        given::<Pupil>([])
            .then_erased()
            .when(record(1))
            .then_refused(Code::Erased);
        given::<Pupil>([registered()])
            .when(other(1))
            .then_refused(Code::NoSuchContact);
    }
}
