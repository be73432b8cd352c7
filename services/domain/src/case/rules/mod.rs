//! One file per command.

pub(super) mod add_concern;
pub(super) mod add_note;
pub(super) mod assess;
pub(super) mod change_owner;
pub(super) mod close;
pub(super) mod complete_action;
pub(super) mod correct_person;
pub(super) mod do_step;
pub(super) mod give_action;
pub(super) mod give_step;
pub(super) mod hear_wishes;
pub(super) mod hold;
pub(super) mod link_person;
pub(super) mod lose_owner;
pub(super) mod measure;
pub(super) mod open;
pub(super) mod parents_contact;
pub(super) mod parents_not_told;
pub(super) mod plan;
pub(super) mod plan_action;
pub(super) mod reopen;
pub(super) mod skip_step;
pub(super) mod start_playbook;
pub(super) mod tell_governors;

use lanyard_events::case::CaseEvent;
use lanyard_events::step::{StepDone, StepMoves, StepName};
use lanyard_events::{At, PersonRef, PupilId};

use super::state::Record;
use crate::clock::SchoolCalendar;
use crate::policy::Per;
use crate::refusal::{Code, Refusal};
use crate::steps::{CountsFrom, StepEvent, Task, TaskState, settle};

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

/// The steps that are done once something was decided about the parents of every child (R9). The
/// event that decides about `child` comes first; what else moves is reckoned after it.
fn parents_steps(
    record: &Record,
    child: PupilId,
    calendar: &SchoolCalendar,
    at: At,
) -> Vec<CaseEvent> {
    let mut playbooks = record.playbooks.clone();
    playbooks.decide_parents(child);
    if !playbooks.parents_decided_for(record.children()) {
        return Vec::new();
    }
    let is_theirs =
        |task: &Task| task.state == TaskState::Open && task.is_per(Per::ParentOfEachChild);
    let theirs: Vec<StepName> = { playbooks.tasks() }
        .filter(|(_, task)| is_theirs(task))
        .map(|(name, _)| name)
        .collect();
    { theirs.into_iter() }
        .map(|name| {
            let mut done = StepDone {
                name,
                child: None,
                answer: None,
                text: None,
                reference: None,
                fields: Vec::new(),
                second: None,
                complete: true,
                moves: StepMoves::default(),
            };
            playbooks.step_done(&done);
            done.moves = settle(&mut playbooks, None, CountsFrom::at(at), calendar);
            StepEvent::Done(done).into()
        })
        .collect()
}
