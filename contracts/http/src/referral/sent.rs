//! What is sent about a referral.

use std::collections::BTreeMap;

use lanyard_events::referral::SentHow;
use lanyard_events::{At, Sensitive, StaffId};
use serde::Deserialize;
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
    /// Only with which the trust does not agree, since the desk answered last: `true`; or only the others: `false`.
    #[param(value_type = Option<bool>)]
    pub disputed: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}
