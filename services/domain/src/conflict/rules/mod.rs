//! One file per command.

pub(super) mod add_matter;
pub(super) mod add_person;
pub(super) mod ask_review;
pub(super) mod confirm_matter;
pub(super) mod lift_matter;
pub(super) mod person;
pub(super) mod plan_review;
pub(super) mod review_matter;

use lanyard_events::StaffId;

use crate::refusal::{Code, Refusal};
use crate::senior::Senior;

/// Nobody judges their own conflict, nor does anybody who is conflicted or no senior.
fn another_senior(owner: StaffId, by: &Senior) -> Result<(), Refusal> {
    if by.staff == owner {
        return Err(Refusal::new(
            Code::OwnConflict,
            "Another senior has to decide about your own conflict.",
        ));
    }
    by.check("/by")
}

/// Lifting a restriction takes two different seniors (domain.md 1 rule 4); answers who the second is.
fn second_senior(owner: StaffId, by: StaffId, second: Option<Senior>) -> Result<StaffId, Refusal> {
    let Some(second) = second.filter(|second| second.staff != by) else {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/second",
            "Two seniors lift this: name another one who agrees.",
        ));
    };
    if second.staff == owner {
        return Err(Refusal::of_field(
            Code::OwnConflict,
            "/second",
            "Nobody agrees to lifting their own conflict: name another senior.",
        ));
    }
    second.check("/second")?;
    Ok(second.staff)
}
