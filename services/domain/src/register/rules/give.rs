//! Giving on what somebody has in hand of an entry: it was closed to them, and an entry keeps one unconflicted
//! owner of each of its clocks as long as there is anybody (domain.md 1 rule 1).

use lanyard_events::register::{EntryClock, EntryClocks, RegisterEvent, RegisterGiven};

use crate::refusal::Refusal;
use crate::register::clocks::keeper;
use crate::register::command::Give;
use crate::register::links;
use crate::register::state::State;

/// The clocks run on as they were reckoned: only whose they are changes.
pub(in crate::register) fn decide(
    state: &State,
    give: &Give,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let register = &give.around.register;
    let started: Vec<EntryClock> = { record.clocks.values() }
        .filter(|clock| clock.owner == Some(give.from))
        .map(|clock| {
            let of_its_roles = { register.clock(&clock.clock) }
                .and_then(|it| keeper(it, &give.around, Some(give.from)));
            EntryClock {
                owner: of_its_roles.or(give.next),
                ..clock.clone()
            }
        })
        .collect();
    if started.is_empty() {
        return Ok(Vec::new());
    }
    let given = RegisterGiven {
        links: links::of(record, register, give.around.matter),
        clocks: EntryClocks {
            started,
            ended: Vec::new(),
        },
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::{Role, StaffId};

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
            from: dev(),
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
        of_another.from = ruth();
        given::<Entry>([added(block())])
            .when(of_another)
            .then_already_so();
        given::<Entry>([])
            .when(give(None, None))
            .then_refused(Code::Absent);
    }
}
