//! What is sent: working on an adult's matter.

use lanyard_events::allegation::{
    Adviser, AgencyTold, AllegationOutcome, DutyConsidered, InterimMeasure, TellingAdviser,
    TellingTime, ThresholdDecision, ThresholdLimbs, ToBeTold,
};
use lanyard_events::{Day, LinkRole, PartId, PersonRef, PupilId, Sensitive, StaffId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// A note in a matter about an adult.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The corridor camera keeps its pictures for fourteen days; asked for a copy."}))]
pub struct AddAllegationNote {
    /// The note.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// Decide whether the harm threshold may be met: the four limbs, the decision, and the reasons.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "limbs": {
        "harmed_or_may_have_harmed": "yes",
        "possible_offence": "unknown",
        "may_pose_a_risk": "unknown",
        "may_not_be_suitable": "no"
    },
    "decision": "may_meet_threshold",
    "reasons": "Her arm is marked where she says that it was held."
}))]
pub struct DecideThreshold {
    /// The four limbs of KCSIE Part 4.
    #[schema(value_type = v::ThresholdLimbs)]
    pub limbs: ThresholdLimbs,
    /// What.
    #[schema(value_type = v::ThresholdDecision)]
    pub decision: ThresholdDecision,
    /// Why: also, and above all, why not to refer.
    #[schema(value_type = String)]
    pub reasons: Sensitive<String>,
}

/// It was talked over with LADO or HR without naming anybody. That is advice, never a referral.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"with": "lado", "adviser": "The duty officer", "advice": "Refer today; speak to nobody before."}))]
pub struct RecordConsultation {
    /// With whom.
    #[schema(value_type = v::Adviser)]
    pub with: Adviser,
    /// Their name or desk.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub adviser: Option<Sensitive<String>>,
    /// What was asked, and what was advised.
    #[schema(value_type = String)]
    pub advice: Sensitive<String>,
}

/// Something basic was found out without interviewing anybody.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"looked_at": "The timetable.", "found": "Two assistants were in the room."}))]
pub struct NoteEnquiry {
    /// What was looked at.
    #[schema(value_type = String)]
    pub looked_at: Sensitive<String>,
    /// What was found.
    #[schema(value_type = String)]
    pub found: Sensitive<String>,
}

/// Name somebody to support the adult. It opens the matter to nobody.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameSupportPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// How to reach them, and what was agreed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub note: Option<Sensitive<String>>,
}

/// Decide when one of those who are to be told is told.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "whom": "parents",
    "when": {"kind": "after_advice", "review_on": "2026-12-29"},
    "advised_by": ["lado"],
    "reason": "The strategy meeting decides who tells them."
}))]
pub struct DecideTelling {
    /// Who.
    #[schema(value_type = v::ToBeTold)]
    pub whom: ToBeTold,
    /// When.
    #[schema(value_type = v::TellingTime)]
    pub when: TellingTime,
    /// On whose advice.
    #[serde(default)]
    #[schema(value_type = Vec<v::TellingAdviser>)]
    pub advised_by: Vec<TellingAdviser>,
    /// Why then, and what is said.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Decide what is done while the matter is looked into. A suspension is a neutral act and takes the
/// alternatives that were considered.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideInterimMeasure {
    /// What.
    #[schema(value_type = v::InterimMeasure)]
    pub measure: InterimMeasure,
    /// What else was thought of, and why it would not do.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub alternatives: Option<Sensitive<String>>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Day of the review; needed where anything is done.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub review_on: Option<Day>,
    /// Last day, where it ends by itself.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub ends_on: Option<Day>,
}

