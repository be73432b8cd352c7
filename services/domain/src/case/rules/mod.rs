//! One file per command.

pub(super) mod add_concern;
pub(super) mod add_note;
pub(super) mod change_owner;
pub(super) mod close;
pub(super) mod complete_action;
pub(super) mod correct_person;
pub(super) mod link_person;
pub(super) mod open;
pub(super) mod parents_contact;
pub(super) mod parents_not_told;
pub(super) mod plan_action;
pub(super) mod reopen;

use lanyard_events::{PersonRef, PupilId};

use super::state::Record;
use crate::refusal::{Code, Refusal};

/// Adults' matters are kept apart from pupils' cases (domain.md 1 rule 1).
fn adult_matter(pointer: &'static str) -> Refusal {
    Refusal::of_field(
        Code::AdultMatter,
        pointer,
        "A member of staff who may have done it does not belong in a pupil's case: raise a concern \
         about them, so that it reaches the right people.",
    )
}

/// Parents are decided on per child, so the child has to be one of this case.
fn linked_pupil(record: &Record, pupil: PupilId) -> Result<(), Refusal> {
    if record
        .links
        .part_of(&PersonRef::Pupil { id: pupil })
        .is_some()
    {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::PersonNotLinked,
        "/pupil",
        "This pupil is not linked to the case.",
    ))
}
