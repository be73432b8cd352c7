//! Academies and their calendars.

use std::borrow::Cow;

use lanyard_events::academy::{DeskContact, Phase, Term};
use lanyard_events::{AcademyId, Day, FourC};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// An academy joins the trust.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Oakfield Academy",
    "urn": "999001",
    "local_authority": "919",
    "phase": "secondary",
    "day_ends": "15:30"
}))]
pub struct OpenAcademy {
    /// Name.
    pub name: String,
    /// Unique reference number.
    #[serde(default)]
    pub urn: Option<String>,
    /// Local authority code, three digits.
    pub local_authority: String,
    /// Which ages.
    #[schema(value_type = v::Phase)]
    pub phase: Phase,
    /// End of the school day: `15:30`.
    pub day_ends: String,
}

/// The term dates of an academy, all of them.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "terms": [{"first": "2026-09-02", "last": "2026-10-23"}, {"first": "2026-11-02", "last": "2026-12-18"}],
    "closed": ["2026-11-27"]
}))]
pub struct SetCalendar {
    /// Terms and half-terms, in order.
    #[schema(value_type = Vec<v::Term>)]
    pub terms: Vec<Term>,
    /// Days within them without pupils: INSET and closures.
    #[serde(default)]
    #[schema(value_type = Vec<v::Day>)]
    pub closed: Vec<Day>,
}

/// How the desks of the local authority are reached, all of them.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "contacts": [{"desk": "social_care", "phone": "01632 960001", "out_of_hours": "01632 960002", "online": null}]
}))]
pub struct SetContacts {
    /// One for each desk: offices, never a person's own number.
    #[schema(value_type = Vec<v::DeskContact>)]
    pub contacts: Vec<DeskContact>,
}

/// Which form to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConcernFormFor {
    /// What the form must show also depends on the category, from `GET /v1/taxonomy`.
    pub category: Option<String>,
}

/// An academy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Academy {
    /// Which one.
    #[schema(value_type = v::Id)]
    pub id: AcademyId,
    /// Its revision, as in its `ETag`.
    pub revision: u64,
    /// Name.
    pub name: String,
    /// Unique reference number.
    pub urn: Option<String>,
    /// Local authority code, three digits.
    pub local_authority: String,
    /// Which ages.
    #[schema(value_type = v::Phase)]
    pub phase: Phase,
    /// End of the school day: `15:30`.
    pub day_ends: String,
    /// Terms and half-terms, in order.
    #[schema(value_type = Vec<v::Term>)]
    pub terms: Vec<Term>,
    /// Days within them without pupils.
    #[schema(value_type = Vec<v::Day>)]
    pub closed: Vec<Day>,
    /// How the local desks are reached.
    #[schema(value_type = Vec<v::DeskContact>)]
    pub contacts: Vec<DeskContact>,
}

/// What a form shows before anything is typed. Nothing in it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConcernForm {
    /// Which academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Its name.
    pub academy_name: String,
    /// To be shown first, in this order, before any field.
    #[schema(value_type = Vec<String>)]
    pub first: Vec<Cow<'static, str>>,
    /// The category asked for, or all of them.
    pub categories: Vec<OfferedCategory>,
}

/// A category to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfferedCategory {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Its place among the four Cs, where it has one.
    #[schema(value_type = Option<v::FourC>)]
    pub four_c: Option<FourC>,
    /// Whether choosing it means that the matter is about an adult.
    pub about_adult: bool,
}
