//! One file per command.

pub(super) mod agree_destruction;
pub(super) mod agree_to_open;
pub(super) mod ask_to_open;
pub(super) mod capture;
pub(super) mod destroyed;
pub(super) mod instruct_destruction;
pub(super) mod make_unreadable;
pub(super) mod open;
pub(super) mod pass_custody;
pub(super) mod release;
pub(super) mod report_matter;
pub(super) mod seal;

use lanyard_events::{At, StaffId};

use crate::refusal::{Code, Refusal};
use crate::senior::Senior;
use crate::text::Checks;

/// What is recorded has happened.
fn check_past(checks: &mut Checks, pointer: &'static str, happened: At, at: At) {
    if happened > at {
        checks.fail(Code::LastDayAhead, pointer, "This time is still to come.");
    }
}

/// Two different unconflicted seniors (domain.md 1 rule 4): refuses the second who is the first.
fn check_second(first: StaffId, second: &Senior) -> Result<(), Refusal> {
    if second.staff == first {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "Somebody other than you has to agree: a second senior who has no conflict here.",
        ));
    }
    second.check("")
}

fn minutes_after(at: At, minutes: i64) -> At {
    At::from_millis(at.millis() + minutes * 60_000)
}
