//! How long what is closed is kept, and legal holds (R17).

use lanyard_events::{AcademyId, AllegationId, CaseId, Day, Sensitive, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::vocabulary as v;

/// Which records to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListRetention {
    /// Only what is due before this day; what waits for something is then left out.
    #[param(value_type = Option<v::Day>)]
    pub due_before: Option<String>,
    /// Only `child_protection_file`, `allegation` or `low_level_concern`.
    pub kind: Option<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200, value_type = Option<u32>)]
    pub limit: Option<String>,
    /// Where the page starts, as the page before had it.
    pub cursor: Option<String>,
}

/// Something closed, with the day on which somebody decides what becomes of it. Nothing of what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Retention {
    /// `child_protection_file`, `allegation` or `low_level_concern`.
    pub kind: &'static str,
    /// The case, where it is one.
    #[schema(value_type = Option<v::Id>)]
    pub case: Option<CaseId>,
    /// The adult's matter, where it is one.
    #[schema(value_type = Option<v::Id>)]
    pub allegation: Option<AllegationId>,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// The day on which it was closed.
    #[schema(value_type = v::Day)]
    pub closed_on: Day,
    /// The day on which somebody decides; none while it waits for what the reason names.
    #[schema(value_type = Option<v::Day>)]
    pub due_on: Option<Day>,
    /// Whether that day has come.
    pub due: bool,
    /// Whether a legal hold stands on it.
    pub held: bool,
    /// The rule: `R17`.
    pub rule: &'static str,
    /// The reckoning in words, or what it waits for.
    pub reason: String,
    /// Whether it leaves the personnel file of the adult, unless they want it kept there.
    pub leaves_personnel_file: bool,
}

/// Hold a matter: nothing of it is reviewed or disposed of until the hold is lifted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The family's solicitor has written: a claim may follow."}))]
pub struct PlaceHold {
    /// Why: what it is needed for.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
}

/// Lift a legal hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "reason": "The claim was withdrawn.",
    "confirmed_by": "018f4e9a-0000-7000-8000-000000000002"
}))]
pub struct LiftHold {
    /// Why it is needed no more.
    #[schema(value_type = String)]
    pub reason: Sensitive<String>,
    /// The second senior, who has confirmed it.
    #[schema(value_type = v::Id)]
    pub confirmed_by: StaffId,
}
