//! What every aggregate is: a state, commands, events, and two pure functions.

use lanyard_events::{At, Event, StreamKind};

use crate::refusal::{ImpossibleHistory, Refusal};

/// An aggregate: one stream's rules.
pub trait Aggregate {
    /// The kind of stream that holds its events.
    const KIND: StreamKind;
    /// What its events add up to; the default is "no event yet".
    type State: Default;
    /// What can be asked of it.
    type Command;
    /// What can have happened to it.
    type Event: Into<Event> + Clone;

    /// The aggregate's own event out of any event; `None` if it is another aggregate's.
    fn own(event: &Event) -> Option<&Self::Event>;

    /// What happens when `command` is asked of `state` at the time `at`: events in order, nothing
    /// because it is already so, or a refusal.
    ///
    /// # Errors
    /// A refusal, when a rule says no; nothing is to be recorded then.
    fn decide(
        state: &Self::State,
        command: Self::Command,
        at: At,
    ) -> Result<Vec<Self::Event>, Refusal>;

    /// The state after one more event.
    ///
    /// # Errors
    /// When the event cannot follow the ones before it: the stream was tampered with or written by
    /// a program with other rules.
    fn evolve(state: Self::State, event: &Self::Event) -> Result<Self::State, ImpossibleHistory>;

    /// The state after an event whose content was erased (design.md 4): nothing is known of it but
    /// that it was there. From then on `evolve` accepts what would else be impossible, for the
    /// erased event may have made it possible.
    fn evolve_erased(state: Self::State) -> Self::State;
}

/// The state after a whole stream; `None` stands for an erased event.
///
/// # Errors
/// When an event cannot follow the ones before it, or belongs to another aggregate.
pub fn replay<'e, A: Aggregate>(
    events: impl IntoIterator<Item = Option<&'e Event>>,
) -> Result<A::State, ImpossibleHistory> {
    events
        .into_iter()
        .try_fold(A::State::default(), |state, event| match event {
            None => Ok(A::evolve_erased(state)),
            Some(event) => match A::own(event) {
                Some(own) => A::evolve(state, own),
                None => Err(ImpossibleHistory::at(event.kind())),
            },
        })
}
