//! One file per command.

pub(super) mod acknowledge;
pub(super) mod answer;
pub(super) mod call_off;
pub(super) mod chase;
pub(super) mod close;
pub(super) mod dispute;
pub(super) mod draft;
pub(super) mod give;
pub(super) mod need;
pub(super) mod put_in_writing;
pub(super) mod submit;

use lanyard_events::At;

use crate::refusal::Code;
use crate::text::Checks;

/// Said where something is done that only a referral which was made can have.
const NOT_SUBMITTED: &str = "The desk has not been told yet: record first how and when it was.";

/// What is recorded has happened.
fn check_past(checks: &mut Checks, pointer: &'static str, happened: At, at: At) {
    if happened > at {
        checks.fail(Code::LastDayAhead, pointer, "This time is still to come.");
    }
}
