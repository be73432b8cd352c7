//! Tests as given, when, then: events that happened, one command, what comes of it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use lanyard_events::{At, Sensitive};
use uuid::Uuid;

use crate::aggregate::Aggregate;
use crate::refusal::{Code, Refusal};

/// Tue 10 Nov 2026, 14:05 in London: a school day at Oakfield (S01).
pub(crate) const NOW: &str = "2026-11-10T14:05:00Z";

pub(crate) fn now() -> At {
    NOW.parse().unwrap()
}

/// The n-th invented id.
pub(crate) fn id(n: u8) -> Uuid {
    Uuid::from_bytes([n, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n])
}

pub(crate) fn words(text: &str) -> Sensitive<String> {
    Sensitive::from(text)
}

/// The state after events.
pub(crate) struct Given<A: Aggregate>(A::State);

pub(crate) fn given<A: Aggregate>(events: impl IntoIterator<Item = A::Event>) -> Given<A> {
    Given(after::<A>(A::State::default(), events))
}

fn after<A: Aggregate>(state: A::State, events: impl IntoIterator<Item = A::Event>) -> A::State {
    events
        .into_iter()
        .fold(state, |state, event| A::evolve(state, &event).unwrap())
}

impl<A: Aggregate> Given<A>
where
    A::Event: Debug + PartialEq,
{
    /// One more event, whose content was erased.
    pub(crate) fn then_erased(self) -> Self {
        Self(A::evolve_erased(self.0))
    }

    /// Asks at [`NOW`].
    pub(crate) fn when(self, command: impl Into<A::Command>) -> Outcome<A> {
        self.when_at(command, now())
    }

    pub(crate) fn when_at(self, command: impl Into<A::Command>, at: At) -> Outcome<A> {
        let result = A::decide(&self.0, command.into(), at);
        Outcome {
            state: self.0,
            result,
        }
    }
}

/// What came of a command.
pub(crate) struct Outcome<A: Aggregate> {
    state: A::State,
    result: Result<Vec<A::Event>, Refusal>,
}

impl<A: Aggregate> Outcome<A>
where
    A::Event: Debug + PartialEq,
{
    /// Exactly these events, which the state accepts.
    #[track_caller]
    pub(crate) fn then(self, expected: impl IntoIterator<Item = A::Event>) -> Given<A> {
        let events = self.result.unwrap();
        assert_eq!(events, expected.into_iter().collect::<Vec<_>>());
        Given(after::<A>(self.state, events))
    }

    /// Some events, which the state accepts; gives them back.
    #[track_caller]
    pub(crate) fn then_events(self) -> Vec<A::Event> {
        let events = self.result.unwrap();
        assert!(!events.is_empty(), "it was taken to be so already");
        after::<A>(self.state, events.clone());
        events
    }

    /// Nothing: it is already so.
    #[track_caller]
    pub(crate) fn then_already_so(self) {
        assert_eq!(self.result.unwrap(), Vec::new());
    }

    /// A refusal.
    #[track_caller]
    pub(crate) fn then_refused_any(self) -> Refusal {
        self.result.unwrap_err()
    }

    /// A refusal with this code first.
    #[track_caller]
    pub(crate) fn then_refused(self, code: Code) -> Refusal {
        let refusal = self.result.unwrap_err();
        assert_eq!(refusal.code(), code, "{refusal}");
        refusal
    }
}

/// Runs any commands on an empty stream; some events lose their content on the way. Whatever
/// `decide` emits, `evolve` accepts, before and after an erasure.
pub(crate) fn evolve_accepts_what_decide_emits<A: Aggregate>(
    commands: impl IntoIterator<Item = (A::Command, At, bool)>,
) -> A::State {
    let mut state = A::State::default();
    for (command, at, erase) in commands {
        for event in A::decide(&state, command, at).unwrap_or_default() {
            state = if erase {
                A::evolve_erased(state)
            } else {
                A::evolve(state, &event).unwrap()
            };
        }
    }
    state
}
