//! Bringing stored events of older versions to the newest shape: pure, one step a version.
//!
//! To add one: raise the version in the payload's declaration, keep the old field list and a step
//! in a file of its own here, keep the old fixture. See `docs/add-an-event.md`.

mod case_note_added;
mod case_parents_contacted;
mod conflict_matter_lifted;
mod linked_people;
mod playbook_started;
mod policy_published;
mod pupil_file_received;
mod referral_disputed;
mod staff_role_proposed;
mod sub_risks;

use crate::event::EventKind;
use crate::payload::DecodeError;

/// One step from a version to the next.
struct Step {
    event_type: &'static str,
    from: u16,
    fields: &'static [&'static str],
    raise: fn(&[Vec<u8>]) -> Vec<Vec<u8>>,
}

const STEPS: &[Step] = &[
    case_note_added::FROM_1,
    case_parents_contacted::FROM_1,
    staff_role_proposed::FROM_1,
    policy_published::FROM_1,
    pupil_file_received::FROM_1,
    conflict_matter_lifted::FROM_1,
    case_parents_contacted::FROM_2,
    playbook_started::OF_CASE_FROM_1,
    playbook_started::OF_ALLEGATION_FROM_1,
    playbook_started::OF_CASE_FROM_2,
    playbook_started::OF_ALLEGATION_FROM_2,
    referral_disputed::FROM_1,
    linked_people::CONCERN_RAISED,
    linked_people::CASE_OPENED,
    linked_people::CASE_CONCERN_ADDED,
    linked_people::CASE_PERSON_LINKED,
    linked_people::ALLEGATION_OPENED,
    linked_people::ALLEGATION_CONCERN_ADDED,
    linked_people::ALLEGATION_PERSON_LINKED,
    sub_risks::CONCERN_TRIAGED,
];

fn step(event_type: &str, from: u16) -> Option<&'static Step> {
    STEPS
        .iter()
        .find(|step| step.event_type == event_type && step.from == from)
}

/// Field names of an older version.
pub(crate) fn fields_of(event_type: &str, version: u16) -> Option<&'static [&'static str]> {
    step(event_type, version).map(|step| step.fields)
}

/// Raises values of an older version, step by step, to the newest.
pub(crate) fn to_newest(
    kind: &'static EventKind,
    version: u16,
    values: &[Vec<u8>],
) -> Result<Vec<Vec<u8>>, DecodeError> {
    let mut values = values.to_vec();
    for from in version..kind.version {
        let step = step(kind.event_type, from).ok_or_else(|| DecodeError::Unknown {
            event_type: kind.event_type.to_owned(),
            version,
        })?;
        if values.len() != step.fields.len() {
            return Err(DecodeError::FieldCount {
                event_type: kind.event_type,
                expected: step.fields.len(),
                found: values.len(),
            });
        }
        values = (step.raise)(&values);
    }
    Ok(values)
}
