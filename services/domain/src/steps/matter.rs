//! What the rules of steps know of a matter, whichever kind it is of, and what comes of them.

use lanyard_events::allegation::AllegationEvent;
use lanyard_events::case::CaseEvent;
use lanyard_events::step::{PlaybookStarted, StepDone, StepGiven, StepName, StepSkipped};
use lanyard_events::{PupilId, StaffId};

use super::Playbooks;
use super::command::Doer;
use super::task::Task;
use crate::investigation::Investigations;
use crate::policy::Playbook;
use crate::refusal::{Code, Refusal};
use crate::senior::Senior;

/// A matter as its steps know it.
#[derive(Debug)]
pub(crate) struct Matter<'a> {
    /// What runs in it.
    pub(crate) playbooks: &'a Playbooks,
    /// Its records of looking into suspected misuse.
    pub(crate) investigations: &'a Investigations,
    /// Its children.
    pub(crate) children: Vec<PupilId>,
    /// Whether it is a matter about an adult, apart from pupils' cases.
    pub(crate) about_adult: bool,
}

impl Matter<'_> {
    /// Whether a playbook may run here: what is about an adult never does in a pupil's case, and what is
    /// the safeguarding team's never in an adult's matter (domain.md 1 rule 1).
    pub(crate) const fn takes(&self, playbook: &Playbook) -> bool {
        if self.about_adult {
            playbook.about_adults || playbook.also_for_adults
        } else {
            !playbook.about_adults
        }
    }
}

/// What happened to steps. Each kind of matter records it as an event of its own.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "they are made once and moved seldom"
)]
pub(crate) enum StepEvent {
    /// A playbook began.
    Started(PlaybookStarted),
    /// A step was done.
    Done(StepDone),
    /// A step was left out.
    Skipped(StepSkipped),
    /// A step was given to somebody else.
    Given(StepGiven),
}

/// As events of one kind of matter.
pub(crate) fn events<E: From<StepEvent>>(
    decided: Result<Vec<StepEvent>, Refusal>,
) -> Result<Vec<E>, Refusal> {
    Ok(decided?.into_iter().map(E::from).collect())
}

impl From<StepEvent> for CaseEvent {
    fn from(event: StepEvent) -> Self {
        match event {
            StepEvent::Started(started) => Self::PlaybookStarted(started.into()),
            StepEvent::Done(done) => Self::StepDone(done.into()),
            StepEvent::Skipped(skipped) => Self::StepSkipped(skipped.into()),
            StepEvent::Given(given) => Self::StepGiven(given.into()),
        }
    }
}

impl From<StepEvent> for AllegationEvent {
    fn from(event: StepEvent) -> Self {
        match event {
            StepEvent::Started(started) => Self::PlaybookStarted(started.into()),
            StepEvent::Done(done) => Self::StepDone(done.into()),
            StepEvent::Skipped(skipped) => Self::StepSkipped(skipped.into()),
            StepEvent::Given(given) => Self::StepGiven(given.into()),
        }
    }
}

/// The step of a name, for somebody who may do it: its owner or a senior (domain.md 1, row pastoral).
pub(super) fn step_of<'a>(
    matter: &Matter<'a>,
    name: &StepName,
    by: Doer,
) -> Result<&'a Task, Refusal> {
    let task = matter.playbooks.task(name).ok_or_else(|| {
        Refusal::new(
            Code::NoSuchStep,
            "No playbook of this matter has such a step.",
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
pub(super) fn second_person(
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
