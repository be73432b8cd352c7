//! An academy's figures over a time, for whoever inspects it (S31): no name, no text, no id of a matter,
//! no row for a child.

use lanyard_events::{AcademyId, At, Day};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// Which time, and how it is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadInspection {
    /// First day; a year before the last if not given.
    #[param(value_type = Option<v::Day>)]
    pub from: Option<String>,
    /// Last day; today if not given.
    #[param(value_type = Option<v::Day>)]
    pub to: Option<String>,
    /// `json`, or `html` for one page to print; `json` if not given.
    pub format: Option<String>,
}

/// A count; where it is too small to be shown, `shown` is `c`, where it is for others to tell, `not shown`,
/// and there is no `value` (R16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// As it is printed.
    pub shown: String,
    /// The number.
    pub value: Option<u64>,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InspectionFigures {
    /// The academy.
    #[schema(value_type = v::Id)]
    pub academy: AcademyId,
    /// Its name.
    pub academy_name: String,
    /// First day.
    #[schema(value_type = v::Day)]
    pub from: Day,
    /// Last day.
    #[schema(value_type = v::Day)]
    pub to: Day,
    /// When they were counted.
    #[schema(value_type = v::Moment)]
    pub made_at: At,
    /// Concerns about pupils.
    pub concerns: ConcernCounts,
    /// The same by category.
    pub categories: Vec<CategoryCount>,
    /// Cases about pupils.
    pub cases: CaseCounts,
    /// Referrals by desk, with times to act.
    pub referrals: Vec<DeskCounts>,
    /// Reasoned decisions not to refer.
    pub not_referred: NotReferred,
    /// Allegations and low-level concerns.
    pub adults: AdultsCounts,
    /// Filter changes and reviews, alerts, training.
    pub registers: Vec<RegisterCount>,
}

/// Concerns about pupils raised in the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConcernCounts {
    /// All of them.
    pub raised: u64,
    /// Nobody has decided yet.
    pub undecided: u64,
    /// Part of a case.
    pub in_case: u64,
    /// Whole minutes from raising to the first decision: the middle one.
    pub triage_minutes_median: Option<u64>,
}

/// Concerns of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoryCount {
    /// Category, of the taxonomy.
    pub category: String,
    /// What people read.
    pub label: String,
    /// How many were raised.
    pub raised: u64,
}

/// Cases opened in the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseCounts {
    /// All of them.
    pub opened: u64,
    /// Of these, closed by now.
    pub closed: u64,
}

/// Referrals to one desk that were needed in the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeskCounts {
    /// The desk.
    pub desk: String,
    /// What people read.
    pub title: String,
    /// All of them.
    pub needed: u64,
    /// The desk was told.
    pub told: u64,
    /// Of these, within the clock that the referral began with.
    pub told_in_time: u64,
    /// The desk has answered.
    pub answered: u64,
    /// Whole minutes from needed to told: the middle one.
    pub minutes_to_tell_median: Option<u64>,
}

/// Decisions not to refer, each with its reason on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotReferred {
    /// Concerns that are watched.
    pub monitored: u64,
    /// Concerns about which nothing further is done.
    pub no_further_action: u64,
    /// Referrals that had been needed and were not made.
    pub referrals_not_made: u64,
}

/// Adults' matters begun in a time. Whoever reads none of them gets the last school year that is over, by
/// what was decided by its last day, and no figure that is too small; whoever is registered as close to
/// somebody besides gets none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdultsCounts {
    /// First day.
    #[schema(value_type = v::Day)]
    pub from: Day,
    /// Last day.
    #[schema(value_type = v::Day)]
    pub to: Day,
    /// Counts from 1 to this are shown as `c`; none where all are shown.
    pub suppressed_to: Option<u64>,
    /// Allegations: the harm threshold may be met.
    pub allegations: Figure,
    /// Low-level concerns.
    pub low_level: Figure,
    /// Nothing to be concerned about.
    pub no_concern: Figure,
    /// Nobody has decided yet; where small figures are not shown, nobody had by the last day.
    pub undecided: Figure,
}

/// Entries of a register added in the time that stand in one state now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterCount {
    /// The register.
    pub register: String,
    /// What people read.
    pub title: String,
    /// Of what: a course, a log.
    pub of: Option<String>,
    /// The state.
    pub state: String,
    /// What people read.
    pub state_title: String,
    /// How many.
    pub entries: u64,
}
