//! Giving clocks of an entry to somebody else, because whoever kept them has left or lost the role (domain.md 1
//! rules 1 and 2). Each runs on as it was reckoned; who kept it stays in the record, as with any correction.

use lanyard_events::register::{EntryClock, EntryClocks, RegisterCorrected, RegisterEvent};

use crate::refusal::Refusal;
use crate::register::command::GiveClocks;
use crate::register::links;
use crate::register::state::{Record, State};
use crate::text;

pub(in crate::register) fn decide(
    state: &State,
    give: &GiveClocks,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    text::check("/reason", &give.reason)?;
    let started = given(record, give);
    if started.is_empty() {
        return Ok(Vec::new());
    }
    let corrected = RegisterCorrected {
        fields: Vec::new(),
        reason: give.reason.clone(),
        links: links::of(record, &give.around.register, give.around.matter),
        clocks: EntryClocks {
            started,
            ended: Vec::new(),
        },
    };
    Ok(vec![corrected.into()])
}

/// The clocks that are given, with whoever keeps each from now on. One stays with whom it was as long as they
/// hold a role for which it can be theirs, and where nobody else is there.
pub(in crate::register) fn given(record: &Record, give: &GiveClocks) -> Vec<EntryClock> {
    let keeper = |clock: &EntryClock| {
        let roles = &give.around.register.clock(&clock.clock)?.owner;
        if clock.by_itself || roles.iter().any(|role| give.held.contains(role)) {
            return None;
        }
        let holders = { roles.iter() }.filter_map(|role| give.around.holders.get(role));
        { holders.copied() }.find(|holder| *holder != give.from)
    };
    { record.clocks.values() }
        .filter(|clock| clock.owner == Some(give.from))
        .filter_map(|clock| {
            let owner = keeper(clock)?;
            Some(EntryClock {
                owner: Some(owner),
                ..clock.clone()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use lanyard_events::{Role, StaffId};

    use super::*;
    use crate::refusal::Code;
    use crate::register::Entry;
    use crate::register::samples::{added, around, block, dev, helen};
    use crate::scenario::{given as given_events, id, words};

    fn newcomer() -> StaffId {
        StaffId::new(id(9))
    }

    fn give(from: StaffId, held: &[Role]) -> GiveClocks {
        let mut around = around("filter_changes");
        around.holders = [(Role::It, newcomer()), (Role::Head, newcomer())].into();
        GiveClocks {
            around,
            from,
            held: held.to_vec(),
            reason: words("Whoever kept it cannot act in this matter any more."),
        }
    }

    #[test]
    fn a_clock_goes_on_as_it_was_reckoned_with_another_keeper_once() {
        let before = added(block());
        let clocks = before.clocks().started.clone();
        let keeper = { clocks.iter() }.find_map(|clock| clock.owner);
        let from = keeper.unwrap_or_else(helen);
        let events = given_events::<Entry>([before.clone()])
            .when(give(from, &[]))
            .then_events();
        let given = &events[0].clocks().started;
        assert!(!given.is_empty());
        for clock in given {
            assert_eq!(clock.owner, Some(newcomer()));
            let was = { clocks.iter() }.find(|it| it.clock == clock.clock);
            assert_eq!(was.map(|it| &it.due), Some(&clock.due));
        }
        given_events::<Entry>([before, events[0].clone()])
            .when(give(from, &[]))
            .then_already_so();
    }

    #[test]
    fn it_stays_with_whoever_holds_the_role_and_is_nobody_elses() {
        let before = added(block());
        given_events::<Entry>([before.clone()])
            .when(give(helen(), &[Role::Head, Role::Dsl]))
            .then_already_so();
        given_events::<Entry>([before.clone()])
            .when(give(dev(), &[Role::It, Role::Head, Role::Dsl]))
            .then_already_so();
        let stranger = StaffId::new(id(77));
        given_events::<Entry>([before])
            .when(give(stranger, &[]))
            .then_already_so();
    }

    #[test]
    fn with_nobody_else_it_stays() {
        let before = added(block());
        let keeper = { before.clocks().started.iter() }.find_map(|clock| clock.owner);
        let mut nobody = give(keeper.unwrap_or_else(helen), &[]);
        nobody.around.holders.clear();
        given_events::<Entry>([before])
            .when(nobody)
            .then_already_so();
        given_events::<Entry>([])
            .when(give(helen(), &[]))
            .then_refused(Code::Absent);
    }
}
