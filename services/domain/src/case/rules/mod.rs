//! One file per command.

pub(super) mod add_concern;
pub(super) mod add_note;
pub(super) mod change_owner;
pub(super) mod close;
pub(super) mod complete_action;
pub(super) mod correct_person;
pub(super) mod do_step;
pub(super) mod give_action;
pub(super) mod give_step;
pub(super) mod link_person;
pub(super) mod open;
pub(super) mod parents_contact;
pub(super) mod parents_not_told;
pub(super) mod plan_action;
pub(super) mod reopen;
pub(super) mod skip_step;
pub(super) mod start_playbook;

use lanyard_events::case::{CaseEvent, CaseStepDone};
use lanyard_events::step::{StepMoves, StepName};
use lanyard_events::{At, PersonRef, PupilId, StaffId};

use super::command::Doer;
use super::playbooks::{Task, TaskState, settle};
use super::state::Record;
use crate::clock::SchoolCalendar;
use crate::policy::Per;
use crate::refusal::{Code, Refusal};
use crate::senior::Senior;

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
            let mut done = CaseStepDone {
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
            done.moves = settle(&mut playbooks, None, at, calendar);
            done.into()
        })
        .collect()
}

/// The step of a name, for somebody who may do it: its owner or a senior (domain.md 1, row pastoral).
fn step_of<'a>(record: &'a Record, name: &StepName, by: Doer) -> Result<&'a Task, Refusal> {
    let task = record.playbooks.task(name).ok_or_else(|| {
        Refusal::new(
            Code::NoSuchStep,
            "No playbook of this case has such a step.",
        )
    })?;
    match by {
        Doer::Person { staff, is_senior } if staff != task.owner && !is_senior => {
            Err(Refusal::new(
                Code::OnlyStepOwnerOrSenior,
                "Only whoever the step was given to, or a safeguarding lead or headteacher, can do this.",
            ))
        }
        Doer::Person { .. } | Doer::Referral => Ok(task),
    }
}

/// Two different unconflicted seniors, both named (domain.md 1 rule 4).
fn second_person(
    second: Option<Senior>,
    by: Doer,
    needed: bool,
) -> Result<Option<StaffId>, Refusal> {
    let missing =
        |detail: &'static str| Refusal::of_field(Code::SecondPersonNeeded, "/second", detail);
    match (second, by) {
        (None, Doer::Person { .. }) if needed => Err(missing(
            "This takes two people: name the second, who has agreed with you.",
        )),
        (Some(second), Doer::Person { staff, .. }) if second.staff == staff => Err(missing(
            "Somebody other than you has to be the second person.",
        )),
        (Some(second), _) => {
            second.check("/second")?;
            Ok(Some(second.staff))
        }
        (None, Doer::Person { .. } | Doer::Referral) => Ok(None),
    }
}
