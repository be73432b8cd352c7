//! Who is around a child: contacts, whom nobody may contact, court orders, designations.

use lanyard_events::pupil::{
    ContactRelation, DesignationKind, MayBeTold, ParentalResponsibility, Reach,
};
use lanyard_events::{ContactId, CourtOrderId, Day, DesignationId, PupilId, Sensitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// All that is known of somebody around a child.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Dana Example",
    "relation": "mother",
    "reach": [{"kind": "telephone", "at": "01632 960000", "note": "After four"}],
    "responsibility": {"held": "yes", "basis": "Birth certificate"},
    "may_be_told": "may",
    "mis_id": "C-17"
}))]
pub struct ContactBody {
    /// Who.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// What they are to the child.
    #[schema(value_type = v::ContactRelation)]
    pub relation: ContactRelation,
    /// How they are reached, the best way first.
    #[serde(default)]
    #[schema(value_type = Vec<v::Reach>)]
    pub reach: Vec<Reach>,
    /// Whether they hold parental responsibility, and by what.
    #[schema(value_type = v::ParentalResponsibility)]
    pub responsibility: ParentalResponsibility,
    /// Whether they may be told of the child's matters.
    #[schema(value_type = v::MayBeTold)]
    pub may_be_told: MayBeTold,
    /// The MIS's own id.
    #[serde(default)]
    pub mis_id: Option<String>,
}

/// Somebody is no contact of the child any more.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContact {
    /// Why.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Sensitive<String>>,
}

/// Nobody may write to, call or ask them.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "She is afraid of him; police ask that he is not told."}))]
pub struct DoNotContact {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// They may be contacted again.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Social care has spoken to her and agrees."}))]
pub struct LiftDoNotContact {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// What a court has ordered.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Prohibited steps order",
    "says": "The father may not take the child out of school.",
    "about": [],
    "made_on": "2026-10-01",
    "ends_on": "2027-10-01"
}))]
pub struct RecordCourtOrder {
    /// What sort of order.
    #[schema(value_type = String)]
    pub title: Sensitive<String>,
    /// What it says: who may do what.
    #[schema(value_type = String)]
    pub says: Sensitive<String>,
    /// Whom of the contacts it is about.
    #[serde(default)]
    #[schema(value_type = Vec<v::Id>)]
    pub about: Vec<ContactId>,
    /// When it was made.
    #[schema(value_type = v::Day)]
    pub made_on: Day,
    /// Its last day; absent where it stands until a court says otherwise.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub ends_on: Option<Day>,
}

/// A court has ended an order.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DischargeCourtOrder {
    /// Its last day.
    #[schema(value_type = v::Day)]
    pub on: Day,
    /// By what.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// How the child communicates.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"how": "Signs and symbols; a few words of Polish"}))]
pub struct Communication {
    /// How.
    #[schema(value_type = String)]
    pub how: Sensitive<String>,
}

/// What the child is entitled to, or is, for a time.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "looked_after", "from": "2026-09-01"}))]
pub struct RecordDesignation {
    /// Which.
    #[schema(value_type = v::DesignationKind)]
    pub kind: DesignationKind,
    /// More words; needed for `other`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub words: Option<Sensitive<String>>,
    /// First day.
    #[schema(value_type = v::Day)]
    pub from: Day,
    /// Last day, once it is known.
    #[serde(default)]
    #[schema(value_type = Option<v::Day>)]
    pub to: Option<Day>,
}

/// The last day of a designation.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndDesignation {
    /// Last day.
    #[schema(value_type = v::Day)]
    pub to: Day,
}

/// A contact was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactAdded {
    /// The contact.
    #[schema(value_type = v::Id)]
    pub id: ContactId,
    /// The pupil.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// The revision of the pupil's contacts and designations now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A court order was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CourtOrderAdded {
    /// The order.
    #[schema(value_type = v::Id)]
    pub id: CourtOrderId,
    /// The pupil.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// The revision of the pupil's court orders and marks now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A designation was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DesignationAdded {
    /// The designation.
    #[schema(value_type = v::Id)]
    pub id: DesignationId,
    /// The pupil.
    #[schema(value_type = v::Id)]
    pub pupil: PupilId,
    /// The revision of the pupil's contacts and designations now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// Why nobody may contact somebody.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DoNotContactMark {
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// `rule`, where what was reported set it; `person`, where somebody decided.
    pub set_by: &'static str,
}

/// Somebody around a child.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Contact {
    /// Which.
    #[schema(value_type = v::Id)]
    pub id: ContactId,
    /// Who.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// What they are to the child.
    #[schema(value_type = v::ContactRelation)]
    pub relation: ContactRelation,
    /// How they are reached, the best way first.
    #[schema(value_type = Vec<v::Reach>)]
    pub reach: Vec<Reach>,
    /// Whether they hold parental responsibility, and by what.
    #[schema(value_type = v::ParentalResponsibility)]
    pub responsibility: ParentalResponsibility,
    /// Whether they may be told of the child's matters.
    #[schema(value_type = v::MayBeTold)]
    pub may_be_told: MayBeTold,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Nobody may write to, call or ask them, as long as this stands.
    pub do_not_contact: Option<DoNotContactMark>,
}

/// Who is around a child.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PupilContacts {
    /// The revision of the pupil's contacts and designations.
    pub revision: u64,
    /// The contacts of today.
    pub contacts: Vec<Contact>,
    /// The mark on the whole family, whoever is recorded later too.
    pub do_not_contact: Option<DoNotContactMark>,
    /// How the child communicates.
    #[schema(value_type = Option<String>)]
    pub communication: Option<Sensitive<String>>,
}

/// What a court has ordered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CourtOrder {
    /// Which.
    #[schema(value_type = v::Id)]
    pub id: CourtOrderId,
    /// What sort of order.
    #[schema(value_type = String)]
    pub title: Sensitive<String>,
    /// What it says.
    #[schema(value_type = String)]
    pub says: Sensitive<String>,
    /// Whom of the contacts it is about.
    #[schema(value_type = Vec<v::Id>)]
    pub about: Vec<ContactId>,
    /// When it was made.
    #[schema(value_type = v::Day)]
    pub made_on: Day,
    /// Its last day, if it has one.
    #[schema(value_type = Option<v::Day>)]
    pub ends_on: Option<Day>,
    /// Its last day by a court's later decision.
    #[schema(value_type = Option<v::Day>)]
    pub discharged_on: Option<Day>,
    /// What that decision was.
    #[schema(value_type = Option<String>)]
    pub discharged_by: Option<Sensitive<String>>,
    /// `standing` or `ended`, as of today.
    pub state: &'static str,
}

/// What courts have ordered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CourtOrders {
    /// The revision of the pupil's court orders and marks.
    pub revision: u64,
    /// In the order in which they were recorded.
    pub orders: Vec<CourtOrder>,
}

/// What a child is entitled to, or is, for a time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Designation {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: DesignationId,
    /// Which.
    #[schema(value_type = v::DesignationKind)]
    pub kind: DesignationKind,
    /// More words.
    #[schema(value_type = Option<String>)]
    pub words: Option<Sensitive<String>>,
    /// First day.
    #[schema(value_type = v::Day)]
    pub from: Day,
    /// Last day, once it is known.
    #[schema(value_type = Option<v::Day>)]
    pub to: Option<Day>,
    /// Whether it holds today.
    pub holds: bool,
}

/// What a child is entitled to, or is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Designations {
    /// The revision of the pupil's contacts and designations.
    pub revision: u64,
    /// In the order in which they were recorded.
    pub designations: Vec<Designation>,
}
