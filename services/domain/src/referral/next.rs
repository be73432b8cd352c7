//! What comes next with a desk after something was done, and by when (R4; `data/agencies.toml`).

use lanyard_events::At;
use lanyard_events::referral::{NextDue, SentHow};

use crate::clock::SchoolCalendar;
use crate::policy::Desk;

/// After the desk was told.
pub(super) fn after_telling(
    desk: &Desk,
    how: SentHow,
    at: At,
    calendar: &SchoolCalendar,
) -> NextDue {
    let rule = desk.clock.rule.as_deref().unwrap_or(desk.id.name());
    let spoken = matches!(how, SentHow::Phone | SentHow::InPerson);
    let in_writing = { desk.then_in_writing }.filter(|_| spoken);
    let answer = { desk.answer_due }.and_then(|due| due.starting(at).reckon(rule, at, calendar));
    let from = answer.as_ref().map_or(at, |answer| answer.at);
    NextDue {
        in_writing: in_writing.and_then(|due| due.starting(at).reckon(rule, at, calendar)),
        chase: desk.chase_after.reckon(rule, from, calendar),
        answer,
    }
}

/// After it was put in writing: what is due to come is so still.
pub(super) fn after_writing(before: &NextDue) -> NextDue {
    NextDue {
        in_writing: None,
        ..before.clone()
    }
}

/// After the trust took it further: it is asked what came of that, so that an escalation is not forgotten. What a
/// desk has answered is not waited for any more.
pub(super) fn after_disputing(
    desk: &Desk,
    (before, answered): (&NextDue, bool),
    at: At,
    calendar: &SchoolCalendar,
) -> NextDue {
    let rest = if answered {
        NextDue::default()
    } else {
        before.clone()
    };
    NextDue {
        chase: after_chasing(desk, before, at, calendar).chase,
        ..rest
    }
}

/// After it was asked again: it is asked once more that much later.
pub(super) fn after_chasing(
    desk: &Desk,
    before: &NextDue,
    at: At,
    calendar: &SchoolCalendar,
) -> NextDue {
    let rule = desk.clock.rule.as_deref().unwrap_or(desk.id.name());
    NextDue {
        chase: desk.chase_after.reckon(rule, at, calendar),
        ..before.clone()
    }
}
