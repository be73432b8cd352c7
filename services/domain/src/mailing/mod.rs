//! Sending one member of staff word by email that a matter needs them: when one is due, what has gone
//! out, and what failed (domain.md 7 no. 7).
//!
//! An email says nothing but that there is something, and so covers every notice until then: the state
//! is a place in the record that only ever moves on. It moves once the mail server has taken the
//! email; a crash between the two sends it once more under the same Message-ID.

mod due;

use lanyard_events::delivery::{DeliveryEvent, DeliveryMailFailed, DeliveryMailed, MailFailure};
use lanyard_events::{At, Event, Position, StaffId, StreamKind};

pub use due::{Unsent, Urgency, is_due};

use crate::aggregate::Aggregate;
use crate::command::commands;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of sending emails to one member of staff.
#[derive(Debug)]
pub struct Mailing;

/// What was sent, and what failed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    through: Option<Position>,
    failing: Option<Failing>,
}

/// The newest attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Failing {
    failure: MailFailure,
    through: Position,
    attempt: u16,
    next_at: Option<At>,
}

commands! {
    /// Any command to the emails of somebody.
    NoteSent, NoteFailed,
}

/// Notes that the mail server has taken an email.
#[derive(Debug, Clone, Copy)]
pub struct NoteSent {
    /// For whom.
    pub staff: StaffId,
    /// The newest notice that it covers.
    pub through: Position,
}

/// Notes that an email did not go out.
#[derive(Debug, Clone, Copy)]
pub struct NoteFailed {
    /// For whom.
    pub staff: StaffId,
    /// The newest notice that it would have covered.
    pub through: Position,
    /// Why.
    pub failure: MailFailure,
    /// What the mail server answered.
    pub code: Option<u16>,
}

/// Pauses after the first, second … answer to try again later; the last is kept to. Mail servers ask
/// for some minutes (RFC 5321 4.5.4.1), and a day's digest is no use after the day.
const PAUSES_MINUTES: [i64; 6] = [1, 5, 15, 30, 60, 120];

fn pause(attempt: u16) -> i64 {
    let place = usize::from(attempt).saturating_sub(1);
    let last = PAUSES_MINUTES.len() - 1;
    PAUSES_MINUTES[place.min(last)] * 60_000
}

impl State {
    /// Up to where everything is covered, or was given up.
    #[must_use]
    pub const fn through(&self) -> Option<Position> {
        self.through
    }

    /// Whether an email was ever sent, or tried: from then on nothing that waits is too old to be sent.
    #[must_use]
    pub const fn was_tried(&self) -> bool {
        self.through.is_some() || self.failing.is_some()
    }

    /// Whether it may be tried now; `danger` is the newest notice of danger that waits. One that has come
    /// since the failure waits for no pause (R2).
    #[must_use]
    pub fn may_try(&self, now: At, danger: Option<Position>) -> bool {
        self.failing.is_none_or(|failing| {
            failing.next_at.is_none_or(|next| next <= now)
                || danger.is_some_and(|danger| danger > failing.through)
        })
    }

    fn covers(&self, through: Position) -> bool {
        self.through.is_some_and(|before| through <= before)
    }
}

impl Aggregate for Mailing {
    const KIND: StreamKind = StreamKind::Delivery;
    type State = State;
    type Command = Command;
    type Event = DeliveryEvent;

