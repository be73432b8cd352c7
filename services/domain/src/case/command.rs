//! What can be asked of a case. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::case::{ContactHow, NoteKind};
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{
    ActionId, At, CategoryId, ConcernId, Day, LinkedPerson, OutcomeId, PersonRef, PupilId, Role,
    Sensitive, StaffId,
};

use super::playbooks::StartPlaybook;
use crate::clock::SchoolCalendar;
use crate::command::commands;
use crate::senior::Senior;

commands! {
    /// Any command to a case.
    Open, AddConcern, AddNote, PlanAction, CompleteAction, GiveAction, RecordParentsContact,
    RecordParentsNotTold, StartPlaybook, DoStep, SkipStep, GiveStep, LinkPerson, CorrectPerson,
    ChangeOwner, Close, Reopen,
}

/// Opens a case from a triaged concern.
#[derive(Debug, Clone)]
pub struct Open {
    /// The concern it comes from.
    pub concern: ConcernId,
    /// Category, as of the concern.
    pub category: CategoryId,
    /// People, as of the concern.
    pub people: Vec<LinkedPerson>,
    /// The roles whose holders may see it, as of the concern.
    pub routed_to: Vec<Role>,
    /// Who is to own it, with the facts about them.
    pub owner: Senior,
    /// Why.
    pub reason: Sensitive<String>,
    /// See [`crate::reference::of_command`].
    pub reference: String,
    /// The playbook that its category proposes, if one does (domain.md 4).
    pub playbook: Option<StartPlaybook>,
}

/// Does a step, or does it anew where it is a decision.
#[derive(Debug, Clone)]
pub struct DoStep {
    /// Which.
    pub name: StepName,
    /// For which child, where it is one task for each.
    pub child: Option<PupilId>,
    /// What is answered.
    pub answer: Option<String>,
    /// What is written; the reason of a decision.
    pub text: Option<Sensitive<String>>,
    /// A desk's or provider's reference.
    pub reference: Option<Sensitive<String>>,
    /// Fields that are filled in.
    pub fields: Vec<FilledField>,
    /// Desks that it is referred to; none leaves it to the step.
    pub agencies: Vec<String>,
    /// Who does it too, with the facts about them.
    pub second: Option<Senior>,
    /// Who does it.
    pub by: Doer,
    /// What a "yes" opens, if the step says so.
    pub opens: Option<StartPlaybook>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// Who does, skips or gives a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// A person.
    Person {
        /// Who.
        staff: StaffId,
        /// Fact: they are an unconflicted senior here.
        is_senior: bool,
    },
    /// The record itself: the referral that the step asks for was made.
    Referral,
}

/// Leaves a step out.
#[derive(Debug, Clone)]
pub struct SkipStep {
    /// Which.
    pub name: StepName,
    /// The words by which its owner may close it.
    pub said: Option<String>,
    /// Why.
    pub reason: Sensitive<String>,
    /// Who agrees, with the facts about them.
    pub second: Option<Senior>,
    /// Who leaves it out.
    pub by: Doer,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// Gives a step to somebody else.
#[derive(Debug, Clone)]
pub struct GiveStep {
    /// Which.
    pub name: StepName,
    /// Whose it is to be.
    pub owner: StaffId,
    /// Fact: they are excluded from this matter.
    pub owner_is_conflicted: bool,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// Makes a further concern part of the case.
#[derive(Debug, Clone)]
pub struct AddConcern {
    /// Which concern.
    pub concern: ConcernId,
    /// Its people.
    pub people: Vec<LinkedPerson>,
}

/// Adds a note.
#[derive(Debug, Clone)]
pub struct AddNote {
    /// What it is about.
    pub kind: NoteKind,
    /// The note.
    pub text: Sensitive<String>,
}

/// Plans an action.
#[derive(Debug, Clone)]
pub struct PlanAction {
    /// Its id, made from the command.
    pub action: ActionId,
    /// What is to be done.
    pub title: Sensitive<String>,
    /// Who does it.
    pub owner: StaffId,
    /// Fact: the owner is excluded from this matter.
    pub owner_is_conflicted: bool,
    /// By when; not before now.
    pub due_at: At,
}

/// Records that an action was done.
#[derive(Debug, Clone)]
pub struct CompleteAction {
    /// Which action.
    pub action: ActionId,
    /// What came of it.
    pub outcome: Sensitive<String>,
    /// Who says so.
    pub by: StaffId,
    /// Fact: they are an unconflicted senior here.
    pub by_senior: bool,
}

/// Gives an action to somebody else.
#[derive(Debug, Clone)]
pub struct GiveAction {
    /// Which action.
    pub action: ActionId,
    /// Whose it is to be.
    pub owner: StaffId,
    /// Fact: they are excluded from this matter.
    pub owner_is_conflicted: bool,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Records a contact with a parent or carer (R9).
#[derive(Debug, Clone)]
pub struct RecordParentsContact {
    /// For which child.
    pub pupil: PupilId,
    /// Which parent or carer.
    pub contact: Sensitive<String>,
    /// How.
    pub how: ContactHow,
    /// What was said, and their response.
    pub summary: Sensitive<String>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// Records the reasoned decision not to tell a parent (R9, S07).
#[derive(Debug, Clone)]
pub struct RecordParentsNotTold {
    /// For which child.
    pub pupil: PupilId,
    /// Which parent or carer; none means all.
    pub contact: Option<Sensitive<String>>,
    /// Why not.
    pub reason: Sensitive<String>,
    /// When it is looked at again: after today, within a year.
    pub review_on: Day,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// Links a person with a part.
#[derive(Debug, Clone)]
pub struct LinkPerson {
    /// Who, with which part.
    pub person: LinkedPerson,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// Puts the right person in the place of a wrong one (S08).
#[derive(Debug, Clone)]
pub struct CorrectPerson {
    /// Who was named.
    pub from: PersonRef,
    /// Who it is.
    pub to: PersonRef,
    /// Why.
    pub reason: Sensitive<String>,
    /// The concern whose correction this follows: then only what that concern brought is corrected.
    pub concern: Option<ConcernId>,
}

/// Gives the case to another owner.
#[derive(Debug, Clone)]
pub struct ChangeOwner {
    /// Who is to own it, with the facts about them.
    pub owner: Senior,
    /// Why.
    pub reason: Sensitive<String>,
}

/// Closes the case.
#[derive(Debug, Clone)]
pub struct Close {
    /// Outcome of the taxonomy.
    pub outcome: OutcomeId,
    /// Why it can be closed, and what came of it.
    pub reason: Sensitive<String>,
    /// Why it is closed with duties open, where some are.
    pub leaving_open: Option<Sensitive<String>>,
    /// Who closes.
    pub closed_by: StaffId,
    /// Who confirmed the outcome, with the facts about them: somebody else.
    pub confirmed_by: Senior,
}

/// Opens a closed case again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// Why.
    pub reason: Sensitive<String>,
}
