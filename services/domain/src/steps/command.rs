//! What can be asked of the steps of a matter. Facts from outside travel in the commands.

use std::sync::Arc;

use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{At, PupilId, Sensitive, StaffId};

use super::start::StartPlaybook;
use crate::clock::SchoolCalendar;
use crate::policy::Matrix;
use crate::senior::Senior;

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
    /// Fact: when that was known which has come to the matter since the step was answered last; none where nothing
    /// has. What the law counts from knowing counts from then.
    pub known_at: Option<At>,
    /// The matrix by which the matter goes, where the step asks for a kind of it.
    pub matrix: Option<Arc<Matrix>>,
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
