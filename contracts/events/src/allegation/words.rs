//! The words of a matter about an adult: KCSIE Part 4 in the order in which its questions come.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::sensitive::Sensitive;

/// Whether a limb of the harm threshold is met, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimbAnswer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody knows yet.
    Unknown,
}

/// The four limbs of the harm threshold (KCSIE Part 4, section one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdLimbs {
    /// Behaved in a way that has harmed a child, or may have harmed a child.
    pub harmed_or_may_have_harmed: LimbAnswer,
    /// Possibly committed a criminal offence against or related to a child.
    pub possible_offence: LimbAnswer,
    /// Behaved towards a child in a way that indicates that they may pose a risk of harm to children.
    pub may_pose_a_risk: LimbAnswer,
    /// Behaved, also outside school, in a way that indicates that they may not be suitable to work
    /// with children.
    pub may_not_be_suitable: LimbAnswer,
}

impl ThresholdLimbs {
    /// The answers in the order of the guidance.
    #[must_use]
    pub const fn answers(&self) -> [LimbAnswer; 4] {
        [
            self.harmed_or_may_have_harmed,
            self.possible_offence,
            self.may_pose_a_risk,
            self.may_not_be_suitable,
        ]
    }
}

/// What the case manager decides about the harm threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdDecision {
    /// It may be met: the LADO is told (R3).
    MayMeetThreshold,
    /// It is not met: a low-level concern (KCSIE Part 4, section two).
    LowLevel,
    /// There is nothing to be concerned about.
    NoConcern,
}

/// What has to be decided in a matter by a time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MatterDecision {
    /// Whether the harm threshold may be met (R3).
    Threshold,
    /// Whether a case of the child's own is opened (S16).
    ChildsSide,
}

/// With whom it was talked over without names. That is advice and never a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Adviser {
    /// The local authority designated officer.
    Lado,
    /// Human resources.
    Hr,
}

/// Who is told, or not yet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ToBeTold {
    /// The adult whom it is about.
    Adult,
    /// Parents or carers of the child.
    Parents,
    /// The chair of trustees or governors.
    Chair,
    /// The trust board: that there is a matter, no name, no detail.
    Board,
}

/// When somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TellingTime {
    /// Told on this day, or to be told then.
    On {
        /// The day.
        on: Day,
    },
    /// Not before LADO or police have given their advice; looked at again on a day.
    AfterAdvice {
        /// Day of the review.
        review_on: Day,
    },
    /// Not told; looked at again on a day (R9).
    NotTold {
        /// Day of the review.
        review_on: Day,
    },
}

impl TellingTime {
    /// The day on which the decision is looked at again.
    #[must_use]
    pub const fn review_on(&self) -> Option<Day> {
        match self {
            Self::On { .. } => None,
            Self::AfterAdvice { review_on } | Self::NotTold { review_on } => Some(*review_on),
        }
    }
}

/// Whose advice a decision to tell rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TellingAdviser {
    /// The local authority designated officer.
    Lado,
    /// The police.
    Police,
    /// Children's social care.
    ChildrensSocialCare,
    /// Human resources.
    Hr,
}

/// What is done while the matter is looked into. None of it says that anybody did anything: a
/// suspension is a neutral act (KCSIE Part 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InterimMeasure {
    /// Nothing, for a reason.
    None,
    /// Other duties, or another place.
    Moved,
    /// Somebody else is always there.
    Supervised,
    /// Working from elsewhere.
    Remote,
    /// Paid leave by agreement.
    Leave,
    /// Suspended on full pay, when nothing less will do.
    Suspension,
}

/// What came of it, in the words of the statutory guidance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllegationOutcome {
    /// There is sufficient evidence to prove it.
    Substantiated,
    /// There is sufficient evidence to disprove it, and a deliberate act to deceive.
    Malicious,
    /// There is sufficient evidence to disprove it.
    False,
    /// There is insufficient evidence either way: neither guilt nor innocence.
    Unsubstantiated,
    /// There is no evidence or proper basis for it.
    Unfounded,
}

/// A legal duty to refer somebody, considered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyConsidered {
    /// Whether the duty applies, so that a referral is to be made.
    pub applies: bool,
    /// Why, or why not.
    pub reason: Sensitive<String>,
}

/// Whether the agency of a supply teacher or contractor was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgencyTold {
    /// Yes.
    Yes,
    /// Not yet.
    No,
    /// The trust employs the adult itself.
    NotApplicable,
}
