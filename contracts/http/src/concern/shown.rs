//! What is shown of a concern: all of it to those it was routed to, its status to who raised it.

use lanyard_events::concern::{AboutAdult, BodyMark, Due, Place, Reporter, TriageDecision};
use lanyard_events::{
    AcademyId, Actor, AllegationId, At, CaseId, ConcernId, PersonRef, PupilId, Sensitive,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::allegation::SameAdult;
use crate::person::ShownPerson;
use crate::pupil::HistoryItem;
use crate::vocabulary as v;

/// Where a concern stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConcernState {
    /// Nobody has decided yet.
    Untriaged,
    /// Decided: nothing further.
    NoFurtherAction,
    /// Decided: watched, to be looked at again on a day.
    Monitored,
    /// Part of a case.
    InCase,
    /// Part of a matter about an adult.
    InAllegation,
}

/// All that whoever raised a concern learns of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConcernStatus {
    /// It was received.
    Received,
    /// It is being dealt with.
    BeingDealtWith,
}

/// What lists show of a concern.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConcernSummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Its revision, as in its `ETag`.
    pub revision: u64,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
    /// Where it stands.
    pub state: ConcernState,
    /// Is it about an adult here?
    #[schema(value_type = v::AboutAdult)]
    pub about_adult: AboutAdult,
    /// Is anybody in danger now?
    pub danger_now: bool,
    /// It was on paper first.
    pub late_entry: bool,
    /// Who raised it.
    #[schema(value_type = v::Actor)]
    pub raised_by: Actor,
    /// Their name, if they are on the staff register.
    #[schema(value_type = Option<String>)]
    pub raised_by_name: Option<Sensitive<String>>,
    /// When it was raised, by the server's clock.
    #[schema(value_type = v::Moment)]
    pub raised_at: At,
    /// When it happened or was noticed.
    #[schema(value_type = v::Moment)]
    pub occurred_at: At,
    /// When triage is due, by which rule, and why then.
    #[schema(value_type = v::Due)]
    pub due: Due,
    /// When it was first decided on.
    #[schema(value_type = Option<v::Moment>)]
    pub triaged_at: Option<At>,
    /// The case that it is part of.
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter that it is part of.
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
    /// People with their parts.
    pub people: Vec<ShownPerson>,
}

/// A concern to whoever raised it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OwnConcern {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: ConcernId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// When it was raised.
    #[schema(value_type = v::Moment)]
    pub raised_at: At,
    /// Received, or being dealt with.
    pub status: ConcernStatus,
}

/// A row of a list of concerns: `view` says how much of it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "view", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "most rows are of the large kind, and each is written once"
)]
pub enum ConcernListed {
    /// The caller may read it.
    Whole(ConcernSummary),
    /// The caller raised it.
    Status(OwnConcern),
}

/// A concern: `view` says how much of it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "view", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "made once for each answer and written at once"
)]
pub enum Concern {
    /// The caller may read it.
    Whole(ConcernDetail),
    /// The caller raised it.
    Status(OwnConcern),
}

/// All of a concern.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConcernDetail {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: ConcernSummary,
    /// The recorder's clock when it was recorded, whole minutes since 1970, as in the receipt.
    pub recorded_minute: u32,
    /// Who reported.
    #[schema(value_type = v::Reporter)]
    pub reporter: Reporter,
    /// The sender's own reference.
    pub external_reference: Option<String>,
    /// Sub-risks of the four Cs that whoever reported sees in it, of `sub_risks` of the taxonomy.
    pub sub_risks: Vec<String>,
    /// Where.
    #[schema(value_type = v::Place)]
    pub place: Place,
    /// When, in the reporter's words.
    #[schema(value_type = Option<String>)]
    pub when_text: Option<Sensitive<String>>,
    /// The reporter's account.
    pub account: ShownText,
    /// The child's exact words.
    pub childs_words: ShownText,
    /// What was done already, and why.
    pub action_taken: ShownText,
    /// Marks on the body map.
    #[schema(value_type = Vec<v::BodyMark>)]
    pub body_map: Vec<BodyMark>,
    /// Names that were wrong, in the order of correction.
    pub struck_people: Vec<StruckPerson>,
    /// What was added, in order.
    pub information: Vec<AddedInformation>,
    /// What was decided, in order.
    pub triage: Vec<TriageShown>,
    /// How it came here, where others had it before, in order.
    pub passed_on: Vec<PassedOn>,
    /// Later entries that were erased.
    pub erased_entries: u32,
    /// What else is said of the adult whom it is about, as far as the caller may see it: the earlier ones beside
    /// a new one.
    pub same_adult: SameAdult,
    /// What else there is of each child whom it affects, as far as the caller may see it: an earlier worry
    /// beside a new one.
    pub same_children: Vec<SameChild>,
    /// Open cases that link each child whom it names as brother or sister, as far as the caller may see them.
    pub siblings: Vec<SameChild>,
}

/// What else there is of a child, the newest first: at most 20, the rest in the child's history.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SameChild {
    /// Which child.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// Other concerns and cases that link them, and files from schools before.
    pub others: Vec<HistoryItem>,
}

/// A text with what it said before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShownText {
    /// As it stands; none if nothing was said.
    #[schema(value_type = Option<String>)]
    pub text: Option<Sensitive<String>>,
    /// Earlier texts, the oldest first: show them struck.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub struck: Vec<StruckText>,
}

/// A text that was wrong: it stays, struck.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StruckText {
    /// The old text; none if there was none.
    #[schema(value_type = Option<String>)]
    pub text: Option<Sensitive<String>>,
    /// Who corrected it.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A name that was wrong: it stays, struck.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StruckPerson {
    /// Who was named.
    #[schema(value_type = v::PersonRef)]
    pub from: PersonRef,
    /// Their name or description.
    #[schema(value_type = Option<String>)]
    pub from_name: Option<Sensitive<String>>,
    /// Who it is.
    #[schema(value_type = v::PersonRef)]
    pub to: PersonRef,
    /// Their name or description.
    #[schema(value_type = Option<String>)]
    pub to_name: Option<Sensitive<String>>,
    /// Who corrected it.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// What somebody added.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AddedInformation {
    /// What was added.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// The child's exact words.
    #[schema(value_type = Option<String>)]
    pub childs_words: Option<Sensitive<String>>,
    /// Who added it.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When it happened, as they say.
    #[schema(value_type = v::Moment)]
    pub occurred_at: At,
    /// When it was added.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// What a safeguarding lead decided.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TriageShown {
    /// What.
    #[schema(value_type = v::TriageDecision)]
    pub decision: TriageDecision,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Sub-risks of the four Cs that they see in it.
    pub sub_risks: Vec<String>,
    /// Who decided.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// Whoever had it before passed it on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PassedOn {
    /// Whether it was about an adult from then on.
    #[schema(value_type = v::AboutAdult)]
    pub about_adult: AboutAdult,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Who passed it on.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
}
