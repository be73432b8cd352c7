//! What can be asked of a case. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::case::{
    AskedFirst, CaseAssessed, CaseMeasureEnded, CaseMeasureTaken, CasePlanEnded, CasePlanSet,
    CaseWishesHeard, ContactHow, NoteKind,
};
use lanyard_events::{
    ActionId, At, CategoryId, ConcernId, ContactId, Day, LinkedPerson, OutcomeId, PersonRef,
    PupilId, Role, Sensitive, StaffId, Taxonomy,
};

use crate::clock::SchoolCalendar;
use crate::command::commands;
use crate::hold::{LiftHold, PlaceHold};
use crate::investigation::RecordInvestigation;
use crate::pupil::Addressable;
use crate::senior::Senior;
use crate::serious::TellGovernors;
use crate::steps::{DoStep, GiveStep, SkipStep, StartPlaybook};

commands! {
    /// Any command to a case.
    Open, AddConcern, AddNote, PlanAction, CompleteAction, GiveAction, RecordParentsContact,
    RecordParentsNotTold, SetPlan, EndPlan, Assess, HearWishes, TakeMeasure, EndMeasure,
    StartPlaybook, DoStep, SkipStep, GiveStep, RecordInvestigation, LinkPerson, CorrectPerson,
    ChangeOwner, LoseOwner, Close, Reopen, PlaceHold, LiftHold, TellGovernors,
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
    /// Who, of the child's recorded contacts.
    pub person: Option<ContactId>,
    /// Whether they may be addressed, as the child's record says.
    pub addressable: Addressable,
    /// Which parent or carer, in words.
    pub contact: Sensitive<String>,
    /// How.
    pub how: ContactHow,
    /// What was said, and their response.
    pub summary: Sensitive<String>,
    /// Whether a desk was asked first.
    pub asked_first: Option<AskedFirst>,
    /// Fact: police or social care are involved, or an adult in school is (R9, S16).
    pub must_ask: bool,
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
    /// Fact: the taxonomy in force, for a word of the trust's own.
    pub taxonomy: Arc<Taxonomy>,
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

/// Leaves the case with nobody: nobody unconflicted is left to own it, as the caller has found.
#[derive(Debug, Clone)]
pub struct LoseOwner {
    /// Why; says nothing of the conflict.
    pub reason: Sensitive<String>,
}

/// Closes the case.
#[derive(Debug, Clone)]
pub struct Close {
    /// Outcome of the taxonomy.
    pub outcome: OutcomeId,
    /// Fact: the taxonomy in force.
    pub taxonomy: Arc<Taxonomy>,
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

/// Records that a child is on a plan, and what is known of it now.
#[derive(Debug, Clone)]
pub struct SetPlan(pub CasePlanSet);

/// Records that a child is on no plan any more.
#[derive(Debug, Clone)]
pub struct EndPlan(pub CasePlanEnded);

/// Records what was assessed of a child, or agreed for them.
#[derive(Debug, Clone)]
pub struct Assess(pub CaseAssessed);

/// Records a child's wishes and feelings, and how they made them known.
#[derive(Debug, Clone)]
pub struct HearWishes(pub CaseWishesHeard);

/// Records a sanction or an interim measure.
#[derive(Debug, Clone)]
pub struct TakeMeasure(pub CaseMeasureTaken);

/// Records that a measure has ended.
#[derive(Debug, Clone)]
pub struct EndMeasure(pub CaseMeasureEnded);
