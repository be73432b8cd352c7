//! A legal hold: while it stands, nothing of a matter is reviewed or disposed of (R17). One person places it,
//! with a reason; two lift it, as they lift any restriction (domain.md 1 rule 4). It stands in the matter,
//! open or closed, and changes nobody's access.

use lanyard_events::{Sensitive, StaffId};

use crate::refusal::{Code, Refusal};
use crate::senior::Senior;
use crate::text;

/// Holds a matter.
#[derive(Debug, Clone)]
pub struct PlaceHold {
    /// Why: what it is needed for.
    pub reason: Sensitive<String>,
}

/// Lifts the hold.
#[derive(Debug, Clone)]
pub struct LiftHold {
    /// Why it is needed no more.
    pub reason: Sensitive<String>,
    /// Who lifts it.
    pub lifted_by: StaffId,
    /// Who confirmed it, with the facts about them: somebody else.
    pub confirmed_by: Senior,
}

/// The reason to record; none where the matter is held for it already. Another reason is recorded beside the
/// first: whoever lifts the hold has both before them.
pub(crate) fn place(
    held_for: Option<&Sensitive<String>>,
    place: PlaceHold,
) -> Result<Option<Sensitive<String>>, Refusal> {
    text::further_reason(held_for, place.reason)
}

/// Refuses to lift what is not held, or without a reason. That two people do it is checked beside, as each
/// sort of matter says who may be the second.
pub(crate) fn may_lift(
    held_for: Option<&Sensitive<String>>,
    lift: &LiftHold,
) -> Result<(), Refusal> {
    if held_for.is_none() {
        return Err(Refusal::new(
            Code::NotHeld,
            "This is not held: there is nothing to lift.",
        ));
    }
    text::check("/reason", &lift.reason)
}
