//! The playbooks that run in a matter, and where each of their steps stands (domain.md 4). A case and an
//! adult's matter share all of it; each records the facts as events of its own (ADR 19).
//!
//! What stands is changed by events alone, by what each says that it moves. `settle` reckons what
//! a command moves; it is asked by `decide` only, so that a later release may reckon otherwise
//! without changing what has happened.

mod command;
mod handover;
mod matter;
mod rules;
mod settle;
mod start;
mod task;
#[cfg(test)]
mod tests;
mod wrong_name;

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::step::{
    PlaybookStarted, StepDone, StepGiven, StepMoves, StepName, StepReferral, StepSkipped,
};
use lanyard_events::{At, ConcernId, PupilId, StaffId};

pub use command::{DoStep, Doer, GiveStep, SkipStep};
pub use handover::is_handed_over;
pub(crate) use matter::{Matter, StepEvent, events};
pub(crate) use rules::{do_step, give_step, skip_step, start_playbook};
pub(crate) use settle::{CountsFrom, settle};
pub(crate) use start::started;
pub use start::{Owners, StartPlaybook};
pub use task::{Desk, MATRIX_ROW, Task, TaskState};
pub use wrong_name::wrong_name_left;

use crate::policy::{Answer, Playbook};

/// All that run, in the order in which they started.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Playbooks {
    running: Vec<Running>,
    /// Children about whose parents something was decided (R9).
    parents_decided: BTreeSet<PupilId>,
    /// When each concern joined the matter.
    joined: BTreeMap<ConcernId, u32>,
    /// Counts the events that bear on steps, so that "since" can be asked.
    tick: u32,
}

/// One that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Its id.
    pub playbook: String,
    /// The edition that the matter keeps.
    pub edition: u16,
    /// Playbooks that do not run beside it.
    pub not_with: Vec<String>,
    /// Its steps, in order.
    pub tasks: Vec<Task>,
    /// When it was known of what it is for.
    pub(super) known_at: Option<At>,
    started: u32,
}

impl Playbooks {
    /// Those that run.
    #[must_use]
    pub fn running(&self) -> &[Running] {
        &self.running
    }

    /// Whether one runs.
    #[must_use]
    pub fn runs(&self, playbook: &str) -> bool {
        self.running.iter().any(|it| it.playbook == playbook)
    }

    /// One step.
    #[must_use]
    pub fn task(&self, name: &StepName) -> Option<&Task> {
        let running = { self.running.iter() }.find(|it| it.playbook == name.playbook)?;
        running
            .tasks
            .iter()
            .find(|task| task.step.step == name.step)
    }

    /// Every step with its name.
    pub fn tasks(&self) -> impl Iterator<Item = (StepName, &Task)> {
        { self.running.iter() }
            .flat_map(|running| { running.tasks.iter() }.map(|task| (running.name_of(task), task)))
    }

    /// A step that another one of `playbook` names: of the same one, or of the common ones.
    fn named(&self, playbook: &str, step: &str) -> Option<&Task> {
        [playbook, Playbook::COMMON]
            .into_iter()
            .find_map(|playbook| {
                self.task(&StepName {
                    playbook: playbook.to_owned(),
                    step: step.to_owned(),
                })
            })
    }

    /// Steps on which the "yes" of a step of `playbook` hangs, and that are not answered "no" (R6).
    pub(crate) fn not_answered_no(&self, playbook: &str, task: &Task) -> Vec<String> {
        let is_no = |step: &String| {
            { self.named(playbook, step) }.is_some_and(|other| other.was_answered(Answer::NO))
        };
        { task.step.done.yes_if_all_no.iter() }
            .filter(|step| !is_no(step))
            .cloned()
            .collect()
    }

    /// Whether a "yes" that was given does not count any more: one of the answers that it hangs on is not
    /// "no", or was not all the time since. It counts as "no" then (R6).
    fn has_lapsed(&self, playbook: &str, task: &Task) -> bool {
        let given = task.last.as_ref().and_then(|last| last.answer.as_deref());
        let Some(ended) = task.ended.filter(|_| given == Some(Answer::YES)) else {
            return false;
        };
        { task.step.done.yes_if_all_no.iter() }.any(|step| {
            { self.named(playbook, step) }.is_none_or(|other| {
                !other.was_answered(Answer::NO) || other.answered.is_none_or(|since| since > ended)
            })
        })
    }

