//! Letting a senior role in that the register's file does not show its entries to: no other senior is left who could
//! decide about this one (domain.md 1 rules 1 and 7).

use lanyard_events::register::{EntryClocks, RegisterEvent, RegisterGiven};

use crate::refusal::Refusal;
use crate::register::command::LetIn;
use crate::register::links;
use crate::register::state::State;

pub(in crate::register) fn decide(
    state: &State,
    let_in: &LetIn,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let (register, matter) = (&let_in.around.register, let_in.around.matter);
    if links::of(record, register, matter)
        .seen_by
        .contains(&let_in.role)
    {
        return Ok(Vec::new());
    }
    let mut after = record.clone();
    after.let_in.push(let_in.role);
    let given = RegisterGiven {
        links: links::of(&after, register, matter),
        clocks: EntryClocks::default(),
        let_in: Some(let_in.role),
    };
    Ok(vec![given.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::Role;

    use super::*;
    use crate::refusal::Code;
    use crate::register::Entry;
    use crate::register::samples::{added, around, block, dev, made, said};
    use crate::scenario::given;

    fn let_in(role: Role) -> LetIn {
        LetIn {
            around: around("filter_changes"),
            role,
        }
    }

    #[test]
    fn a_role_that_did_not_see_it_does_from_then_on_whatever_becomes_of_it() {
        let before = added(block());
        let mut seen_by = before.links().seen_by.clone();
        let events = given::<Entry>([before.clone()])
            .when(let_in(Role::Chair))
            .then_events();
        seen_by.push(Role::Chair);
        assert_eq!(events[0].links().seen_by, seen_by);
        assert_eq!(events[0].clocks(), &EntryClocks::default());
        let history = || [before.clone()].into_iter().chain(events.clone());
        given::<Entry>(history())
            .when(let_in(Role::Chair))
            .then_already_so();
        let blocked = made(
            "block_now",
            Some(dev()),
            [
                ("blocked_at", said("2026-11-10T14:05:00Z")),
                ("block_tested", said("from_a_pupil_login")),
            ],
        );
        let moved = given::<Entry>(history()).when(blocked).then_events();
        assert_eq!(moved[0].links().seen_by, seen_by);
    }

    #[test]
    fn whoever_sees_it_already_is_not_let_in() {
        given::<Entry>([added(block())])
            .when(let_in(Role::TrustLead))
            .then_already_so();
        given::<Entry>([])
            .when(let_in(Role::Chair))
            .then_refused(Code::Absent);
    }
}