    fn own(event: &Event) -> Option<&DeliveryEvent> {
        if let Event::Delivery(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, command: Command, at: At) -> Result<Vec<DeliveryEvent>, Refusal> {
        Ok(match command {
            Command::NoteSent(sent) => note_sent(state, sent),
            Command::NoteFailed(failed) => note_failed(state, failed, at),
        })
    }

    fn evolve(mut state: State, event: &DeliveryEvent) -> Result<State, ImpossibleHistory> {
        match event {
            DeliveryEvent::Mailed(mailed) => {
                state.through = Some(Position(mailed.through));
                state.failing = None;
            }
            DeliveryEvent::MailFailed(failed) => {
                // What was refused is not tried for ever; the next notice is tried again.
                if failed.failure == MailFailure::Refused {
                    state.through = Some(Position(failed.through));
                }
                state.failing = Some(Failing {
                    failure: failed.failure,
                    through: Position(failed.through),
                    attempt: failed.attempt,
                    next_at: failed.next_at,
                });
            }
            DeliveryEvent::Began(_) | DeliveryEvent::Reached(_) => {
                return Err(ImpossibleHistory::at(event.kind()));
            }
        }
        Ok(state)
    }

    fn evolve_erased(state: State) -> State {
        state
    }
}

fn note_sent(state: &State, sent: NoteSent) -> Vec<DeliveryEvent> {
    if state.covers(sent.through) {
        return Vec::new();
    }
    let mailed = DeliveryMailed {
        staff: sent.staff,
        through: sent.through.0,
    };
    vec![mailed.into()]
}

fn note_failed(state: &State, failed: NoteFailed, at: At) -> Vec<DeliveryEvent> {
    let before = state.failing;
    // A server that is away is noted once for each whom it keeps waiting, however long it is away.
    let is_noted = failed.failure == MailFailure::Unreachable
        && before.is_some_and(|before| before.failure == MailFailure::Unreachable);
    if is_noted || state.covers(failed.through) {
        return Vec::new();
    }
    let attempt = before.map_or(0, |before| before.attempt).saturating_add(1);
    let next_at = match failed.failure {
        MailFailure::Deferred => Some(At::from_millis(at.millis() + pause(attempt))),
        MailFailure::Unreachable | MailFailure::Refused => None,
    };
    let event = DeliveryMailFailed {
        staff: failed.staff,
        through: failed.through.0,
        failure: failed.failure,
        code: failed.code,
        attempt,
        next_at,
    };
    vec![event.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Outcome, given, id, now};

    fn staff() -> StaffId {
        StaffId::new(id(2))
    }

    fn sent(through: u64) -> NoteSent {
        NoteSent {
            staff: staff(),
            through: Position(through),
        }
    }

    fn failed(failure: MailFailure) -> NoteFailed {
        NoteFailed {
            staff: staff(),
            through: Position(7),
            failure,
            code: None,
        }
    }

    fn noted(failure: MailFailure, attempt: u16, minutes: Option<i64>) -> DeliveryEvent {
        let next_at = minutes.map(|minutes| At::from_millis(now().millis() + minutes * 60_000));
        DeliveryMailFailed {
            staff: staff(),
            through: 7,
            failure,
            code: None,
            attempt,
            next_at,
        }
        .into()
    }

    fn after(events: &[DeliveryEvent]) -> State {
        { events.iter() }.fold(State::default(), |state, event| {
            Mailing::evolve(state, event).expect("a possible history")
        })
    }

    #[test]
    fn an_email_covers_what_was_until_then_and_never_moves_back() {
        let mailed = || {
            DeliveryEvent::from(DeliveryMailed {
                staff: staff(),
                through: 7,
            })
        };
        given::<Mailing>([])
            .when(sent(7))
            .then([mailed()])
            .when(failed(MailFailure::Refused))
            .then_already_so();
        for before in [6, 7] {
            given::<Mailing>([mailed()])
                .when(sent(before))
                .then_already_so();
        }
        given::<Mailing>([mailed()]).when(sent(8)).then_events();
    }

    #[test]
    fn what_the_server_puts_off_is_tried_again_after_growing_pauses() {
        let mut outcome: Outcome<Mailing> =
            given::<Mailing>([]).when(failed(MailFailure::Deferred));
        for (attempt, minutes) in [
            (1, 1),
            (2, 5),
            (3, 15),
            (4, 30),
            (5, 60),
            (6, 120),
            (7, 120),
        ] {
            let expected = noted(MailFailure::Deferred, attempt, Some(minutes));
            outcome = outcome.then([expected]).when(failed(MailFailure::Deferred));
        }
        let state = after(&[noted(MailFailure::Deferred, 1, Some(1))]);
        assert!(!state.may_try(now(), None));
        assert!(state.may_try(At::from_millis(now().millis() + 60_000), None));
        assert_eq!(state.through(), None, "it is still to be sent");
    }

    #[test]
    fn danger_that_has_come_since_waits_for_no_pause() {
        let state = after(&[noted(MailFailure::Deferred, 6, Some(120))]);
        // The failed email was of the notices up to 7.
        let may_try = |danger| state.may_try(now(), Some(Position(danger)));
        assert_eq!([6, 7, 8].map(may_try), [false, false, true]);
    }

    #[test]
    fn what_it_refuses_is_given_up_and_the_next_notice_is_tried() {
        let refused = noted(MailFailure::Refused, 1, None);
        given::<Mailing>([])
            .when(failed(MailFailure::Refused))
            .then([refused.clone()])
            .when(failed(MailFailure::Refused))
            .then_already_so();
        let state = after(&[refused]);
        assert_eq!(state.through(), Some(Position(7)));
        assert!(state.may_try(now(), None));
    }

    #[test]
    fn a_server_that_is_away_is_noted_once_and_tried_at_once_when_it_is_back() {
        let unreachable = noted(MailFailure::Unreachable, 1, None);
        given::<Mailing>([])
            .when(failed(MailFailure::Unreachable))
            .then([unreachable.clone()])
            .when(failed(MailFailure::Unreachable))
            .then_already_so();
        given::<Mailing>([unreachable.clone()])
            .when(sent(7))
            .then_events();
        assert!(after(&[unreachable]).may_try(now(), None));
    }

    #[test]
    fn it_is_no_stream_of_another_receiver() {
        let reached = lanyard_events::delivery::DeliveryReached { position: 1 };
        assert!(Mailing::evolve(State::default(), &reached.into()).is_err());
    }
}
