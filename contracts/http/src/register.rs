//! Registers and their entries.

use std::collections::BTreeMap;
use std::fmt;

use lanyard_events::concern::Due;
use lanyard_events::{AcademyId, Actor, At, EntryId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// What stands in a field, as JSON. It may be anything that somebody wrote, so it is never printed.
#[derive(Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct FieldValue(pub Value);

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldValue(…)")
    }
}

/// A register in the list of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterListed {
    /// Its id, as in addresses.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What it is for, and who reads it.
    pub about: String,
    /// `academy` or `trust`: where an entry belongs.
    pub level: String,
    /// The edition of its file.
    pub edition: u16,
    /// Who adds entries: roles, `client`.
    pub adds: Vec<String>,
    /// Who sees entries: roles, `self` for whose own it is.
    pub sees: Vec<String>,
}

/// A register whole: what an entry holds and how it moves on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterShown {
    /// What the list shows of it.
    #[serde(flatten)]
    pub register: RegisterListed,
    /// Where it comes from.
    pub source: Vec<String>,
    /// How long entries are kept, and why.
    pub retention: String,
    /// What an entry holds.
    pub fields: Vec<RegisterField>,
    /// Where an entry can be; the first is where it begins.
    pub states: Vec<RegisterState>,
    /// How it gets from one to the other.
    pub moves: Vec<RegisterMove>,
    /// By when.
    pub clocks: Vec<RegisterClock>,
    /// What the list may be narrowed by.
    pub narrowed_by: Vec<String>,
    /// Columns of its export.
    pub columns: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterField {
    /// Its id within the register.
    pub id: String,
    /// What people read.
    pub label: String,
    /// A few words more.
    pub help: Option<String>,
    /// What is filled in: text, long_text, date, time, datetime, yes_no, choice, number, person, staff,
    /// pupil, academy, url, document.
    pub kind: String,
    /// What may be chosen.
    pub choices: Vec<String>,
    /// Whether several are possible: a list is sent then.
    pub many: bool,
    /// Whether it has to be filled in, where it is asked.
    pub required: bool,
    /// Asked only where this field has that answer.
    pub when: Option<RegisterWhen>,
    /// Whether it is filled in with a move and not before.
    pub with_a_move: bool,
}

/// An answer on which something depends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterWhen {
    /// To which field.
    pub field: String,
    /// Which answer.
    pub is: String,
}

/// Where an entry can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterState {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: String,
}

/// How an entry gets on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterMove {
    /// Its id.
    pub id: String,
    /// What people read on the button.
    pub title: String,
    /// Out of which states.
    pub from: Vec<String>,
    /// Into which.
    pub to: String,
    /// Who makes it.
    pub by: Vec<String>,
    /// Whether it is signed.
    pub signature: bool,
    /// Never whoever added the entry (`added`), made that move, or is named in that field.
    pub not_by_who: Option<String>,
    /// Fields that are filled in with it.
    pub needs: Vec<String>,
}

/// By when something is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterClock {
    /// Its id.
    pub id: String,
    /// From when it runs.
    pub starts: String,
    /// How long.
    pub due: String,
    /// What ends it.
    pub ends_by: Vec<String>,
    /// Who is reminded.
    pub owner: Vec<String>,
    /// The rule, where it is one.
    pub rule: Option<String>,
    /// The move that the system makes at its end.
    pub at_end: Option<String>,
}

