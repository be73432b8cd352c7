//! The conflict of S04, for tests: staff 2 in case 9, decided by staff 3.

use lanyard_events::concern::Due;
use lanyard_events::conflict::{
    ConflictEvent, ConflictMatterAdded, ConflictMatterConfirmed, ConflictMatterLifted,
    ConflictMatterReviewed, ConflictReviewAsked, ConflictReviewPlanned,
};
use lanyard_events::{CaseId, StaffId, StreamId};

use super::{AddMatter, AskReview, ConfirmMatter, LiftMatter, PlanReview, ReviewMatter};
use crate::scenario::{id, now, words};
use crate::senior::Senior;

/// Whose stream it is.
pub(crate) const OWNER: u8 = 2;

pub(crate) fn matter() -> StreamId {
    CaseId::new(id(9)).stream()
}

pub(crate) fn senior(n: u8) -> Senior {
    Senior {
        staff: StaffId::new(id(n)),
        is_senior_here: true,
        is_conflicted: false,
    }
}

pub(crate) fn mark() -> AddMatter {
    AddMatter {
        matter: matter(),
        reason: words("A statement names her."),
    }
}

pub(crate) fn confirm() -> ConfirmMatter {
    ConfirmMatter {
        matter: matter(),
        owner: StaffId::new(id(OWNER)),
        by: senior(3),
    }
}

pub(crate) fn review() -> ReviewMatter {
    ReviewMatter {
        matter: matter(),
        owner: StaffId::new(id(OWNER)),
        by: senior(3),
        reason: words("She is still named in the statement."),
    }
}

pub(crate) fn reviewed() -> ConflictEvent {
    let review = review();
    ConflictMatterReviewed {
        matter: review.matter,
        reason: review.reason,
    }
    .into()
}

pub(crate) fn lift() -> LiftMatter {
    LiftMatter {
        matter: matter(),
        owner: StaffId::new(id(OWNER)),
        by: senior(3),
        second: Some(senior(4)),
        reason: words("The statement was about somebody else."),
    }
}

pub(crate) fn marked() -> ConflictEvent {
    let mark = mark();
    ConflictMatterAdded {
        matter: mark.matter,
        reason: mark.reason,
    }
    .into()
}

pub(crate) fn confirmed() -> ConflictEvent {
    ConflictMatterConfirmed { matter: matter() }.into()
}

pub(crate) fn lifted() -> ConflictEvent {
    let lift = lift();
    ConflictMatterLifted {
        matter: lift.matter,
        second: lift.second.map(|second| second.staff),
        reason: lift.reason,
    }
    .into()
}

pub(crate) fn ask_review() -> AskReview {
    AskReview {
        matter: matter(),
        owner: Some(StaffId::new(id(3))),
        due: Due {
            rule: "conflict".to_owned(),
            at: now(),
            reason: "one working day".to_owned(),
        },
        had_in_hand: true,
    }
}

pub(crate) fn plan_review() -> PlanReview {
    let ask = ask_review();
    PlanReview {
        matter: ask.matter,
        owner: ask.owner,
        due: ask.due,
    }
}

pub(crate) fn review_planned() -> ConflictEvent {
    let plan = plan_review();
    ConflictReviewPlanned {
        matter: plan.matter,
        owner: plan.owner,
        due: plan.due,
    }
    .into()
}

pub(crate) fn review_asked() -> ConflictEvent {
    let ask = ask_review();
    ConflictReviewAsked {
        matter: ask.matter,
        owner: ask.owner,
        due: ask.due,
        had_in_hand: ask.had_in_hand,
    }
    .into()
}
