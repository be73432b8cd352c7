//! Doing a step: what counts as done is what its playbook says (domain.md 4).

use lanyard_events::case::{CaseEvent, CaseStepDone};
use lanyard_events::step::StepMoves;
use lanyard_events::{At, Sensitive};

use super::{linked_pupil, second_person, step_of};
use crate::case::command::{DoStep, Doer};
use crate::case::playbooks::{Choice, Task, TaskState, settle, started};
use crate::case::state::{Record, State};
use crate::policy::{Answer, DoneKind, Per};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// Fields of one step.
const FIELDS_MAX: usize = 50;

pub(in crate::case) fn decide(
    state: &State,
    step: DoStep,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    let task = step_of(record, &step.name, step.by)?;
    check(record, task, &step)?;
    let agencies = agencies(task, &step)?;
    let second = second_person(step.second, step.by, needs_second(task, &step))?;
    let mut done = CaseStepDone {
        complete: completes(record, task, &step),
        name: step.name,
        child: step.child,
        answer: step.answer,
        text: step.text,
        reference: step.reference,
        fields: step.fields,
        second,
        moves: StepMoves::default(),
    };
    if is_so(task, &done) {
        return Ok(Vec::new());
    }
    may_be_done_again(task, &done)?;
    let mut playbooks = record.playbooks.clone();
    playbooks.step_done(&done);
    let choice = Choice {
        name: &done.name,
        agencies: &agencies,
    };
    let moves = settle(&mut playbooks, Some(choice), at, &step.calendar);
    done.moves = moves;
    let yes = { done.answer.iter() }.any(|answer| task.counts_as(answer) == Answer::YES);
    let opened = { step.opens.iter() }
        // What is about an adult is the head's, and never runs here (domain.md 1 rule 1).
        .filter(|opens| yes && !opens.playbook.about_adults)
        .filter(|opens| !playbooks.runs(opens.playbook.id.as_str()))
        .flat_map(|opens| started(&mut playbooks.clone(), opens, Some(&done.name)));
    let opened: Vec<CaseEvent> = opened.map(Into::into).collect();
    Ok({ std::iter::once(done.into()) }.chain(opened).collect())
}

/// What the step's kind asks for is there.
fn check(record: &Record, task: &Task, step: &DoStep) -> Result<(), Refusal> {
    if task.is_per(Per::ParentOfEachChild) {
        return Err(Refusal::new(
            Code::StepTakesContacts,
            "This step is done by telling the parents of each child of the case, or by deciding not \
             to, each with its reason: record the contacts and decisions.",
        ));
    }
    if step.by == Doer::Referral {
        return Ok(());
    }
    let mut checks = Checks::default();
    if task.is(DoneKind::Decision) {
        check_answer(&mut checks, task, step);
    } else if step.answer.is_some() {
        let detail = "This step asks no question.";
        checks.fail(Code::UnknownAnswer, "/answer", detail);
    }
    let blank = Sensitive::from("");
    let needs = |kinds: &[DoneKind]| kinds.iter().any(|kind| task.is(*kind));
    if needs(&[DoneKind::Reference]) {
        let reference = step.reference.as_ref().unwrap_or(&blank);
        checks.text("/reference", reference.expose(), TEXT_MAX_CHARS);
    } else {
        checks.optional("/reference", step.reference.as_ref(), TEXT_MAX_CHARS);
    }
    if needs(&[DoneKind::Tick, DoneKind::Reference]) {
        checks.optional("/text", step.text.as_ref(), TEXT_MAX_CHARS);
    } else {
        let text = step.text.as_ref().unwrap_or(&blank);
        checks.text("/text", text.expose(), TEXT_MAX_CHARS);
    }
    check_fields(&mut checks, task, step);
    checks.done()?;
    match (task.is_per(Per::Child), step.child) {
        (true, Some(child)) => linked_pupil(record, child)
            .map_err(|_| of_child("This pupil is not linked to the case.")),
        (true, None) => Err(of_child(
            "This step is done for each child by itself: say for which one.",
        )),
        (false, Some(_)) => Err(of_child("This step is not done for each child by itself.")),
        (false, None) => Ok(()),
    }
}

