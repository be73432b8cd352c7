//! `/v1/concerns`: raise, list, show, add, correct, triage, conflicts, evidence.

pub(crate) mod add_information;
pub(crate) mod conflicts;
pub(crate) mod correct;
pub(crate) mod evidence;
pub(crate) mod list;
pub(crate) mod raise;
pub(crate) mod show;
pub(crate) mod triage;

mod shown;

pub(crate) use shown::state as shown_state;

use lanyard_events::ConcernId;

fn path(concern: ConcernId) -> String {
    format!("/v1/concerns/{concern}")
}
