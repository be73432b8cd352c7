//! Moving an entry on.

use lanyard_events::At;
use lanyard_events::StaffId;
use lanyard_events::register::{EntryField, RegisterEvent, RegisterMoved};

use super::order::in_order;
use super::{nothing_missing, only_what_is_asked};
use crate::policy::{Register, RegisterMove};
use crate::refusal::{Code, Refusal};
use crate::register::clocks::{self, Happened};
use crate::register::command::MakeMove;
use crate::register::links::{self, staff};
use crate::register::state::{Record, State};
use crate::register::values::{self, people};
use crate::text::Checks;

pub(in crate::register) fn decide(
    state: &State,
    make: &MakeMove,
    at: At,
) -> Result<Vec<RegisterEvent>, Refusal> {
    let record = state.there()?;
    let register = &make.around.register;
    let Some(it) = register.move_named(&make.made) else {
        return Err(Refusal::of_field(
            Code::UnknownMove,
            "/move",
            "This register has no such move: GET /v1/registers/{register} lists them.",
        ));
    };
    if make.by.is_none() && !it.from.iter().any(|from| from.as_str() == record.state) {
        // Somebody was faster than the clock.
        return Ok(Vec::new());
    }
    if !record.offers(register, it) {
        return Err(Refusal::new(
            Code::MoveNotOffered,
            "This is not possible as the entry stands now.",
        ));
    }
    if make.by.is_some_and(|by| is_barred(record, it, by)) {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "This takes two people: somebody other than you has to do it.",
        ));
    }
    let mut checks = Checks::default();
    let mut fields = values::read(register, &make.fields, &mut checks);
    let mut after = record.clone();
    after.fill(&fields);
    after.fill(&make.set);
    // The system's own fields come with no question.
    only_what_is_asked(&after, register, &fields, Some(it), &mut checks);
    fields.extend(make.set.iter().cloned());
    has_what_it_needs(record, register, it, &fields, &mut checks);
    after.state = it.to.to_string();
    after.made.insert(make.made.clone(), make.by);
    nothing_missing(&after, register, &mut checks);
    let happened = Happened {
        added: false,
        made: Some(&make.made),
        fields: &fields,
        at,
    };
    if make.by.is_some() {
        in_order(&after, register, happened, &mut checks);
    }
    checks.done()?;
    let moved = RegisterMoved {
        made: make.made.clone(),
        made_by: make.by,
        state: after.state.clone(),
        signed: it.signature && make.by.is_some(),
        links: links::of(&after, register, make.around.matter),
        clocks: clocks::after(&after, &make.around, happened),
        fields,
    };
    Ok(vec![moved.into()])
}

/// Two people, never one twice (domain.md 1 rule 4).
fn is_barred(record: &Record, it: &RegisterMove, by: StaffId) -> bool {
    let Some(not) = it.not_by_who.as_ref().map(|not| not.as_str()) else {
        return false;
    };
    if not == Register::ADDED {
        return record.added_by == Some(by);
    }
    let made = record.made.get(not).is_some_and(|made| *made == Some(by));
    let named = record.fields.get(not).map(people).unwrap_or_default();
    made || staff(&named).contains(&by)
}

/// What a move needs is filled in with it, every time anew; what had to be filled in at the adding
/// counts.
fn has_what_it_needs(
    record: &Record,
    register: &Register,
    it: &RegisterMove,
    fields: &[EntryField],
    checks: &mut Checks,
) {
    for needed in &it.needs {
        let name = needed.as_str();
        let given = fields.iter().any(|field| field.field == name);
        let stands = record.fields.contains_key(name)
            && register.field(name).is_some_and(|field| field.required);
        if !given && !stands {
            let pointer = format!("/fields/{name}");
            checks.fail(Code::FieldMissing, pointer, "This move asks for it.");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::register::samples::{added, block, dev, helen, made, said, unblock};
    use crate::register::{Add, Entry};
    use crate::scenario::given;

    fn after(add: Add, moves: &[MakeMove]) -> Vec<RegisterEvent> {
        let mut events = vec![added(add)];
        for it in moves {
            let more = given::<Entry>(events.clone())
                .when(it.clone())
                .then_events();
            events.extend(more);
        }
        events
    }

    fn blocked() -> MakeMove {
        let fields = [
            ("blocked_at", said("2026-11-10T14:04:00Z")),
            ("block_tested", said("from_a_pupil_login")),
        ];
        made("block_now", Some(dev()), fields)
    }

    fn approved(by: StaffId) -> MakeMove {
        made(
            "approve",
            Some(by),
            [("risk", said("Year 9 only, in lessons."))],
        )
    }

    #[test]
    fn a_block_is_made_at_once_and_approved_within_one_school_day_by_another_person() {
        let events = after(block(), &[blocked()]);
        let clocks = events[1].clocks();
        assert_eq!(clocks.ended, ["block"]);
        let approval = { clocks.started.iter() }
            .find(|it| it.clock == "approval")
            .unwrap();
        assert_eq!(approval.due.at.to_string(), "2026-11-11T15:30:00.000Z");
        assert_eq!(approval.owner, Some(helen()));
        let approve = |by| made("approve_block", Some(by), [("block_view", said("yes"))]);
        given::<Entry>(events.clone())
            .when(approve(dev()))
            .then_refused(Code::SecondPersonNeeded);
        let moved = given::<Entry>(events).when(approve(helen())).then_events();
        let RegisterEvent::Moved(moved) = &moved[0] else {
            panic!("{moved:?}")
        };
        assert!(moved.signed);
        assert_eq!(moved.state, "in_force");
    }

    #[test]
    fn an_opening_is_not_offered_before_it_was_approved() {
        let open = || {
            made(
                "open",
                Some(dev()),
                [("opened_at", said("2026-11-16T09:00:00Z"))],
            )
        };
        given::<Entry>([added(unblock())])
            .when(open())
            .then_refused(Code::MoveNotOffered);
        after(unblock(), &[approved(helen()), open()]);
        // Nor is a block approved as an opening.
        given::<Entry>([added(block())])
            .when(approved(helen()))
            .then_refused(Code::MoveNotOffered);
    }

    #[test]
    fn a_change_for_a_time_ends_by_itself_and_asks_to_be_confirmed() {
        let open = made(
            "open",
            Some(dev()),
            [("opened_at", said("2026-11-16T09:00:00Z"))],
        );
        let by_itself = made("end_by_time", None, []);
        let events = after(unblock(), &[approved(helen()), open, by_itself.clone()]);
        let clocks = events[3].clocks();
        assert_eq!(clocks.ended, ["end"]);
        let confirm = { clocks.started.iter() }
            .find(|it| it.clock == "confirm_end")
            .unwrap();
        assert_eq!(confirm.owner, Some(dev()));
        // A second worker finds it ended.
        given::<Entry>(events).when(by_itself).then_already_so();
    }

    #[test]
    fn an_entry_that_has_ended_has_no_clock() {
        let refuse = made(
            "refuse",
            Some(helen()),
            [("refusal", said("Use the school's copy."))],
        );
        let events = after(unblock(), &[refuse]);
        assert_eq!(events[1].clocks().ended, ["end"]);
        assert_eq!(events[1].clocks().started, []);
    }

    #[test]
    fn a_move_names_what_it_asks_for() {
        let refusal = given::<Entry>([added(block())])
            .when(made("block_now", Some(dev()), []))
            .then_refused(Code::FieldMissing);
        assert_eq!(refusal.pointer(), Some("/fields/blocked_at"));
        given::<Entry>([added(block())])
            .when(made("unlock", Some(dev()), []))
            .then_refused(Code::UnknownMove);
    }
}