fn of_child(detail: &'static str) -> Refusal {
    Refusal::of_field(Code::ChildMissing, "/child", detail)
}

fn check_answer(checks: &mut Checks, task: &Task, step: &DoStep) {
    let answers = &task.step.done.answers;
    if !{ step.answer.iter() }.any(|answer| answers.contains(answer)) {
        let detail = format!("The answer must be one of: {}.", answers.join(", "));
        checks.fail(Code::UnknownAnswer, "/answer", detail);
    }
}

fn check_fields(checks: &mut Checks, task: &Task, step: &DoStep) {
    let wanted = &task.step.done.fields;
    checks.count("/fields", step.fields.len(), FIELDS_MAX);
    for filled in &step.fields {
        if wanted.contains(&filled.field) {
            let pointer = format!("/fields/{}", filled.field);
            checks.text(pointer, filled.value.expose(), TEXT_MAX_CHARS);
        } else {
            // What somebody typed as a name is not repeated: it may be a text in the wrong place.
            let detail = format!("This step has these fields only: {}.", wanted.join(", "));
            checks.fail(Code::UnknownField, "/fields", detail);
        }
    }
    for field in wanted {
        if !{ step.fields.iter() }.any(|filled| filled.field == *field) {
            let detail = "This has to be filled in; \"not known\" is an answer.";
            checks.fail(Code::FieldMissing, format!("/fields/{field}"), detail);
        }
    }
}

/// The desks that a "yes" sends it to: those chosen, or those of the step.
fn agencies(task: &Task, step: &DoStep) -> Result<Vec<String>, Refusal> {
    let desks = &task.step.refers_to;
    for (place, agency) in step.agencies.iter().enumerate() {
        if !desks.contains(agency) {
            return Err(Refusal::of_field(
                Code::UnknownAgency,
                format!("/agencies/{place}"),
                format!("This step refers to: {}.", desks.join(", ")),
            ));
        }
    }
    if !step.agencies.is_empty() {
        return Ok(step.agencies.clone());
    }
    let answer = step.answer.as_deref().unwrap_or_default();
    let live = task.desks.values().any(|desk| desk.live);
    let several = desks.len() > 1 && !live && step.by != Doer::Referral;
    if several && task.counts_as(answer) == Answer::YES {
        return Err(Refusal::of_field(
            Code::AgencyMissing,
            "/agencies",
            format!("Say to which of these desks: {}.", desks.join(", ")),
        ));
    }
    let live = { task.desks.iter() }.filter(|(_, desk)| desk.live);
    let live: Vec<_> = live.map(|(agency, _)| agency.clone()).collect();
    Ok(if live.is_empty() { desks.clone() } else { live })
}

/// Calling never waits for a second person; not calling does, where the step takes two (R7, R8).
fn needs_second(task: &Task, step: &DoStep) -> bool {
    let answer = step.answer.as_deref().unwrap_or_default();
    task.step.done.two
        && (task.step.refers_to.is_empty()
            || (task.is(DoneKind::Decision) && task.counts_as(answer) != Answer::YES))
}

fn completes(record: &Record, task: &Task, step: &DoStep) -> bool {
    !task.is_per(Per::Child) || { record.children() }
        .all(|child| task.children.contains(&child) || step.child == Some(child))
}

fn is_so(task: &Task, done: &CaseStepDone) -> bool {
    { task.last.iter() }.any(|last| {
        let moves = done.moves.clone();
        CaseStepDone {
            moves,
            complete: done.complete,
            ..(**last).clone()
        } == *done
    })
}

/// A decision can be taken anew, and a child's turn may still be to come; anything else is done
/// once.
fn may_be_done_again(task: &Task, done: &CaseStepDone) -> Result<(), Refusal> {
    let its_turn = { done.child.iter() }.any(|child| !task.children.contains(child));
    if task.state == TaskState::Done && !task.is(DoneKind::Decision) && !its_turn {
        return Err(Refusal::new(
            Code::StepAlreadyDone,
            "This step was done already: add a note for anything that came later.",
        ));
    }
    Ok(())
}
