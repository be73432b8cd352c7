//! Figures. Each counts what the caller may see of them, and nothing else.

use lanyard_events::{AcademyId, At, Day};
use serde::Serialize;
use utoipa::ToSchema;

use crate::duty::AcademyCover;
use crate::vocabulary as v;

/// Figures of all academies, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrustDashboard {
    /// By academy; one without any figure is left out.
    pub academies: Vec<AcademyFigures>,
    /// By week, academy and category, in that order.
    pub weeks: Vec<WeekFigure>,
    /// Every academy by name: whether somebody is on duty, and the next gap of its rota.
    pub cover: Vec<AcademyCover>,
}

/// Figures of one academy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AcademyFigures {
    /// The academy; none for what belongs to the whole trust.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Concerns that nobody has decided on.
    pub untriaged: u64,
    /// Of these, the clock has run out.
    pub untriaged_overdue: u64,
    /// When the oldest of them was raised.
    #[schema(value_type = Option<v::Moment>)]
    pub oldest_untriaged_at: Option<At>,
    /// Cases being worked on.
    pub open_cases: u64,
    /// Actions and reviews whose time has passed.
    pub overdue_actions: u64,
    /// Steps of playbooks whose time has passed.
    pub overdue_steps: u64,
    /// Referrals whose next time has passed: to tell a desk, to hear from it, to chase it.
    pub overdue_referrals: u64,
    /// Clocks of registers that ran out, those of files of pupils who left aside.
    pub overdue_entries: u64,
    /// Files of pupils who left that nobody has confirmed in time.
    pub overdue_transfers: u64,
    /// Concerns raised in the weeks shown.
    pub raised: u64,
    /// Of these, decided on.
    pub triaged: u64,
    /// Whole minutes from raising to the first decision: the middle one.
    pub triage_minutes_median: Option<u64>,
    /// The same, their mean.
    pub triage_minutes_mean: Option<f64>,
}

/// Concerns of one category raised in one week at one academy.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WeekFigure {
    /// Monday of the week.
    #[schema(value_type = v::Day)]
    pub week: Day,
    /// The academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Category, of the taxonomy.
    pub category: String,
    /// How many.
    pub raised: u64,
}
