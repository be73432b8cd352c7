//! Doing a step: what counts as done is what its playbook says (domain.md 4).

use lanyard_events::step::{FilledField, StepDone, StepMoves};
use lanyard_events::{At, Sensitive};

use super::matrix;
use crate::investigation::Investigation;
use crate::policy::{Answer, DoneKind, Per};
use crate::refusal::{Code, Refusal};
use crate::steps::command::{DoStep, Doer};
use crate::steps::handover;
use crate::steps::matter::{Matter, StepEvent, second_person, step_of};
use crate::steps::settle::{Choice, CountsFrom, settle};
use crate::steps::start::started;
use crate::steps::task::{Task, TaskState};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// Fields of one step.
const FIELDS_MAX: usize = 50;

pub(crate) fn do_step(
    matter: &Matter<'_>,
    step: DoStep,
    at: At,
) -> Result<Vec<StepEvent>, Refusal> {
    let task = step_of(matter, &step.name, step.by)?;
    // It was open when it was looked for. Whoever has answered since then has answered, and what two processes come
    // to at once is recorded once.
    if step.by == Doer::Referral && task.state != TaskState::Open {
        return Ok(Vec::new());
    }
    let beside = check(matter, task, &step)?;
    let mut agencies = agencies(task, &step)?;
    let handed_over = handover::of(matter, task, &step, &agencies);
    if !matter.about_adult {
        agencies.retain(|agency| !handover::is_about_adults(agency));
    }
    let second = second_person(step.second, step.by, needs_second(task, &step))?;
    let mut done = StepDone {
        complete: completes(matter, task, &step),
        name: step.name,
        child: step.child,
        answer: step.answer,
        text: step.text,
        reference: step.reference,
        fields: { step.fields.into_iter() }
            .chain(beside)
            .chain(handed_over)
            .collect(),
        second,
        moves: StepMoves::default(),
    };
    // A "yes" that does not count any more may be given anew in the same words.
    let lapsed = matter.playbooks.has_lapsed(&done.name.playbook, task);
    if !lapsed && is_so(task, &done) {
        return Ok(Vec::new());
    }
    may_be_done_again(task, &done)?;
    let mut playbooks = matter.playbooks.clone();
    playbooks.step_done(&done);
    let choice = Choice {
        name: &done.name,
        agencies: &agencies,
    };
    let from = CountsFrom::news(at, step.known_at);
    let moves = settle(&mut playbooks, Some(choice), from, &step.calendar);
    done.moves = moves;
    let yes = { done.answer.iter() }.any(|answer| task.counts_as(answer) == Answer::YES);
    let opened = { step.opens.iter() }
        .filter(|opens| yes && matter.takes(&opens.playbook))
        .filter(|opens| !playbooks.runs(opens.playbook.id.as_str()))
        .flat_map(|opens| started(&mut playbooks.clone(), opens, Some(&done.name)));
    let opened: Vec<_> = opened.map(StepEvent::Started).collect();
    Ok({ std::iter::once(StepEvent::Done(done)) }
        .chain(opened)
        .collect())
}

/// What the step's kind asks for is there. Answers what is recorded beside it.
fn check(matter: &Matter<'_>, task: &Task, step: &DoStep) -> Result<Vec<FilledField>, Refusal> {
    // In an adult's matter it is written into the step what is agreed with LADO and police.
    if task.is_per(Per::ParentOfEachChild) && !matter.about_adult {
        return Err(Refusal::new(
            Code::StepTakesContacts,
            "This step is done by telling the parents of each child of the case, or by deciding not \
             to, each with its reason: record the contacts and decisions.",
        ));
    }
    if step.by == Doer::Referral {
        return Ok(Vec::new());
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
    let record = record_named(matter, task, step);
    if record.is_some_and(|record| !record.is_signed()) {
        let detail = "A sitting of this record goes on, or a print lacks a signature.";
        checks.fail(Code::PrintsUnsigned, "/reference", detail);
    }
    check_fields(&mut checks, task, step, record.is_some());
    let beside = matrix::choose(&mut checks, task, step);
    checks.done()?;
    check_hung_on(matter, task, step)?;
    check_child(matter, task, step)?;
    Ok(beside)
}

fn check_child(matter: &Matter<'_>, task: &Task, step: &DoStep) -> Result<(), Refusal> {
    match (task.is_per(Per::Child), step.child) {
        (true, Some(child)) if matter.children.contains(&child) => Ok(()),
        (true, Some(_)) => Err(of_child("This pupil is not linked to the matter.")),
        (true, None) => Err(of_child(
            "This step is done for each child by itself: say for which one.",
        )),
        (false, Some(_)) => Err(of_child("This step is not done for each child by itself.")),
        (false, None) => Ok(()),
    }
}

/// R6: nobody says that all five were answered "no" while one of them was not.
fn check_hung_on(matter: &Matter<'_>, task: &Task, step: &DoStep) -> Result<(), Refusal> {
    if step.answer.as_deref() != Some(Answer::YES) {
        return Ok(());
    }
    let others = { matter.playbooks }.not_answered_no(&step.name.playbook, task);
    if others.is_empty() {
        return Ok(());
    }
    Err(Refusal::of_field(
        Code::NotAllAnsweredNo,
        "/answer",
        format!(
            "This can be answered with yes only when these steps are answered with no: {}.",
            others.join(", ")
        ),
    ))
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

/// The record of looking into misuse that stands for what two people would otherwise write into the step (M6).
fn record_named<'a>(matter: &Matter<'a>, task: &Task, step: &DoStep) -> Option<&'a Investigation> {
    if !task.is(DoneKind::Signatures) {
        return None;
    }
    let named = step.reference.as_ref()?.expose().parse().ok()?;
    matter.investigations.get(named)
}

fn check_fields(checks: &mut Checks, task: &Task, step: &DoStep, has_record: bool) {
    let wanted = &task.step.done.fields;
    checks.count("/fields", step.fields.len(), FIELDS_MAX);
    for filled in &step.fields {
        if wanted.contains(&filled.field) || matrix::is_beside(task, &filled.field) {
            let pointer = format!("/fields/{}", filled.field);
            checks.text(pointer, filled.value.expose(), TEXT_MAX_CHARS);
        } else {
            // What somebody typed as a name is not repeated: it may be a text in the wrong place.
            let detail = format!("This step has these fields only: {}.", wanted.join(", "));
            checks.fail(Code::UnknownField, "/fields", detail);
        }
    }
    let in_record = |field: &str| has_record && Investigation::FIELDS.contains(&field);
    for field in wanted.iter().filter(|field| !in_record(field)) {
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

fn completes(matter: &Matter<'_>, task: &Task, step: &DoStep) -> bool {
    !task.is_per(Per::Child) || { matter.children.iter() }
        .all(|child| task.children.contains(child) || step.child == Some(*child))
}

fn is_so(task: &Task, done: &StepDone) -> bool {
    { task.last.iter() }.any(|last| {
        let moves = done.moves.clone();
        StepDone {
            moves,
            complete: done.complete,
            ..(**last).clone()
        } == *done
    })
}

/// A decision can be taken anew, and a child's turn may still be to come; anything else is done
/// once.
fn may_be_done_again(task: &Task, done: &StepDone) -> Result<(), Refusal> {
    let its_turn = { done.child.iter() }.any(|child| !task.children.contains(child));
    if task.state == TaskState::Done && !task.is(DoneKind::Decision) && !its_turn {
        return Err(Refusal::new(
            Code::StepAlreadyDone,
            "This step was done already: add a note for anything that came later.",
        ));
    }
    Ok(())
}
