//! The duty rota of an academy.

use lanyard_events::{AcademyId, At, Day, DutyId, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// Somebody is on duty for safeguarding for a time. Times may overlap.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "staff": "018f4e9a-0000-7000-8000-0000000000c3",
    "from": "2026-12-19T00:00:00Z",
    "until": "2027-01-04T08:00:00Z"
}))]
pub struct SetDuty {
    /// A safeguarding lead or deputy of the academy, its head, or the group's safeguarding lead.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// From when: not more than a day ago.
    #[schema(value_type = v::Moment)]
    pub from: At,
    /// Until when: still to come, and at most a year after the beginning.
    #[schema(value_type = v::Moment)]
    pub until: At,
}

/// Which part of a rota to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShowRota {
    /// From when; from now on if not given.
    #[param(value_type = Option<v::Moment>)]
    pub from: Option<String>,
    /// Until when, at most a year later; a fortnight later if not given.
    #[param(value_type = Option<v::Moment>)]
    pub until: Option<String>,
}

/// Somebody was put on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyAdded {
    /// The time on duty, to end it by.
    #[schema(value_type = v::Id)]
    pub id: DutyId,
    /// The academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// The academy's revision now.
    pub revision: u64,
    /// Where the receipt can be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// The rota of an academy over a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rota {
    /// From when it is shown.
    #[schema(value_type = v::Moment)]
    pub from: At,
    /// Until when.
    #[schema(value_type = v::Moment)]
    pub until: At,
    /// Times on duty that touch the stretch, by their beginning.
    pub duties: Vec<DutyTime>,
    /// When nobody is on duty, from now on, in order.
    pub gaps: Vec<DutyGap>,
}

/// A time on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyTime {
    /// Its id.
    #[schema(value_type = v::Id)]
    pub id: DutyId,
    /// Who.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
    /// From when.
    #[schema(value_type = v::Moment)]
    pub from: At,
    /// Until when.
    #[schema(value_type = v::Moment)]
    pub until: At,
    /// Whether they can still be on duty then: not once they have left or given up the role. If not,
    /// the time counts as a gap.
    pub stands: bool,
}

/// A time at which nobody is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyGap {
    /// From when.
    #[schema(value_type = v::Moment)]
    pub from: At,
    /// Until when; the end of what was looked at where it goes on.
    #[schema(value_type = v::Moment)]
    pub until: At,
}

/// Who is on duty for safeguarding at an academy now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyNow {
    /// When that was asked.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// Nobody where there is no rota, or a gap in it: then ask any safeguarding lead, or the head.
    pub on_duty: Vec<PersonOnDuty>,
}

/// Somebody who is on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonOnDuty {
    /// Who.
    #[schema(value_type = v::Id)]
    pub staff: StaffId,
    /// Their name.
    #[schema(value_type = Option<String>)]
    pub name: Option<Sensitive<String>>,
    /// Until when.
    #[schema(value_type = v::Moment)]
    pub until: At,
}

/// Whether an academy has somebody on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct AcademyCover {
    /// The academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Whether somebody is on duty now.
    pub covered_now: bool,
    /// When nobody is next, within a fortnight; absent where somebody always is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_gap: Option<DutyGap>,
    /// The last day of its last term: beyond it no school day can be counted. None where nobody has set term dates.
    #[schema(value_type = Option<v::Day>)]
    pub terms_until: Option<Day>,
}
