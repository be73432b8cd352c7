//! Adding an entry.

use lanyard_events::At;
use lanyard_events::register::{EntryClocks, EntryLinks, RegisterAdded, RegisterEvent};

use super::order::in_order;
use super::{nothing_missing, only_what_is_asked};
use crate::refusal::{Code, Refusal};
use crate::register::clocks::{self, Happened};
use crate::register::command::{Add, AddByItself};
use crate::register::state::{Record, State};
use crate::register::{links, values};
use crate::text::Checks;

pub(in crate::register) fn decide(
    state: &State,
    add: &Add,
    at: At,
) -> Result<Vec<RegisterEvent>, Refusal> {
    added(state, add, at, None)
}

/// The same by the record itself, which knows less than a person.
pub(in crate::register) fn by_itself(
    state: &State,
    by_itself: &AddByItself,
    at: At,
) -> Result<Vec<RegisterEvent>, Refusal> {
    added(state, &by_itself.add, at, Some(by_itself))
}

fn added(
    state: &State,
    add: &Add,
    at: At,
    by_itself: Option<&AddByItself>,
) -> Result<Vec<RegisterEvent>, Refusal> {
    match state {
        State::Absent => {}
        State::There(_) => return Ok(Vec::new()),
        State::Erased => return state.there().map(|_| Vec::new()),
    }
    let register = &add.around.register;
    let first = { register.states.first() }
        .ok_or_else(|| Refusal::new(Code::Absent, "This register has no states."))?;
    let mut checks = Checks::default();
    let fields = values::read(register, &add.fields, &mut checks);
    let mut added = RegisterAdded {
        register: register.id.to_string(),
        edition: register.edition,
        number: add.number.clone(),
        state: first.id.to_string(),
        added_by: add.by,
        fields: Vec::new(),
        links: EntryLinks::default(),
        clocks: EntryClocks::default(),
    };
    let mut after = Record::at(register.id.as_str(), first.id.as_str(), add.by);
    after.fill(&fields);
    only_what_is_asked(&after, register, &fields, None, &mut checks);
    let happened = Happened {
        added: true,
        made: None,
        fields: &fields,
        at,
    };
    if by_itself.is_none() {
        nothing_missing(&after, register, &mut checks);
        in_order(&after, register, happened, &mut checks);
    }
    checks.done()?;
    added.links = links::of(&after, register, add.around.matter);
    let known_at = by_itself.and_then(|it| it.known_at);
    added.clocks = clocks::after_knowing(&after, &add.around, happened, known_at);
    added.fields = fields;
    Ok(vec![added.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::{PersonRef, Role};

    use super::*;
    use crate::register::samples::{add, around, block, dev, said, unblock};
    use crate::register::{Entry, MakeMove, Sent};
    use crate::scenario::{given, id};

    fn added(add: Add) -> RegisterAdded {
        let events = given::<Entry>([]).when(add).then_events();
        let RegisterEvent::Added(added) = &events[0] else {
            panic!("{events:?}")
        };
        added.clone()
    }

    #[test]
    fn an_entry_begins_with_its_clocks_and_those_who_see_it() {
        let added = added(block());
        assert_eq!(added.state, "proposed");
        assert_eq!(added.links.own, []);
        assert!(added.links.seen_by.contains(&Role::Governor));
        let clocks = { added.clocks.started.iter() };
        let clocks: Vec<_> = clocks.map(|it| (it.clock.as_str(), it.owner)).collect();
        assert_eq!(clocks, [("block", Some(dev()))]);
    }

    #[test]
    fn a_change_for_a_time_has_a_clock_that_runs_to_its_end() {
        let added = added(unblock());
        let end = { added.clocks.started.iter() }
            .find(|it| it.clock == "end")
            .unwrap();
        assert_eq!(end.due.at.to_string(), "2026-11-20T17:00:00.000Z");
        assert_eq!(end.due.reason, "set for Fri 20 Nov 2026, 17:00");
    }

    #[test]
    fn what_is_missing_or_not_asked_is_named_by_its_field() {
        let mut wrong = block();
        wrong.fields.remove("reason");
        wrong
            .fields
            .insert("ends_at".into(), said("2026-11-20T17:00:00Z"));
        wrong
            .fields
            .insert("blocked_at".into(), said("2026-11-10T14:00:00Z"));
        wrong.fields.insert("Amara".into(), said("x"));
        let refusal = given::<Entry>([]).when(wrong).then_refused_any();
        let faults: Vec<_> = { refusal.faults() }
            .map(|fault| (fault.code, fault.pointer.as_deref().unwrap()))
            .collect();
        assert_eq!(
            faults,
            [
                (Code::UnknownField, "/fields"),
                (Code::FieldNotAsked, "/fields/blocked_at"),
                (Code::FieldNotAsked, "/fields/ends_at"),
                (Code::FieldMissing, "/fields/reason"),
            ]
        );
        assert!(!refusal.faults().any(|fault| fault.detail.contains("Amara")));
    }

    #[test]
    fn a_value_of_another_kind_is_refused_with_what_would_be_right() {
        for (field, value) in [
            ("action", said("open")),
            ("temporary", said("no")),
            ("seen_at", said("yesterday")),
            ("requested_by", said("Dev")),
            ("reason", said("  ")),
        ] {
            let mut wrong = block();
            wrong.fields.insert(field.into(), value);
            let refusal = given::<Entry>([]).when(wrong).then_refused_any();
            let pointer = format!("/fields/{field}");
            assert_eq!(refusal.pointer(), Some(pointer.as_str()));
        }
    }

    #[test]
    fn what_the_record_adds_by_itself_asks_for_the_rest_with_the_first_move() {
        let mut bare = block();
        bare.fields.remove("reason");
        let missing = |refusal: &Refusal| {
            refusal.faults().any(|fault| {
                fault.code == Code::FieldMissing
                    && fault.pointer.as_deref() == Some("/fields/reason")
            })
        };
        let refused = given::<Entry>([]).when(bare.clone()).then_refused_any();
        assert!(missing(&refused), "{refused}");
        let by_itself = AddByItself {
            add: bare,
            known_at: None,
        };
        let events = given::<Entry>([]).when(by_itself.clone()).then_events();
        given::<Entry>(events.clone())
            .when(by_itself)
            .then_already_so();
        let mut block_it = MakeMove {
            around: around("filter_changes"),
            made: "block_now".to_owned(),
            fields: [
                ("blocked_at".to_owned(), said("2026-11-10T14:04:00Z")),
                ("block_tested".to_owned(), said("from_a_pupil_login")),
            ]
            .into(),
            set: Vec::new(),
            by: Some(dev()),
        };
        let refused = given::<Entry>(events.clone())
            .when(block_it.clone())
            .then_refused_any();
        assert!(missing(&refused), "{refused}");
        let reason = said("Reached by accident.");
        block_it.fields.insert("reason".to_owned(), reason);
        given::<Entry>(events).when(block_it).then_events();
    }

    /// R12: five school days from when it was known that there is something to follow, and no earlier than from
    /// the leaving.
    #[test]
    fn what_the_record_adds_late_is_due_counted_from_when_it_was_known() {
        let due = |left_on: &str, known_at: Option<&str>| {
            let fields = [
                ("direction", said("out")),
                ("pupil", said(&id(40).to_string())),
                ("left_on", said(left_on)),
                ("open_case", Sent::YesNo(false)),
            ];
            let by_itself = AddByItself {
                add: add("file_transfers", fields),
                known_at: known_at.map(|it| it.parse().unwrap()),
            };
            let events = given::<Entry>([]).when(by_itself).then_events();
            let clocks = &events[0].clocks().started;
            assert_eq!(clocks.len(), 1);
            clocks[0].due.at.to_string()[..10].to_owned()
        };
        assert_eq!(due("2026-11-03", None), "2026-11-10");
        let known = Some("2026-11-25T10:00:00Z");
        assert_eq!(due("2026-11-03", known), "2026-12-02");
        assert_eq!(due("2026-12-04", known), "2026-12-11");
    }

    #[test]
    fn whose_log_in_it_is_decides_who_sees_an_alert() {
        let alert = |about: &str, more: &[(&str, Sent)]| {
            let mut fields = vec![
                ("raised_at", said("2026-11-10T14:00:00Z")),
                ("system", said("filter")),
                ("about", said(about)),
                ("danger_now", Sent::YesNo(false)),
                ("risk", said("content")),
                ("kind", said("gambling_or_games")),
                ("reached", said("no")),
            ];
            fields.extend(more.iter().cloned());
            added(add("filtering_alerts", fields)).links
        };
        assert!(alert("not_known", &[]).seen_by.contains(&Role::It));
        let of_it = alert("it_staff", &[("it_staff_member", said(&dev().to_string()))]);
        assert!(!of_it.seen_by.contains(&Role::It));
        assert!(of_it.seen_by.contains(&Role::Head));
        assert_eq!(of_it.people, [PersonRef::Staff { id: dev() }]);
    }
}
