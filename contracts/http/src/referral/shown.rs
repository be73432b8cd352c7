//! What is shown of a referral.

use std::collections::BTreeMap;

use lanyard_events::concern::Due;
use lanyard_events::referral::{ReferralAnswered, ReferralDisputed, ReferralSubmitted};
use lanyard_events::step::StepName;
use lanyard_events::{AcademyId, At, ReferralId, Sensitive, StaffId, StreamId};
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::FormField;
use crate::vocabulary as v;

/// A desk is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReferralRecorded {
    /// The referral.
    #[schema(value_type = v::Id)]
    pub id: ReferralId,
    /// The case or adult's matter.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// The revision of the referral.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// How far a referral has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// The desk is to be told.
    Needed,
    /// The desk is not told after all.
    NotMade,
    /// The desk was told.
    Submitted,
    /// The desk has confirmed that it has it.
    Acknowledged,
    /// The desk has answered.
    Answered,
    /// Nothing is left to do.
    Closed,
}

/// What comes next with a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralNext {
    /// The desk is told.
    Tell,
    /// What was said follows in writing.
    Write,
    /// The desk answers.
    Answer,
    /// The desk is asked again.
    Chase,
}

/// What queues show of a referral.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReferralSummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: ReferralId,
    /// Its revision, as in its `ETag`.
    pub revision: u64,
    /// The case or adult's matter that it comes out of.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// The desk.
    pub agency: String,
    /// How far it has come.
    pub state: ReferralState,
    /// Category of the matter.
    pub category: String,
    /// Local authority, where the desk is a local one: its three digits.
    pub authority: Option<String>,
    /// Reference to quote.
    pub reference: String,
    /// Who has it in hand.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub owner_name: Option<Sensitive<String>>,
    /// Since when it is needed.
    #[schema(value_type = v::Moment)]
    pub needed_at: At,
    /// What comes next.
    pub next: Option<ReferralNext>,
    /// By when, by which rule, with the reckoning.
    #[schema(value_type = Option<v::Due>)]
    pub due: Option<Due>,
    /// Whether that has passed.
    pub overdue: bool,
    /// The desk's reference.
    #[schema(value_type = Option<String>)]
    pub their_reference: Option<Sensitive<String>>,
    /// Since when the trust does not agree with the desk, and has taken it further; until the desk answers anew.
    #[schema(value_type = Option<v::Moment>)]
    pub disputed_at: Option<At>,
}

/// All of a referral.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReferralDetail {
    /// What queues show of it.
    #[serde(flatten)]
    pub summary: ReferralSummary,
    /// The step that says so.
    #[schema(value_type = Option<v::StepName>)]
    pub step: Option<StepName>,
    /// Why, where somebody said so.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
    /// Fields of the form, as they were filled in last.
    #[schema(value_type = BTreeMap<String, String>)]
    pub fields: BTreeMap<String, Sensitive<String>>,
    /// Required ones that are missing.
    pub missing: Vec<String>,
    /// How the desk was told.
    #[schema(value_type = Option<v::ReferralSubmitted>)]
    pub told: Option<ReferralSubmitted>,
    /// What it answered last.
    #[schema(value_type = Option<v::ReferralAnswered>)]
    pub answer: Option<ReferralAnswered>,
    /// Why the trust does not agree with that, and to whom it was taken.
    #[schema(value_type = Option<v::ReferralDisputed>)]
    pub dispute: Option<ReferralDisputed>,
}

/// A desk's form, with what is in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReferralForm {
    /// What people read.
    pub title: String,
    /// Its edition.
    pub edition: u16,
    /// Its fields, in order.
    pub fields: Vec<ReferralFormField>,
    /// Required fields for which nobody and nothing has a value.
    pub missing: Vec<String>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReferralFormField {
    /// What it is and what it asks for.
    #[serde(flatten)]
    pub field: FormField,
    /// What is in it.
    #[schema(value_type = Option<String>)]
    pub value: Option<Sensitive<String>>,
    /// Whether that comes from the record and nobody has confirmed it yet.
    pub proposed: bool,
}
