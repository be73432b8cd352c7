//! Referrals and the desks that they go to.

use std::collections::BTreeMap;

use lanyard_events::concern::Due;
use lanyard_events::referral::{ReferralAnswered, ReferralSubmitted, SentHow};
use lanyard_events::step::StepName;
use lanyard_events::{AcademyId, At, ReferralId, Sensitive, StaffId, StreamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// Put a desk's referral into its queue.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "agency": "social_care",
    "reason": "A third account of being left alone overnight."
}))]
pub struct NeedReferral {
    /// Which desk, from `GET /v1/desks`.
    pub agency: String,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

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

/// Fill the form in. What is not given here is filled from the record, where it has something.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fields": {"platform": "A game with a chat"}}))]
pub struct DraftReferral {
    /// Fields by their ids.
    #[schema(value_type = BTreeMap<String, String>)]
    pub fields: BTreeMap<String, Sensitive<String>>,
}

/// Somebody told the desk. Nothing is sent by itself: this says that it was.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"how": "portal", "their_reference": "CE-10443"}))]
pub struct SubmitReferral {
    /// How.
    #[schema(value_type = v::SentHow)]
    pub how: SentHow,
    /// When; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
    /// To whom you spoke.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub spoken_to: Option<Sensitive<String>>,
    /// The desk's reference.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub their_reference: Option<Sensitive<String>>,
    /// Why it went although required fields are missing.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub missing_reason: Option<Sensitive<String>>,
}

/// What was said by telephone followed in writing.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutReferralInWriting {
    /// How: portal, email or letter.
    #[schema(value_type = v::SentHow)]
    pub how: SentHow,
    /// When; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
}

/// The desk confirmed that it has it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeReferral {
    /// When; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
    /// By whom there.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub by: Option<Sensitive<String>>,
    /// The desk's reference.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub their_reference: Option<Sensitive<String>>,
}

/// The desk was asked again.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChaseReferral {
    /// How.
    #[schema(value_type = v::SentHow)]
    pub how: SentHow,
    /// What was said.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// The desk answered.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "outcome": "passed_to_local_police",
    "text": "The local force takes it on and calls on Thursday."
}))]
pub struct AnswerReferral {
    /// One of the desk's answers, from `GET /v1/desks/{desk}`.
    pub outcome: String,
    /// In its words.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// When; now if not given.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub at: Option<At>,
    /// The desk's reference.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub their_reference: Option<Sensitive<String>>,
}

/// The trust does not agree with the desk.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeReferral {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// To whom it was taken.
    #[schema(value_type = String)]
    pub taken_to: Sensitive<String>,
}

/// The desk is not told after all.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOffReferral {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who agreed: the police and CEOP take two.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub second: Option<StaffId>,
}

/// Give a referral to somebody else.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveReferral {
    /// Who has it in hand now.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// Close a referral.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseReferral {
    /// What came of it.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Which referrals to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListReferrals {
    /// Only to this desk: `lado`, `ceop`, `police`, `social_care` …
    pub agency: Option<String>,
    /// Only at this stage: `needed`, `not_made`, `submitted`, `acknowledged`, `answered`, `closed`.
    pub state: Option<String>,
    /// Only of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Only out of this case.
    #[param(value_type = Option<v::Id>)]
    pub case: Option<String>,
    /// Only where something is due before this moment.
    #[param(value_type = Option<v::Moment>)]
    pub due_before: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
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

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormField {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// A few words more.
    pub help: Option<String>,
    /// The heading under which it stands.
    pub section: String,
    /// What is filled in: text, `long_text`, date, datetime, choice, `yes_no_unknown`, person …
    pub kind: String,
    /// Whether the desk needs it.
    pub required: bool,
    /// What may be chosen.
    pub choices: Vec<String>,
}

/// A desk outside the trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskListed {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What it does.
    pub what_for: String,
    /// By when it is told: now, today, 1wd.
    pub due: String,
    /// By which rule.
    pub rule: Option<String>,
    /// How it is told.
    #[schema(value_type = Vec<v::SentHow>)]
    pub ways: Vec<SentHow>,
    /// Whether its queue belongs to matters about adults.
    pub about_adults: bool,
}

/// A desk with what it asks for, and what to say and ask on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskShown {
    /// What lists show of it.
    #[serde(flatten)]
    pub desk: DeskListed,
    /// How it is reached, and what the trust has to enter for it.
    pub reach: String,
    /// Whether names of children and adults go to it.
    pub names_allowed: bool,
    /// Whether it advises without being told a name.
    pub no_names_advice: bool,
    /// What it may answer.
    pub outcomes: Vec<String>,
    /// Categories on which it never acts, and who does.
    pub instead: BTreeMap<String, Vec<String>>,
    /// Its form, where it has one.
    pub form: Vec<FormField>,
    /// What to say on the telephone.
    pub say: Vec<String>,
    /// What to ask.
    pub ask: Vec<String>,
    /// What to write down.
    pub write_down: Vec<String>,
    /// Where this comes from.
    pub source: Vec<String>,
}
