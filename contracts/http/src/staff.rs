//! The staff register: who works here, with which roles, bound to which log-in.

use lanyard_events::staff::{Employer, Relation};
use lanyard_events::{AcademyId, Day, LoginBinding, PersonRef, Role, Sensitive};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Somebody comes on the staff register.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "academy": "018f4e9a-0000-7000-8000-0000000000a1",
    "surname": "Nair",
    "forename": "Priya",
    "job_title": "Teacher of mathematics",
    "employer": "academy",
    "login": {"issuer": "https://login.example", "subject": "9f3c"}
}))]
pub struct RegisterStaff {
    /// Which academy; none for those of the trust itself.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// Job title.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub job_title: Option<Sensitive<String>>,
    /// Who employs them.
    #[schema(value_type = v::Employer)]
    pub employer: Employer,
    /// Their log-in, if they have one yet.
    #[serde(default)]
    #[schema(value_type = Option<BindLogin>)]
    pub login: Option<LoginBinding>,
    /// The MIS's own id.
    #[serde(default)]
    pub mis_id: Option<String>,
}

/// Which log-in belongs to somebody: `iss` and `sub` of the token; for Entra ID `tid` and `oid`.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"issuer": "https://login.example", "subject": "9f3c"}))]
pub struct BindLogin {
    /// The issuer.
    pub issuer: String,
    /// The issuer's own id of the person.
    #[schema(value_type = String)]
    pub subject: Sensitive<String>,
}

/// A senior proposes a role for somebody; a second one confirms it.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "role": "deputy_dsl",
    "academy": "018f4e9a-0000-7000-8000-0000000000a1",
    "reason": "Cover from January."
}))]
pub struct ProposeRole {
    /// The role.
    #[schema(value_type = v::Role)]
    pub role: Role,
    /// For which academy; none for the whole trust.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// A role is taken away, at once.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRole {
    /// The role.
    #[schema(value_type = v::Role)]
    pub role: Role,
    /// For which academy; none for the whole trust.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Somebody close to a member of staff: every matter linking that person is closed to them.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b4"},
    "relation": "relative"
}))]
pub struct RegisterRelation {
    /// Who is close to them.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// How.
    #[schema(value_type = v::Relation)]
    pub relation: Relation,
}

/// Somebody leaves; their access ends that day.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-12-18"}))]
pub struct EndStaff {
    /// Last day.
    #[schema(value_type = v::Day)]
    pub on: Day,
}
