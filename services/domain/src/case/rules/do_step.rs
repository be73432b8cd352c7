//! Doing a step of a case: see [`crate::steps`], where its tests are.

use lanyard_events::At;
use lanyard_events::case::CaseEvent;

use crate::case::state::State;
use crate::refusal::Refusal;
use crate::steps::{self, DoStep};

pub(in crate::case) fn decide(
    state: &State,
    step: DoStep,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    steps::events(steps::do_step(&state.open()?.matter(), step, at))
}
