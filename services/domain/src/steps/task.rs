//! One step as a task.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::step::{PlaybookStep, StepDone, StepSkip};
use lanyard_events::{PupilId, StaffId};

use crate::policy::{Answer, Basis, DoneKind, Per};

/// The field of a step that takes a kind of a matrix.
pub const MATRIX_ROW: &str = "matrix_row";

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Another step comes first.
    Waiting,
    /// To be done.
    Open,
    /// It does not apply, or everything halts (R6).
    Closed,
    /// Done.
    Done,
    /// Left out, with a reason.
    Skipped,
}

/// A desk that the step sends the matter to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// The how-manieth time.
    pub time: u16,
    /// Whether it is still to be told, or was told.
    pub live: bool,
}

/// A step, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// As its edition had it.
    pub step: PlaybookStep,
    /// Whose it is.
    pub owner: StaffId,
    /// Where it stands.
    pub state: TaskState,
    /// Children for whom it is done, where it is one task for each.
    pub children: BTreeSet<PupilId>,
    /// What was recorded last.
    pub last: Option<Box<StepDone>>,
    /// Desks by agency.
    pub desks: BTreeMap<String, Desk>,
    pub(super) ended: Option<u32>,
    /// Since when it has been answered as it is now.
    pub(super) answered: Option<u32>,
}

impl Task {
    pub(super) const fn new(step: PlaybookStep) -> Self {
        Self {
            owner: step.owner,
            step,
            state: TaskState::Waiting,
            children: BTreeSet::new(),
            last: None,
            desks: BTreeMap::new(),
            ended: None,
            answered: None,
        }
    }

    pub(super) fn end(&mut self, event: &StepDone, tick: u32) {
        self.children.extend(event.child);
        let counts = |answer: Option<&str>| answer.map(|word| self.counts_as(word).to_owned());
        let before = { self.last.as_ref() }.and_then(|last| counts(last.answer.as_deref()));
        let changed = before != counts(event.answer.as_deref());
        if changed || self.answered.is_none() {
            self.answered = Some(tick);
        }
        self.last = Some(Box::new(event.clone()));
        if event.complete {
            self.state = TaskState::Done;
            self.ended = Some(tick);
        }
    }

    /// Whether nothing is left to wait for.
    pub(super) const fn has_ended(&self) -> bool {
        matches!(
            self.state,
            TaskState::Done | TaskState::Skipped | TaskState::Closed
        )
    }

    /// Whether it is still to be done, now or after another one.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.has_ended()
    }

    /// Whether the step is of this kind.
    #[must_use]
    pub fn is(&self, kind: DoneKind) -> bool {
        self.step.done.kind == kind.name()
    }

    /// Whether it is one task for each of these.
    #[must_use]
    pub fn is_per(&self, per: Per) -> bool {
        self.step.per.as_deref() == Some(per.name())
    }

    /// Whether it asks for a kind of a matrix (domain.md 5).
    #[must_use]
    pub fn asks_matrix(&self) -> bool {
        self.step
            .done
            .fields
            .iter()
            .any(|field| field == MATRIX_ROW)
    }

    /// What an answer counts as: "unknown" may count as yes.
    #[must_use]
    pub fn counts_as<'a>(&'a self, answer: &'a str) -> &'a str {
        match &self.step.done.unknown_is {
            Some(meant) if answer == Answer::UNKNOWN => meant,
            _ => answer,
        }
    }

    /// Whether it was done and so answered, whatever that hangs on.
    pub(super) fn was_answered(&self, answer: &str) -> bool {
        self.state == TaskState::Done && { self.last.iter() }
            .filter_map(|last| last.answer.as_deref())
            .any(|given| given == answer || self.counts_as(given) == answer)
    }

    /// Whether it was done and so that a "yes" came of it.
    pub(super) fn is_yes(&self) -> bool {
        if self.is(DoneKind::Decision) {
            self.was_answered(Answer::YES)
        } else {
            self.state == TaskState::Done
        }
    }

    /// Whether its desks are to be told unless somebody decides otherwise: where it takes a
    /// reference, where not telling takes two (R7, R8), and where not knowing counts as yes and it is
    /// due the same day: looking again a week later (10.14) is no reason to call before.
    pub(super) fn refers_unless_decided(&self) -> bool {
        !self.step.refers_to.is_empty()
            && (self.is(DoneKind::Reference)
                || self.step.done.two
                || (self.step.done.unknown_is.as_deref() == Some(Answer::YES)
                    && matches!(self.step.due.as_str(), "now" | "today")))
    }

    /// Whether it may not be left out, or law asks for it.
    #[must_use]
    pub fn is_duty(&self) -> bool {
        let of_law = { self.step.basis.split(' ') }.any(|basis| basis == Basis::Law.name());
        of_law || self.step.skip == StepSkip::No
    }
}