    /// Whether a step of `playbook` is so answered, as its answer counts now.
    fn is_answered(&self, playbook: &str, task: &Task, answer: &str) -> bool {
        if self.has_lapsed(playbook, task) {
            answer == Answer::NO
        } else {
            task.was_answered(answer)
        }
    }

    /// Steps that may not be left out and are open: they stand in the way of closing.
    pub fn open_duties(&self) -> impl Iterator<Item = StepName> + '_ {
        { self.tasks() }
            .filter(|(_, task)| task.state == TaskState::Open && task.is_duty())
            .map(|(name, _)| name)
    }

    /// Whether something was decided about the parents of every one of these children.
    #[must_use]
    pub fn parents_decided_for(&self, mut children: impl Iterator<Item = PupilId>) -> bool {
        children.all(|child| self.parents_decided.contains(&child))
    }

    pub(crate) fn concern_joined(&mut self, concern: ConcernId) {
        self.tick += 1;
        self.joined.entry(concern).or_insert(self.tick);
    }

    /// Concerns that have joined the matter since a step was answered: another answer rests on what they say.
    #[must_use]
    pub fn joined_since(&self, name: &StepName) -> BTreeSet<ConcernId> {
        let Some(ended) = self.task(name).and_then(|task| task.ended) else {
            return BTreeSet::new();
        };
        { self.joined.iter() }
            .filter(|(_, joined)| **joined > ended)
            .map(|(concern, _)| *concern)
            .collect()
    }

    pub(crate) fn decide_parents(&mut self, child: PupilId) {
        self.parents_decided.insert(child);
    }

    pub(crate) fn start(&mut self, event: &PlaybookStarted) {
        self.tick += 1;
        let tasks = event.steps.iter().cloned().map(Task::new).collect();
        self.running.push(Running {
            playbook: event.playbook.clone(),
            edition: event.edition,
            not_with: event.not_with.clone(),
            tasks,
            known_at: event.known_at,
            started: self.tick,
        });
        self.apply(&event.moves);
    }

    /// Answers whether there is such a step.
    pub(crate) fn step_done(&mut self, event: &StepDone) -> bool {
        self.tick += 1;
        let tick = self.tick;
        let found = { self.task_mut(&event.name) }.map(|task| task.end(event, tick));
        self.apply(&event.moves);
        found.is_some()
    }

    /// Answers whether there is such a step.
    pub(crate) fn step_skipped(&mut self, event: &StepSkipped) -> bool {
        self.tick += 1;
        let found = { self.task_mut(&event.name) }.map(|task| task.state = TaskState::Skipped);
        self.apply(&event.moves);
        found.is_some()
    }

    /// Answers whether there is such a step.
    pub(crate) fn step_given(&mut self, event: &StepGiven) -> bool {
        { self.task_mut(&event.name) }
            .map(|task| task.owner = event.owner)
            .is_some()
    }

    /// Open steps of whoever owned the matter go to the new owner with it.
    pub(crate) fn change_owner(&mut self, from: StaffId, to: StaffId) {
        let tasks = { self.running.iter_mut() }.flat_map(|running| &mut running.tasks);
        for task in tasks.filter(|task| task.owner == from && !task.has_ended()) {
            task.owner = to;
        }
    }

    fn apply(&mut self, moves: &StepMoves) {
        for begun in &moves.begun {
            if let Some(task) = self.task_mut(&begun.name) {
                task.state = TaskState::Open;
            }
        }
        for name in &moves.closed {
            if let Some(task) = self.task_mut(name) {
                task.state = TaskState::Closed;
            }
        }
        for (referrals, live) in [(&moves.needed, true), (&moves.dropped, false)] {
            for referral in referrals {
                self.set_desk(referral, live);
            }
        }
    }

    fn set_desk(&mut self, referral: &StepReferral, live: bool) {
        if let Some(task) = self.task_mut(&referral.name) {
            let time = referral.time;
            task.desks
                .insert(referral.agency.clone(), Desk { time, live });
        }
    }

    fn task_mut(&mut self, name: &StepName) -> Option<&mut Task> {
        let running = { self.running.iter_mut() }.find(|it| it.playbook == name.playbook)?;
        { running.tasks.iter_mut() }.find(|task| task.step.step == name.step)
    }
}

impl Running {
    fn name_of(&self, task: &Task) -> StepName {
        StepName {
            playbook: self.playbook.clone(),
            step: task.step.step.clone(),
        }
    }
}
