//! What can be asked of a referral. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::concern::Due;
use lanyard_events::referral::SentHow;
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{At, CategoryId, Sensitive, StaffId, StreamId};

use crate::clock::SchoolCalendar;
use crate::command::commands;
use crate::policy::{Agency, Desk, Form};
use crate::senior::Senior;

commands! {
    /// Any command to a referral.
    Need, Draft, Submit, PutInWriting, Acknowledge, Chase, Answer, Dispute, CallOff, Give, Close,
}

/// A desk is to be told; or is to be told after all.
#[derive(Debug, Clone)]
pub struct Need {
    /// Which desk.
    pub desk: &'static Desk,
    /// The case or adult's matter that it comes out of.
    pub matter: StreamId,
    /// The matter's category.
    pub category: CategoryId,
    /// The local authority, where the desk is a local one.
    pub authority: Option<String>,
    /// The step that says so, if one does.
    pub step: Option<StepName>,
    /// What is recorded says that this desk is told, whatever the category: a step, the decision on the
    /// threshold, the outcome.
    pub settled: bool,
    /// Why; a step needs no reason.
    pub reason: Option<Sensitive<String>>,
    /// Who has it in hand, with the facts about them.
    pub owner: StaffId,
    /// From when its clock runs.
    pub counts_from: At,
    /// By when the step is due, where one says so: the earlier of the two holds.
    pub step_due: Option<Due>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
    /// See [`crate::reference::of_command`].
    pub reference: String,
}

/// Fills the form in.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The form, where the desk has one.
    pub form: Option<&'static Form>,
    /// The fields that are filled in.
    pub fields: Vec<FilledField>,
}

/// Somebody told the desk.
#[derive(Debug, Clone)]
pub struct Submit {
    /// The desk.
    pub desk: &'static Desk,
    /// Its form.
    pub form: Option<&'static Form>,
    /// How.
    pub how: SentHow,
    /// When; not ahead.
    pub at: At,
    /// To whom they spoke.
    pub spoken_to: Option<Sensitive<String>>,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
    /// Why it went although required fields are missing.
    pub missing_reason: Option<Sensitive<String>>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// What had been said by telephone followed in writing.
#[derive(Debug, Clone)]
pub struct PutInWriting {
    /// How: never by telephone.
    pub how: SentHow,
    /// When; not ahead.
    pub at: At,
}

/// The desk confirmed that it has it.
#[derive(Debug, Clone)]
pub struct Acknowledge {
    /// When; not ahead.
    pub at: At,
    /// By whom there.
    pub by: Option<Sensitive<String>>,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
}

/// The desk was asked again.
#[derive(Debug, Clone)]
pub struct Chase {
    /// The desk.
    pub desk: &'static Desk,
    /// How.
    pub how: SentHow,
    /// What was said.
    pub text: Sensitive<String>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
}

/// The desk answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The desk.
    pub desk: &'static Desk,
    /// What, of the desk's answers.
    pub outcome: String,
    /// In its words.
    pub text: Sensitive<String>,
    /// When; not ahead.
    pub at: At,
    /// The desk's reference.
    pub their_reference: Option<Sensitive<String>>,
}

/// The trust does not agree with the desk.
#[derive(Debug, Clone)]
pub struct Dispute {
    /// The desk.
    pub desk: &'static Desk,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
    /// Why.
    pub reason: Sensitive<String>,
    /// To whom it was taken.
    pub taken_to: Sensitive<String>,
}

/// The desk is not told after all.
#[derive(Debug, Clone)]
pub struct CallOff {
    /// Why.
    pub reason: Sensitive<String>,
    /// Who agreed, with the facts about them.
    pub second: Option<Senior>,
    /// Who says so; none where a step of the case was so answered, and took what it takes there.
    pub by: Option<StaffId>,
}

/// Somebody else has it in hand.
#[derive(Debug, Clone)]
pub struct Give {
    /// Who.
    pub owner: StaffId,
    /// Fact: they are excluded from the matter.
    pub owner_is_conflicted: bool,
    /// Why.
    pub reason: Option<Sensitive<String>>,
}

/// Nothing is left to do.
#[derive(Debug, Clone)]
pub struct Close {
    /// What came of it.
    pub reason: Sensitive<String>,
}

/// Desks whose not being told takes two people and a reason (R7, R8), also where no step says so.
pub(super) const TWO_TO_CALL_OFF: [Agency; 2] = [Agency::Police, Agency::Ceop];