/// Record the employer's outcome in the statutory words. Whether it may appear in a reference follows
/// from the word.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "outcome": "unsubstantiated",
    "reasons": "Neither account could be proved or disproved.",
    "confirmed_by": "018f4e9a-0000-7000-8000-0000000000c2",
    "dbs": {"applies": false, "reason": "Nobody was removed from regulated activity."},
    "tra": {"applies": false, "reason": "No unacceptable professional conduct was found."},
    "agency_told": "not_applicable"
}))]
pub struct RecordOutcome {
    /// What.
    #[schema(value_type = v::AllegationOutcome)]
    pub outcome: AllegationOutcome,
    /// Why.
    #[schema(value_type = String)]
    pub reasons: Sensitive<String>,
    /// The second senior, who confirmed it: a headteacher, the group safeguarding lead or the chair.
    #[schema(value_type = v::Id)]
    pub confirmed_by: StaffId,
    /// The duty to refer to the Disclosure and Barring Service, considered.
    #[schema(value_type = v::DutyConsidered)]
    pub dbs: DutyConsidered,
    /// The duty to consider a referral to the Teaching Regulation Agency.
    #[schema(value_type = v::DutyConsidered)]
    pub tra: DutyConsidered,
    /// Whether a supply agency or other employer was told.
    #[schema(value_type = v::AgencyTold)]
    pub agency_told: AgencyTold,
}

/// Link a person to a matter about an adult.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkAllegationPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their part.
    #[schema(value_type = v::LinkRole)]
    pub role: LinkRole,
    /// The trust's own word for it, of `parts` of the taxonomy: it stands for `role`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub part: Option<PartId>,
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// Put the right person in the place of one named wrongly; the old name stays, struck.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAllegationPerson {
    /// Who was named.
    #[schema(value_type = v::PersonRef)]
    pub from: PersonRef,
    /// Who it is.
    #[schema(value_type = v::PersonRef)]
    pub to: PersonRef,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// An adult who was only described was found on the staff register. The matter goes to whom it would
/// have gone with the name.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "description": "the cover teacher of Tuesday",
    "staff": "018f4e9a-0000-7000-8000-0000000000c4",
    "reason": "The cover list of that day."
}))]
pub struct MatchAllegationPerson {
    /// Who was described, in the words that were linked.
    #[schema(value_type = String)]
    pub description: Sensitive<String>,
    /// Who it is.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// How they were recognised.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who manages the matter from here, where the present case manager cannot.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub owner: Option<StaffId>,
}

/// Ask for a welfare case of the child's own. It is about pupils only and says nothing of the adult.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "pupils": ["018f4e9a-0000-7000-8000-0000000000b1"],
    "reason": "She needs somebody of her own to talk to."
}))]
pub struct OpenChildCase {
    /// Whose: pupils who are linked to the matter.
    #[schema(value_type = Vec<v::Id>)]
    pub pupils: Vec<PupilId>,
    /// Category, from `GET /v1/taxonomy`, if it is to be another than the concern's; none that says
    /// that an adult is concerned.
    #[serde(default)]
    pub category: Option<String>,
    /// Why; it stays with the adult's matter.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// The children of a matter need no case out of it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "She has a case already, and its owner looks after this too."}))]
pub struct DeclineChildCase {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Share the adult's name with the readers of the children's cases.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareName {
    /// Whose name.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Why; the readers of the cases see it.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Give a matter another case manager: one of those to whom it went.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAllegationOwner {
    /// Who manages it now.
    #[schema(value_type = v::Id)]
    pub owner: StaffId,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Close a matter, after the outcome or where the threshold is not met.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAllegation {
    /// Why it can be closed.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Why it is closed with steps open that may not simply be left, where some are.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub leaving_open: Option<Sensitive<String>>,
    /// The second senior, who confirmed it.
    #[schema(value_type = v::Id)]
    pub confirmed_by: StaffId,
}

/// Open a closed matter again.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenAllegation {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Which matters to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAllegations {
    /// Only those in this state: `open` or `closed`.
    pub state: Option<String>,
    /// Only those of this case manager.
    #[param(value_type = Option<v::Id>)]
    pub owner: Option<String>,
    /// Only those of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}
