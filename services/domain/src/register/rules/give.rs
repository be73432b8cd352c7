//! Giving on what somebody has in hand of an entry: it was closed to them, or they have left or lost the role, and
//! an entry keeps one unconflicted owner of each of its clocks as long as there is anybody (domain.md 1 rule 1).

use lanyard_events::register::{EntryClock, EntryClocks, RegisterEvent, RegisterGiven};
use lanyard_events::{Role, StaffId};

use crate::policy::Register;
use crate::refusal::Refusal;
use crate::register::clocks::keeper;
use crate::register::command::Give;
use crate::register::links;
use crate::register::state::{Record, State};

/// The clocks run on as they were reckoned: only whose they are changes.
pub(in crate::register) fn decide(
    state: &State,
    give: &Give,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let started = given(record, give);
    if started.is_empty() {
        return Ok(Vec::new());
    }
    let given = RegisterGiven {
        links: links::of(record, &give.around.register, give.around.matter),
        clocks: EntryClocks {
            started,
            ended: Vec::new(),
        },
        let_in: None,
    };
    Ok(vec![given.into()])
}

/// The clocks that are given, with whoever keeps each from now on: nobody, where nobody is left. Whoever has lost the
/// role of a clock and is the next senior all the same keeps it.
pub(in crate::register) fn given(record: &Record, give: &Give) -> Vec<EntryClock> {
    goes(record, give)
        .map(|(clock, of_its_roles)| EntryClock {
            owner: of_its_roles.or(give.next),
            ..clock.clone()
        })
        .filter(|clock| clock.owner != give.from)
        .collect()
}

/// The clocks that are to be given, each with whoever else holds one of its roles. A clock that ends by itself asks
/// nothing of anybody, and one stays with whom it was as long as they hold a role for which it can be theirs.
pub(in crate::register) fn goes<'r>(
    record: &'r Record,
    give: &'r Give,
) -> impl Iterator<Item = (&'r EntryClock, Option<StaffId>)> {
    { record.clocks.values() }
        .filter(|clock| clock.owner == give.from && !clock.by_itself)
        .filter_map(|clock| {
            let of_register = give.around.register.clock(&clock.clock);
            if of_register.is_some_and(|it| it.owner.iter().any(|role| give.held.contains(role))) {
                return None;
            }
            let of_its_roles = of_register.and_then(|it| keeper(it, &give.around, give.from));
            Some((clock, of_its_roles))
        })
}

impl Record {
    /// Whether somebody keeps a clock that cannot be theirs any more with the roles that they hold: asked before
    /// anything is looked up of where it could go.
    #[must_use]
    pub fn asks_for_another(&self, register: &Register, from: StaffId, held: &[Role]) -> bool {
        let mut kept = { self.clocks.values() }
            .filter(|clock| clock.owner == Some(from) && !clock.by_itself)
            .map(|clock| register.clock(&clock.clock));
        kept.any(|it| it.is_none_or(|it| !it.owner.iter().any(|role| held.contains(role))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refusal::Code;
    use crate::register::Entry;
    use crate::register::samples::{added, around, block, dev, helen};
    use crate::scenario::{given, id};

    fn ruth() -> StaffId {
        StaffId::new(id(2))
    }

    /// From the technician, with these holders of the clock's role left.
    fn give(it: Option<StaffId>, next: Option<StaffId>) -> Give {
        let mut around = around("filter_changes");
        around.holders.remove(&Role::It);
        around.holders.extend(it.map(|it| (Role::It, it)));
        Give {
            around,
            from: Some(dev()),
            held: Vec::new(),
            next,
        }
    }

    fn keepers(events: &[RegisterEvent]) -> Vec<(String, Option<StaffId>)> {
        let clocks = &events[0].clocks().started;
        { clocks.iter() }
            .map(|clock| (clock.clock.clone(), clock.owner))
            .collect()
    }

    #[test]
    fn a_clock_goes_to_another_of_its_roles_or_to_the_next_senior_and_runs_on() {
        let before = added(block());
        for (it, next, keeper) in [
            (Some(ruth()), Some(helen()), Some(ruth())),
            (None, Some(helen()), Some(helen())),
            (Some(dev()), Some(helen()), Some(helen())),
            (None, None, None),
        ] {
            let events = given::<Entry>([before.clone()])
                .when(give(it, next))
                .then_events();
            assert_eq!(keepers(&events), [("block".to_owned(), keeper)]);
            let (was, is) = (&before.clocks().started[0], &events[0].clocks().started[0]);
            assert_eq!(was.due, is.due);
            assert_eq!(before.links(), events[0].links());
            assert!(events[0].fields().is_empty());
        }
    }

    #[test]
    fn what_was_given_on_or_is_anothers_stays() {
        let before = [added(block())];
        let given_on = given::<Entry>(before.clone())
            .when(give(None, Some(helen())))
            .then_events();
        given::<Entry>(before.into_iter().chain(given_on))
            .when(give(None, Some(ruth())))
            .then_already_so();
        let mut of_another = give(None, Some(helen()));
        of_another.from = Some(ruth());
        given::<Entry>([added(block())])
            .when(of_another)
            .then_already_so();
        given::<Entry>([])
            .when(give(None, None))
            .then_refused(Code::Absent);
    }

    /// Who has lost the role of a clock is the next senior themself, unless somebody else holds that role.
    #[test]
    fn a_clock_stays_with_a_holder_of_its_role_and_with_whoever_is_the_next_senior() {
        for (held, next) in [
            (vec![Role::It], Some(helen())),
            (vec![Role::Head], Some(dev())),
        ] {
            let stays = Give {
                held,
                ..give(None, next)
            };
            given::<Entry>([added(block())])
                .when(stays)
                .then_already_so();
        }
        let events = given::<Entry>([added(block())])
            .when(give(Some(ruth()), Some(dev())))
            .then_events();
        assert_eq!(keepers(&events), [("block".to_owned(), Some(ruth()))]);
    }

    /// A role was filled again, or a conflict lifted: what nobody kept is somebody's.
    #[test]
    fn a_clock_that_nobody_keeps_goes_to_whoever_can_and_waits_until_then() {
        let before = added(block());
        let lost = given::<Entry>([before.clone()])
            .when(give(None, None))
            .then_events();
        let history = || [before.clone()].into_iter().chain(lost.clone());
        let found = |it, next| Give {
            from: None,
            ..give(it, next)
        };
        given::<Entry>(history())
            .when(found(None, None))
            .then_already_so();
        for (it, next, keeper) in [
            (Some(dev()), Some(helen()), dev()),
            (None, Some(helen()), helen()),
        ] {
            let events = given::<Entry>(history())
                .when(found(it, next))
                .then_events();
            assert_eq!(keepers(&events), [("block".to_owned(), Some(keeper))]);
        }
    }

    #[test]
    fn whether_a_clock_goes_is_known_from_the_roles_alone() {
        let events = given::<Entry>([]).when(block()).then_events();
        let mut record = None;
        for event in &events {
            if let RegisterEvent::Added(added) = event {
                let mut it = Record::of(added);
                for clock in &added.clocks.started {
                    it.clocks.insert(clock.clock.clone(), clock.clone());
                }
                record = Some(it);
            }
        }
        let record = record.unwrap_or_else(|| panic!("{events:?}"));
        let register = &around("filter_changes").register;
        assert!(record.asks_for_another(register, dev(), &[]));
        assert!(record.asks_for_another(register, dev(), &[Role::Dsl]));
        assert!(!record.asks_for_another(register, dev(), &[Role::It]));
        assert!(!record.asks_for_another(register, helen(), &[]));
    }
}
