//! Leaving a step out: where its playbook allows it, with a reason.

use lanyard_events::At;
use lanyard_events::step::{StepMoves, StepSkip, StepSkipped};

use crate::refusal::{Code, Refusal};
use crate::steps::command::SkipStep;
use crate::steps::matter::{Matter, StepEvent, second_person, step_of};
use crate::steps::settle::{CountsFrom, settle};
use crate::steps::task::{Task, TaskState};
use crate::text;

pub(crate) fn skip_step(
    matter: &Matter<'_>,
    skip: SkipStep,
    at: At,
) -> Result<Vec<StepEvent>, Refusal> {
    let task = step_of(matter, &skip.name, skip.by)?;
    text::check("/reason", &skip.reason)?;
    may_be_left_out(task, skip.said.as_deref())?;
    // Not telling a desk takes two where the step says so (R8); so does what takes two itself.
    let second = second_person(skip.second, skip.by, task.step.done.two)?;
    match task.state {
        TaskState::Skipped => return Ok(Vec::new()),
        TaskState::Done => {
            return Err(Refusal::new(
                Code::StepAlreadyDone,
                "This step was done already.",
            ));
        }
        TaskState::Waiting | TaskState::Open | TaskState::Closed => {}
    }
    let mut skipped = StepSkipped {
        name: skip.name,
        said: skip.said,
        reason: skip.reason,
        second,
        moves: StepMoves::default(),
    };
    let mut playbooks = matter.playbooks.clone();
    playbooks.step_skipped(&skipped);
    skipped.moves = settle(&mut playbooks, None, CountsFrom::at(at), &skip.calendar);
    Ok(vec![StepEvent::Skipped(skipped)])
}

fn may_be_left_out(task: &Task, said: Option<&str>) -> Result<(), Refusal> {
    match (&task.step.skip, said) {
        (StepSkip::Reason, None) => Ok(()),
        (StepSkip::Said { words }, Some(said)) if words == said => Ok(()),
        (StepSkip::Said { words }, _) => Err(Refusal::of_field(
            Code::OtherWords,
            "/said",
            format!("This step is left out by saying exactly: {words}"),
        )),
        (StepSkip::Reason, Some(_)) => Err(Refusal::of_field(
            Code::OtherWords,
            "/said",
            "This step is left out with a reason alone.",
        )),
        (StepSkip::No, _) => Err(Refusal::new(
            Code::StepNotSkippable,
            "This step may not be left out: do it, and say in it what could not be done.",
        )),
        (StepSkip::Answered { step, .. }, _) => Err(Refusal::new(
            Code::StepNotSkippable,
            format!("This step closes itself by the answer to step {step}, and not otherwise."),
        )),
    }
}
