//! Reminding of what is due in one matter: each thing once at each level, also after a restart
//! (domain.md 3, R2). The stream remembers; nothing else has to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::clock::{ClockEvent, ClockReminded};
use lanyard_events::{At, Event, StaffId, StreamId, StreamKind};

use crate::aggregate::Aggregate;
use crate::refusal::{ImpossibleHistory, Refusal};

/// The rules of reminding.
#[derive(Debug)]
pub struct Reminding;

/// What was reminded of already, and who was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State(BTreeMap<(String, At, u16), Vec<StaffId>>);

impl State {
    /// Whoever was reminded of a thing before its turn came to a level.
    #[must_use]
    pub fn told_below(&self, item: &str, due_at: At, level: u16) -> BTreeSet<StaffId> {
        { self.0.iter() }
            .filter(|((it, at, before), _)| it == item && *at == due_at && *before < level)
            .flat_map(|(_, to)| to.iter().copied())
            .collect()
    }
}

/// Reminds somebody.
#[derive(Debug, Clone)]
pub struct Remind {
    /// The matter.
    pub matter: StreamId,
    /// What is due in it.
    pub item: String,
    /// When it is due.
    pub due_at: At,
    /// The how-manieth time.
    pub level: u16,
    /// Who is reminded: unconflicted people only, looked up by the caller.
    pub to: Vec<StaffId>,
    /// When it goes further up.
    pub next_at: Option<At>,
}

impl Aggregate for Reminding {
    const KIND: StreamKind = StreamKind::Clock;
    type State = State;
    type Command = Remind;
    type Event = ClockEvent;

    fn own(event: &Event) -> Option<&ClockEvent> {
        if let Event::Clock(own) = event {
            Some(own)
        } else {
            None
        }
    }

    fn decide(state: &State, remind: Remind, _at: At) -> Result<Vec<ClockEvent>, Refusal> {
        let key = (remind.item.clone(), remind.due_at, remind.level);
        if state.0.contains_key(&key) {
            return Ok(Vec::new());
        }
        let reminded = ClockReminded {
            matter: remind.matter,
            item: remind.item,
            due_at: remind.due_at,
            level: remind.level,
            to: remind.to,
            next_at: remind.next_at,
        };
        Ok(vec![reminded.into()])
    }

    fn evolve(mut state: State, event: &ClockEvent) -> Result<State, ImpossibleHistory> {
        let ClockEvent::Reminded(reminded) = event;
        let key = (reminded.item.clone(), reminded.due_at, reminded.level);
        state.0.insert(key, reminded.to.clone());
        Ok(state)
    }

    fn evolve_erased(state: State) -> State {
        state
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::CaseId;

    use super::*;
    use crate::scenario::{given, id, now};

    fn staff(n: u8) -> StaffId {
        StaffId::new(id(n))
    }

    fn remind(level: u16) -> Remind {
        Remind {
            matter: CaseId::new(id(1)).stream(),
            item: "step bullying_by_email_or_phone/5.5".to_owned(),
            due_at: now(),
            level,
            to: vec![staff(2)],
            next_at: None,
        }
    }

    #[test]
    fn each_thing_is_reminded_of_once_at_each_level() {
        let first = given::<Reminding>([]).when(remind(0)).then_events();
        given::<Reminding>(first.clone())
            .when(remind(0))
            .then_already_so();
        given::<Reminding>(first.clone())
            .when(remind(1))
            .then_events();
        // Due at another time, it is another thing.
        let mut later = remind(0);
        later.due_at = At::from_millis(now().millis() + 1);
        given::<Reminding>(first).when(later).then_events();
    }

    #[test]
    fn who_was_told_of_a_thing_is_known_by_level() {
        let mut state = State::default();
        for (level, who) in [(0, 2), (1, 3), (2, 2)] {
            let mut remind = remind(level);
            remind.to = vec![staff(who)];
            for event in given::<Reminding>([]).when(remind).then_events() {
                state = Reminding::evolve(state, &event).unwrap_or_default();
            }
        }
        let told = |level| state.told_below(&remind(0).item, now(), level);
        assert_eq!(told(0), BTreeSet::new());
        assert_eq!(told(1), BTreeSet::from([staff(2)]));
        assert_eq!(told(3), BTreeSet::from([staff(2), staff(3)]));
        // Of another thing nobody was told.
        assert_eq!(state.told_below("danger", now(), 3), BTreeSet::new());
    }
}
