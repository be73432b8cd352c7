//! What is sent: raising a concern, adding to it, correcting it, triaging it.

use lanyard_events::concern::{AboutAdult, BodyMark, ConcernText, Place, Reporter};
use lanyard_events::{
    AcademyId, AllegationId, At, CaseId, Day, LinkedPerson, PersonRef, Sensitive, StaffId,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// What somebody saw, heard or was told.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "academy": "018f4e9a-0000-7000-8000-0000000000a1",
    "about_adult": "no",
    "category": "cyber_bullying",
    "people": [{"person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b1"}, "role": "affected"}],
    "place": {"kind": "online", "platform": "a group chat", "accounts": ["fox_1902"]},
    "account": "Amara Example showed me threatening messages from a group chat.",
    "childs_words": "They said they would wait for me.",
    "action_taken": "Told her not to reply and not to delete anything.",
    "danger_now": false
}))]
pub struct RaiseConcern {
    /// The academy it belongs to.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Is it about an adult here? Answered first: it decides who may see the concern.
    #[schema(value_type = v::AboutAdult)]
    pub about_adult: AboutAdult,
    /// Category, from `GET /v1/taxonomy`.
    pub category: String,
    /// People with their parts.
    #[serde(default)]
    #[schema(value_type = Vec<v::LinkedPerson>)]
    pub people: Vec<LinkedPerson>,
    /// Where.
    #[schema(value_type = v::Place)]
    pub place: Place,
    /// When it happened, in words, where no time is known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub when_text: Option<Sensitive<String>>,
    /// The reporter's own words.
    #[schema(value_type = String)]
    pub account: Sensitive<String>,
    /// The child's exact words.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub childs_words: Option<Sensitive<String>>,
    /// Marks on the body map. Photographs of injuries are refused.
    #[serde(default)]
    #[schema(value_type = Vec<v::BodyMark>)]
    pub body_map: Vec<BodyMark>,
    /// What was done already, and why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub action_taken: Option<Sensitive<String>>,
    /// Is anybody in danger now? If so: 999 first.
    pub danger_now: bool,
    /// Who reported; the caller, if not given.
    #[serde(default = "the_caller")]
    #[schema(value_type = v::Reporter, required = false)]
    pub reporter: Reporter,
    /// Late entry, after an outage: when it was written on paper.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub late_entry: Option<At>,
    /// The sender's own reference, for integration clients.
    #[serde(default)]
    pub external_reference: Option<String>,
    /// Sub-risks of the four Cs that are seen in it: ids of `sub_risks` of `GET /v1/taxonomy`, each once.
    #[serde(default)]
    pub sub_risks: Vec<String>,
}

const fn the_caller() -> Reporter {
    Reporter::Actor
}

/// Something to add to a concern. Nothing that stands is changed.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "She showed me two more messages after lunch."}))]
pub struct AddInformation {
    /// What is added.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// The child's exact words.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub childs_words: Option<Sensitive<String>>,
}

/// A correction: the right value stands, the old one stays, struck.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "kind": "person",
    "from": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b1"},
    "to": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b2"},
    "reason": "There are two pupils called Amara."
}))]
pub enum CorrectConcern {
    /// A person was named wrongly.
    Person {
        /// Who was named.
        #[schema(value_type = v::PersonRef)]
        from: PersonRef,
        /// Who it is.
        #[schema(value_type = v::PersonRef)]
        to: PersonRef,
        /// Why.
        #[schema(value_type = String)]
        reason: Sensitive<String>,
    },
    /// A text was wrong.
    Text {
        /// Which text.
        #[schema(value_type = v::ConcernText)]
        field: ConcernText,
        /// The right text.
        #[schema(value_type = String)]
        text: Sensitive<String>,
        /// Why.
        #[schema(value_type = String)]
        reason: Sensitive<String>,
    },
}

/// What a safeguarding lead decides about a concern.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "decision": {"kind": "monitor", "review_in_school_days": 10},
    "reason": "First worry of its kind; tutor to watch and tell me."
}))]
pub struct TriageConcern {
    /// What.
    pub decision: TriageDecision,
    /// Why: also, and above all, why not to refer.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// Sub-risks of the four Cs that are seen in it, as in raising a concern; none with passing it on.
    #[serde(default)]
    pub sub_risks: Vec<String>,
}

/// The outcomes of triage.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TriageDecision {
    /// Nothing further; the reason says why.
    NoFurtherAction {},
    /// No referral now: watch, and look again. Give the day or the number of school days.
    Monitor {
        /// Day of the review.
        #[serde(default)]
        #[schema(value_type = Option<v::Day>)]
        review_on: Option<Day>,
        /// School days from today to the review.
        #[serde(default)]
        review_in_school_days: Option<u16>,
    },
    /// A new case.
    OpenCase {
        /// Who owns it; the caller, if not given.
        #[serde(default)]
        #[schema(value_type = Option<v::Id>)]
        owner: Option<StaffId>,
    },
    /// Part of a case that is open already.
    AddToCase {
        /// Which one.
        #[schema(value_type = v::Id)]
        case: CaseId,
    },
    /// A new matter about an adult; the caller manages it.
    OpenAllegation {},
    /// It is about an adult after all: it goes to the headteacher, or who stands in, untriaged. The caller
    /// sees nothing more of it unless it goes to them too.
    PassToHead {},
    /// It is about no adult here: it goes to the safeguarding team, untriaged.
    PassToDsl {},
    /// Part of a matter about an adult that is open already.
    AddToAllegation {
        /// Which one.
        #[schema(value_type = v::Id)]
        allegation: AllegationId,
    },
}

/// Which concerns to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListConcerns {
    /// Only those in this state: `untriaged`, `no_further_action`, `monitored`, `in_case` or
    /// `in_allegation`.
    pub state: Option<String>,
    /// Only those of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}
