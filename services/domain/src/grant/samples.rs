//! The grants of S11 and S31, for tests.

use lanyard_events::concern::Due;
use lanyard_events::grant::{
    GlassFinding, GrantEnded, GrantEvent, GrantGiven, GrantGlassBroken, GrantGlassHeld,
    GrantReviewed,
};
use lanyard_events::{At, CaseId, StreamId};

use super::{BreakGlass, Give, Review};
use crate::case::samples::staff_id;
use crate::scenario::{id, now, words};

/// Who gives leave.
pub(crate) const GIVER: u8 = 3;
/// Who breaks the glass.
pub(crate) const BREAKER: u8 = 7;

fn matter() -> StreamId {
    CaseId::new(id(9)).stream()
}

fn review_due() -> Due {
    Due {
        rule: "break_glass".to_owned(),
        at: now(),
        reason: "two working days".to_owned(),
    }
}

pub(crate) fn a_give() -> Give {
    Give {
        matter: matter(),
        by: staff_id(GIVER),
        to: staff_id(8),
        to_is_conflicted: false,
        to_has_left: false,
        until: At::from_millis(now().millis() + 3_600_000),
        reason: words("Sampled by the inspection."),
    }
}

pub(crate) fn given_leave() -> GrantEvent {
    let give = a_give();
    GrantGiven {
        matter: give.matter,
        to: give.to,
        until: give.until,
        reason: give.reason,
    }
    .into()
}

pub(crate) fn ended() -> GrantEvent {
    GrantEnded {
        reason: words("The inspection ended early."),
    }
    .into()
}

pub(crate) fn a_break() -> BreakGlass {
    BreakGlass {
        matter: matter(),
        by: staff_id(BREAKER),
        reason: words("At our gate."),
        told: vec![staff_id(1), staff_id(2)],
        reviewer: Some(staff_id(1)),
        review: review_due(),
    }
}

pub(crate) fn glass_broken() -> GrantEvent {
    let glass = a_break();
    GrantGlassBroken {
        matter: glass.matter,
        to: glass.by,
        until: At::from_millis(now().millis() + 3_600_000),
        reason: glass.reason,
        told: glass.told,
        reviewer: glass.reviewer,
        review: glass.review,
    }
    .into()
}

pub(crate) fn glass_held() -> GrantEvent {
    GrantGlassHeld {
        asked: words("K7PW3HDN"),
        reason: words("At our gate."),
    }
    .into()
}

pub(crate) fn review() -> Review {
    Review {
        by: staff_id(1),
        finding: GlassFinding::Justified,
        text: words("Nobody there could be reached."),
    }
}

pub(crate) fn reviewed() -> GrantEvent {
    let review = review();
    GrantReviewed {
        finding: review.finding,
        text: review.text,
    }
    .into()
}
