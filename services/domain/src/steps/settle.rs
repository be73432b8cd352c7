//! What moves when something was answered: steps that begin or close themselves, desks that are to
//! be told or not.

use std::collections::BTreeSet;

use lanyard_events::At;
use lanyard_events::step::{StepBegun, StepMoves, StepName, StepReferral, StepSkip};

use super::task::{Task, TaskState};
use super::{Playbooks, Running};
use crate::clock::SchoolCalendar;
use crate::policy::{Answer, DoneKind, Due, Playbook};

/// The desks that somebody has chosen with the step that they do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'a> {
    /// The step.
    pub(crate) name: &'a StepName,
    /// Its desks.
    pub(crate) agencies: &'a [String],
}

/// From when steps count that begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CountsFrom {
    /// What moves them: the answer, or the start of their playbook.
    at: At,
    /// When that was known on which the answer rests, where it is not what their playbook started for.
    known_at: Option<At>,
}

impl CountsFrom {
    pub(crate) const fn at(at: At) -> Self {
        Self { at, known_at: None }
    }

    pub(super) const fn news(at: At, known_at: Option<At>) -> Self {
        Self { at, known_at }
    }

    /// The law may count from knowing, whenever somebody comes to answer (R3, R5, R10).
    fn of(self, running: &Running, task: &Task) -> At {
        let known = self.known_at.or(running.known_at);
        { known.filter(|_| task.step.from_known) }.unwrap_or(self.at)
    }
}

/// Brings every step of `playbooks` to where it belongs, and answers all that moves with it. Steps
/// that begin are due counted from `from`.
pub(crate) fn settle(
    playbooks: &mut Playbooks,
    choice: Option<Choice<'_>>,
    from: CountsFrom,
    calendar: &SchoolCalendar,
) -> StepMoves {
    let mut all = StepMoves::default();
    // A step that closes may be what another one waits for, and so on; never further than there are
    // steps.
    loop {
        let moves = StepMoves {
            begun: begun(playbooks, from, calendar),
            closed: closed(playbooks),
            ..StepMoves::default()
        };
        if moves == StepMoves::default() {
            break;
        }
        playbooks.apply(&moves);
        all.begun.extend(moves.begun);
        all.closed.extend(moves.closed);
    }
    let (needed, dropped) = desks(playbooks, choice);
    let moves = StepMoves {
        needed,
        dropped,
        ..StepMoves::default()
    };
    playbooks.apply(&moves);
    StepMoves {
        begun: all.begun,
        closed: all.closed,
        ..moves
    }
}

fn begun(playbooks: &Playbooks, from: CountsFrom, calendar: &SchoolCalendar) -> Vec<StepBegun> {
    // Whose "yes" does not count any more is done again, by two where it takes two (R6).
    let lapsed = |running: &Running, task: &Task| {
        task.state == TaskState::Done && playbooks.has_lapsed(&running.playbook, task)
    };
    let begins = |(running, task): &(&Running, &Task)| {
        (matches!(task.state, TaskState::Waiting | TaskState::Closed) || lapsed(running, task))
            && applies(playbooks, running, task)
            && !waits(playbooks, running, task)
    };
    { each(playbooks).filter(begins) }
        .map(|(running, task)| {
            let due = Due::try_from(task.step.due.clone()).ok();
            let from = from.of(running, task);
            StepBegun {
                name: running.name_of(task),
                due_at: due.and_then(|due| due.reckon(&task.step.step, from, calendar)),
            }
        })
        .collect()
}

fn closed(playbooks: &Playbooks) -> Vec<StepName> {
    let closes = |(running, task): &(&Running, &Task)| {
        matches!(task.state, TaskState::Waiting | TaskState::Open)
            && !applies(playbooks, running, task)
    };
    { each(playbooks).filter(closes) }
        .map(|(running, task)| running.name_of(task))
        .collect()
}

fn each(playbooks: &Playbooks) -> impl Iterator<Item = (&Running, &Task)> {
    { playbooks.running.iter() }
        .flat_map(|running| running.tasks.iter().map(move |task| (running, task)))
}

fn waits(playbooks: &Playbooks, running: &Running, task: &Task) -> bool {
    let before = task.step.after.as_deref();
    before
        .and_then(|step| playbooks.named(&running.playbook, step))
        .is_some_and(|before| !before.has_ended())
}

fn applies(playbooks: &Playbooks, running: &Running, task: &Task) -> bool {
    let answered = match &task.step.skip {
        StepSkip::Answered { step, answer } => { playbooks.named(&running.playbook, step) }
            .is_some_and(|other| playbooks.is_answered(&running.playbook, other, answer)),
        StepSkip::No | StepSkip::Reason | StepSkip::Said { .. } => false,
    };
    !answered && !halts(playbooks, running, task)
}

/// R6: after a "yes" to a step with the stop rule nothing goes on that ran until then. Telling the
/// desks and the parents does, and so do the steps that open and close every situation.
fn halts(playbooks: &Playbooks, running: &Running, task: &Task) -> bool {
    if running.playbook == Playbook::COMMON
        || !task.step.refers_to.is_empty()
        || task.is(DoneKind::Contact)
        || task.step.stop_rule
    {
        return false;
    }
    { playbooks.tasks() }.any(|(_, other)| {
        other.step.stop_rule
            && other.is_yes()
            && other.ended.is_some_and(|ended| ended >= running.started)
    })
}

fn desks(
    playbooks: &Playbooks,
    choice: Option<Choice<'_>>,
) -> (Vec<StepReferral>, Vec<StepReferral>) {
    let (mut needed, mut dropped) = (Vec::new(), Vec::new());
    for (name, task) in playbooks.tasks() {
        let chosen = choice.filter(|choice| *choice.name == name);
        let wanted = wanted(task, chosen.map(|choice| choice.agencies));
        for agency in &wanted {
            let desk = task.desks.get(*agency);
            if !desk.is_some_and(|desk| desk.live) {
                let time = desk.map_or(1, |desk| desk.time.saturating_add(1));
                needed.push(referral(&name, agency, time));
            }
        }
        for (agency, desk) in { task.desks.iter() }.filter(|(_, desk)| desk.live) {
            if !wanted.contains(agency.as_str()) {
                dropped.push(referral(&name, agency, desk.time));
            }
        }
    }
    (needed, dropped)
}

fn referral(name: &StepName, agency: &str, time: u16) -> StepReferral {
    StepReferral {
        name: name.clone(),
        agency: agency.to_owned(),
        time,
    }
}

/// The desks that are to be told as the step stands.
fn wanted<'a>(task: &'a Task, chosen: Option<&'a [String]>) -> BTreeSet<&'a str> {
    let all = || task.step.refers_to.iter().map(String::as_str).collect();
    let live = || {
        { task.desks.iter() }
            .filter(|(_, desk)| desk.live)
            .map(|(agency, _)| agency.as_str())
            .collect()
    };
    match task.state {
        TaskState::Waiting | TaskState::Closed | TaskState::Skipped => BTreeSet::new(),
        TaskState::Open if task.refers_unless_decided() => all(),
        TaskState::Open => live(),
        TaskState::Done if task.is(DoneKind::Decision) => {
            if task.was_answered(Answer::NO) {
                BTreeSet::new()
            } else {
                chosen.map_or_else(live, |chosen| chosen.iter().map(String::as_str).collect())
            }
        }
        TaskState::Done => live(),
    }
}
