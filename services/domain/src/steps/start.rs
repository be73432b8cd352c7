//! Starting a playbook: its steps as the matter keeps them, each with somebody whose it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_events::step::{PlaybookStarted, PlaybookStep, StepEnd, StepMoves, StepName, StepSkip};
use lanyard_events::{At, Role, Sensitive, StaffId};

use super::settle::CountsFrom;
use super::{Playbooks, settle};
use crate::clock::SchoolCalendar;
use crate::policy::{Owner, Playbook, Skip, Step};

/// Persons for the roles that steps name, looked up by the caller: unconflicted ones only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owners {
    /// By role.
    pub by_role: BTreeMap<Role, StaffId>,
    /// Whoever raised the first concern of the matter: an unconflicted member of staff who is still here.
    pub raiser: Option<StaffId>,
    /// Whose a step is when nobody holds any of its roles, and whoever the roles cannot name: the
    /// matter's owner. A step never falls to nobody (domain.md 1 rule 1). The finder's steps are theirs
    /// too: whoever raised a concern never sees the case.
    pub otherwise: StaffId,
}

/// Starts a playbook.
#[derive(Debug, Clone)]
pub struct StartPlaybook {
    /// Which, as published.
    pub playbook: Arc<Playbook>,
    /// The opening and closing steps of every situation, as published.
    pub common: Arc<Playbook>,
    /// Whose the steps are.
    pub owners: Owners,
    /// Why it was chosen; none where the category proposes it.
    pub reason: Option<Sensitive<String>>,
    /// From when its steps count: the raising of the concern, where it starts with the case.
    pub counts_from: At,
    /// When it was known of what it is for, from which the law counts some steps (R3, R5, R10): the raising of the
    /// concern, whenever and however it starts.
    pub known_at: At,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

impl Owners {
    fn of(&self, owners: &[Owner]) -> StaffId {
        { owners.iter() }
            .find_map(|owner| match owner {
                Owner::Role(Role::Dsl) => Some(self.otherwise),
                Owner::Role(role) => self.by_role.get(role).copied(),
                Owner::Raiser => self.raiser,
                Owner::Finder | Owner::SecondSenior => None,
            })
            .unwrap_or(self.otherwise)
    }
}

/// The events of starting it: the common steps first, where it has them and they do not run yet.
pub(crate) fn started(
    playbooks: &mut Playbooks,
    start: &StartPlaybook,
    from: Option<&StepName>,
) -> Vec<PlaybookStarted> {
    let mut which = Vec::new();
    if start.playbook.common && !playbooks.runs(Playbook::COMMON) {
        which.push((&start.common, None));
    }
    which.push((&start.playbook, start.reason.as_ref()));
    { which.into_iter() }
        .map(|(playbook, reason)| {
            let mut event = event_of(playbook, start, from.cloned(), reason.cloned());
            playbooks.start(&event);
            let from = CountsFrom::at(start.counts_from);
            event.moves = settle(playbooks, None, from, &start.calendar);
            event
        })
        .collect()
}

fn event_of(
    playbook: &Playbook,
    start: &StartPlaybook,
    from: Option<StepName>,
    reason: Option<Sensitive<String>>,
) -> PlaybookStarted {
    PlaybookStarted {
        playbook: playbook.id.to_string(),
        edition: playbook.edition,
        title: playbook.title.clone(),
        not_with: texts(&playbook.not_with),
        steps: { playbook.steps.iter() }
            .map(|step| kept(step, &start.owners))
            .collect(),
        from,
        reason,
        moves: StepMoves::default(),
        known_at: Some(start.known_at),
    }
}

fn texts(items: &[impl ToString]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

/// A step as a matter keeps it.
fn kept(step: &Step, owners: &Owners) -> PlaybookStep {
    PlaybookStep {
        step: step.id.to_string(),
        text: step.text.clone(),
        help: step.help.clone(),
        roles: texts(&step.owner),
        owner: owners.of(&step.owner),
        due: step.due.to_string(),
        after: step.after.as_ref().map(ToString::to_string),
        from_known: step.from_known,
        basis: step.basis.to_string(),
        stop_rule: step.stop_rule,
        per: step.per.map(|per| per.to_string()),
        refers_to: texts(&step.refers_to),
        opens: step.opens.as_ref().map(ToString::to_string),
        done: StepEnd {
            kind: step.done.kind.to_string(),
            question: step.done.question.clone(),
            answers: texts(&step.done.answers()),
            unknown_is: step.done.unknown_is.as_ref().map(ToString::to_string),
            yes_if_all_no: texts(&step.done.yes_if_all_no),
            two: step.done.two,
            fields: texts(&step.done.fields),
        },
        skip: match &step.skip {
            Skip::No => StepSkip::No,
            Skip::Reason => StepSkip::Reason,
            Skip::Answered { step, answer } => StepSkip::Answered {
                step: step.to_string(),
                answer: answer.to_string(),
            },
            Skip::Said(words) => StepSkip::Said {
                words: words.clone(),
            },
        },
    }
}
