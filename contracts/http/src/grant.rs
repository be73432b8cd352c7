//! Grants: leave to read a case or an adult's matter by name until a set time, given or taken by breaking the glass.

use lanyard_events::grant::GlassFinding;
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, CaseId, Day, GrantId, Sensitive, StaffId, StreamId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::LookResult;
use crate::vocabulary as v;

/// Let somebody on the staff register read a case or an adult's matter, and nothing else, until a set time.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "018f4e9a-0000-7000-8000-0000000000c9",
    "until": "2026-11-18T17:00:00Z",
    "reason": "Sampled by the inspection of 17 November."
}))]
pub struct GiveGrant {
    /// Who may read it.
    #[schema(value_type = v::Id)]
    pub to: StaffId,
    /// Until when: ahead, and within 90 days.
    #[schema(value_type = v::Moment)]
    pub until: At,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Take a grant back before its time.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The inspection ended early."}))]
pub struct EndGrant {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Open one pupil's case of another academy for an hour, read-only. Others are told of it at once.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "academy": "018f4e9a-0000-7000-8000-0000000000a2",
    "find": {"kind": "case", "reference": "K7QM2XWD"},
    "reason": "The child stands at our gate and nobody at their school can be reached."
}))]
pub struct BreakGlass {
    /// The academy that the case belongs to.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Which case.
    pub find: FindCase,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// By what a case is looked for. Of several cases of a pupil the newest open one is meant.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FindCase {
    /// Its reference.
    Case {
        /// Eight letters and digits.
        reference: String,
    },
    /// The pupil's unique pupil number.
    Upn {
        /// A letter and twelve digits.
        #[schema(value_type = String)]
        upn: Sensitive<String>,
    },
    /// The pupil's name and day of birth.
    Name {
        /// Forename, or the one that they go by.
        #[schema(value_type = String)]
        forename: Sensitive<String>,
        /// Surname.
        #[schema(value_type = String)]
        surname: Sensitive<String>,
        /// Day of birth.
        #[schema(value_type = v::Day)]
        date_of_birth: Day,
    },
}

/// What is thought of somebody's having broken the glass.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"finding": "justified", "text": "Nobody there could be reached."}))]
pub struct ReviewGrant {
    /// What.
    #[schema(value_type = v::GlassFinding)]
    pub finding: GlassFinding,
    /// In words.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// A grant was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GrantGiven {
    /// The grant.
    #[schema(value_type = v::Id)]
    pub id: GrantId,
    /// The case, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
}

/// A case is open for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GlassBroken {
    /// The grant by which it is read.
    #[schema(value_type = v::Id)]
    pub id: GrantId,
    /// The case: read it at its address.
    #[schema(value_type = v::Id)]
    pub case: CaseId,
    /// Until when.
    #[schema(value_type = v::Moment)]
    pub until: At,
}

/// How a grant came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantKind {
    /// One of the case's readers gave it.
    Given,
    /// Whoever reads by it broke the glass.
    GlassBroken,
    /// Somebody tried to break the glass, and nothing opened.
    GlassHeld,
}

/// One grant.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Grant {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: GrantId,
    /// How it came about.
    pub kind: GrantKind,
    /// The case; none where nothing opened, or of an adult's matter.
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
    /// Who may read the case; who tried.
    #[schema(value_type = v::Actor)]
    pub to: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub to_name: Option<Sensitive<String>>,
    /// Who gave it.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// Since when.
    #[schema(value_type = v::Moment)]
    pub since: At,
    /// Until when.
    #[schema(value_type = Option<v::Moment>)]
    pub until: Option<At>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// What was asked for, where nothing opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub asked: Option<Sensitive<String>>,
    /// When it was taken back before its time.
    #[schema(value_type = Option<v::Moment>)]
    pub ended_at: Option<At>,
    /// Why.
    #[schema(value_type = Option<String>)]
    pub ended_reason: Option<Sensitive<String>>,
    /// By when it is reviewed, where the glass was broken.
    #[schema(value_type = Option<v::Moment>)]
    pub review_due_at: Option<At>,
    /// What was thought of it.
    pub review: Option<GrantReview>,
}

/// A grant with every page that was opened by it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GrantDetail {
    /// The grant.
    #[serde(flatten)]
    pub grant: Grant,
    /// What was opened of the case while it was in force, the oldest first.
    pub pages: Vec<OpenedPage>,
}

/// The grants of a case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseGrants {
    /// The newest first.
    pub items: Vec<Grant>,
}

/// What was thought of somebody's having broken the glass.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GrantReview {
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// Who thought so.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// What.
    #[schema(value_type = v::GlassFinding)]
    pub finding: GlassFinding,
    /// In words.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
}

/// A page that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenedPage {
    /// Its place in the record.
    pub position: u64,
    /// When.
    #[schema(value_type = v::Moment)]
    pub looked_at: At,
    /// The route, without ids.
    pub route: Option<String>,
}

/// Somebody looked at a matter, or at what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatterLook {
    /// Its place in the record.
    pub position: u64,
    /// Who looked.
    #[schema(value_type = v::Actor)]
    pub actor: Actor,
    /// Their name, if they are on the staff register.
    #[schema(value_type = Option<String>)]
    pub actor_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub looked_at: At,
    /// Shown or not. None once erased.
    #[schema(value_type = Option<v::LookResult>)]
    pub result: Option<LookResult>,
    /// The route, without ids.
    pub route: Option<String>,
    /// What of it was shown, or the address asked for: the matter, a concern, a referral, a file.
    #[schema(value_type = Vec<v::StreamName>)]
    pub streams: Vec<StreamId>,
}

/// A broken glass, or an attempt that opened nothing, by ids only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Glass {
    /// Which one: more of it at its address.
    #[schema(value_type = v::Id)]
    pub id: GrantId,
    /// Whether anything opened.
    pub kind: GrantKind,
    /// The academy of the case; of an attempt, the one that was named.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Who broke it, or tried to.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// By when it is reviewed.
    #[schema(value_type = Option<v::Moment>)]
    pub review_due_at: Option<At>,
    /// When it was reviewed.
    #[schema(value_type = Option<v::Moment>)]
    pub reviewed_at: Option<At>,
    /// With which finding.
    #[schema(value_type = Option<v::GlassFinding>)]
    pub finding: Option<GlassFinding>,
}
