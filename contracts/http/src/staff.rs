//! The staff register: who works here, with which roles, bound to which log-in.

use lanyard_events::staff::{Employer, Relation};
use lanyard_events::{
    AcademyId, Actor, At, Day, LoginBinding, PersonRef, Role, RoleProposalId, Sensitive, StaffId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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

/// Where somebody's notices by email go. An email says only that a matter needs them.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "p.nair@oakfield.example"}))]
pub struct SetEmail {
    /// The address; `null` to take it away.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(value_type = Option<String>, required = true)]
    pub email: Option<Sensitive<String>>,
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
    /// Until when it is to be held: an acting head, a proxy by name. It ends by itself.
    #[serde(default)]
    #[schema(value_type = Option<v::Moment>)]
    pub until: Option<At>,
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

/// Say that somebody is still close to a member of staff.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b4"},
    "reason": "She is in year 8."
}))]
pub struct ReviewRelation {
    /// Who is close to them.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Why it stays so.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Lift what followed from somebody's being close to a member of staff; two seniors do.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person": {"kind": "pupil", "id": "018f4e9a-0000-7000-8000-0000000000b4"},
    "second": "018f4e9a-0000-7000-8000-0000000000c1",
    "reason": "It was another Byrne."
}))]
pub struct LiftRelation {
    /// Who is close to them no more, or never was.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// The second senior, who agrees.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub second: Option<StaffId>,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
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

/// Which staff to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListStaff {
    /// Only those of this academy.
    #[param(value_type = Option<v::Id>)]
    pub academy: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// Somebody on the staff register.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StaffSummary {
    /// Who.
    #[schema(value_type = v::Id)]
    pub id: StaffId,
    /// Their revision, as in their `ETag`.
    pub revision: u64,
    /// Academy; none for those of the trust itself.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Surname.
    #[schema(value_type = String)]
    pub surname: Sensitive<String>,
    /// Forename.
    #[schema(value_type = String)]
    pub forename: Sensitive<String>,
    /// Job title.
    #[schema(value_type = Option<String>)]
    pub job_title: Option<Sensitive<String>>,
    /// Who employs them.
    #[schema(value_type = v::Employer)]
    pub employer: Employer,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Last day, once it is known.
    #[schema(value_type = Option<v::Day>)]
    pub ended_on: Option<Day>,
}

/// A member of staff whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StaffMember {
    /// What lists show of them.
    #[serde(flatten)]
    pub summary: StaffSummary,
    /// Roles, proposed and ended ones too.
    pub roles: Vec<StaffRole>,
    /// People close to them.
    pub relations: Vec<StaffRelation>,
    /// Whether a log-in is bound to them.
    pub has_login: bool,
    /// Where their notices by email go.
    #[schema(value_type = Option<String>)]
    pub email: Option<Sensitive<String>>,
}

/// Where a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleState {
    /// Proposed by one; without effect until a second senior confirms it.
    Proposed,
    /// In effect.
    Held,
    /// Taken away.
    Ended,
}

/// A role of a member of staff.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StaffRole {
    /// The role.
    #[schema(value_type = v::Role)]
    pub role: Role,
    /// For which academy; none for the whole trust.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Where it stands.
    pub state: RoleState,
    /// The proposal.
    #[schema(value_type = v::Id)]
    pub proposal: RoleProposalId,
    /// Who proposed it.
    #[schema(value_type = v::Actor)]
    pub proposed_by: Actor,
    /// When.
    #[schema(value_type = v::Moment)]
    pub proposed_at: At,
    /// Who confirmed it.
    #[schema(value_type = Option<v::Actor>)]
    pub confirmed_by: Option<Actor>,
    /// When.
    #[schema(value_type = Option<v::Moment>)]
    pub confirmed_at: Option<At>,
    /// Until when it is held, if it has an end.
    #[schema(value_type = Option<v::Moment>)]
    pub until: Option<At>,
    /// When it was taken away.
    #[schema(value_type = Option<v::Moment>)]
    pub ended_at: Option<At>,
}

/// Somebody close to a member of staff.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StaffRelation {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their name or description.
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
    /// How close.
    #[schema(value_type = v::Relation)]
    pub relation: Relation,
}

/// Find staff by name. A POST, so that no name stands in an address.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "nair", "limit": 10}))]
pub struct FindStaff {
    /// The beginning of a surname or forename.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// Only those of this academy.
    #[serde(default)]
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Where the page starts, as the page before had it.
    #[serde(default)]
    pub cursor: Option<String>,
}