/// Add an entry to a register.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "academy": "018f4e9a-0000-7000-8000-000000000001",
    "fields": {
        "action": "block",
        "what": "site",
        "site": "games.example",
        "for_whom": "pupils",
        "reason": "Reached by accident in year 8 science.",
        "requested_by": "018f4e9a-0000-7000-8000-000000000002",
        "temporary": false,
        "seen_at": "2026-11-10T14:00:00Z"
    }
}))]
pub struct AddEntry {
    /// For which academy; none where the register is the trust's.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Fields by their ids, each as its kind asks: a choice and an id as text, yes or no as a boolean, a
    /// person with their kind, several as a list.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// An entry is in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryAdded {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: EntryId,
    /// Number to quote: says nothing of the content.
    pub number: String,
    /// Its revision.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// Move an entry on.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"move": "approve_block", "fields": {"block_view": "yes"}}))]
pub struct MoveEntry {
    /// Which move.
    #[serde(rename = "move")]
    pub made: String,
    /// What is filled in with it.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// Fill in what had been left empty.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FillEntry {
    /// Which fields, with what.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// Correct what stood there: the wrong stays, struck.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectEntry {
    /// What is right.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListEntries {
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this academy.
    pub academy: Option<String>,
    /// Only added from this moment on.
    pub added_from: Option<String>,
    /// Only with these answers: `field:value`, several separated by commas.
    #[serde(rename = "where")]
    #[param(rename = "where")]
    pub answers: Option<String>,
    /// Rows on a page, 1 to 200.
    pub limit: Option<String>,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Which entries to take out, and as what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportEntries {
    /// `csv` or `json`; `csv` if not given.
    pub format: Option<String>,
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this academy.
    pub academy: Option<String>,
    /// Only added from this moment on.
    pub added_from: Option<String>,
    /// Only with these answers: `field:value`, several separated by commas.
    #[serde(rename = "where")]
    #[param(rename = "where")]
    pub answers: Option<String>,
}

/// An entry, with the fields that the caller sees.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntrySummary {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: EntryId,
    /// Its revision: the number in the `ETag`.
    pub revision: u64,
    /// Which register.
    pub register: String,
    /// The edition of its file that it was added under.
    pub edition: u16,
    /// Its academy; none for the trust.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Number to quote.
    pub number: String,
    /// Where it is in its life.
    pub state: String,
    /// The same as people read it.
    pub state_title: String,
    /// When it was added.
    #[schema(value_type = v::Moment)]
    pub added_at: At,
    /// By whom.
    #[schema(value_type = v::Actor)]
    pub added_by: Actor,
    /// What stands in its fields.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
    /// Names of those whose ids stand in it.
    #[schema(value_type = BTreeMap<String, String>)]
    pub names: BTreeMap<String, Sensitive<String>>,
    /// Who signed.
    pub signed: Vec<EntrySigned>,
    /// Clocks that run.
    pub due: Vec<EntryDue>,
}

/// Who signed what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntrySigned {
    /// With which move.
    #[serde(rename = "move")]
    pub made: String,
    /// Who.
    #[schema(value_type = Option<v::Id>)]
    pub by: Option<StaffId>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
}

/// A clock that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryDue {
    /// Which.
    pub clock: String,
    /// Until when, with the reckoning.
    #[schema(value_type = v::Due)]
    pub due: Due,
}

/// An entry whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryDetail {
    /// What lists show of it.
    #[serde(flatten)]
    pub entry: EntrySummary,
    /// Moves that the caller may make now.
    pub moves: Vec<String>,
    /// What happened to it, in order.
    pub history: Vec<EntryChange>,
}

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryChange {
    /// Who.
    #[schema(value_type = v::Actor)]
    pub by: Actor,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub by_name: Option<Sensitive<String>>,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// `added`, `filled`, `corrected`, `moved`; `given` where a clock is somebody else's to keep now;
    /// `erased` where nothing is left of it.
    pub what: &'static str,
    /// Which move.
    #[serde(rename = "move")]
    pub made: Option<String>,
    /// Why, where it was corrected.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
    /// What was filled in.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// Something that the online safety group takes up: nothing personal is in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgendaItem {
    /// Which register.
    pub register: String,
    /// What people read of the register.
    pub title: String,
    /// Number to quote.
    pub number: String,
    /// Where it is in its life.
    pub state: String,
    /// When it was added.
    #[schema(value_type = v::Moment)]
    pub added_at: At,
    /// What stands in its fields that is not personal.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub fields: BTreeMap<String, FieldValue>,
}
