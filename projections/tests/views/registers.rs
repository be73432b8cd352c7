//! Entries of registers, and what stands behind them.

use lanyard_access::{Action, PersonKey, Scope};
use lanyard_events::concern::{ConcernEvent, ConcernPersonCorrected, Due};
use lanyard_events::register::{
    EntryClock, EntryClocks, EntryLinks, RegisterAdded, RegisterEvent, RegisterGiven,
};
use lanyard_events::{EntryId, PersonRef, Role, StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::concern_inbox::corrected;
use lanyard_projections::looks::{LookFilter, looks};
use lanyard_projections::registers::{EntryFilter, entries, with_behind, without_keeper};
use uuid::Uuid;

use crate::world::*;

fn entry() -> EntryId {
    EntryId::new(Uuid::from_u128(0x7000))
}

fn links(seen_by: &[Role], matter: Option<StreamId>) -> EntryLinks {
    EntryLinks {
        seen_by: seen_by.to_vec(),
        matter,
        ..EntryLinks::default()
    }
}

fn approval(owner: Option<StaffId>) -> EntryClocks {
    let due = Due {
        rule: "approval".to_owned(),
        at: at("2026-11-11T15:30:00Z"),
        reason: "1 school day".to_owned(),
    };
    let clock = EntryClock {
        clock: "approval".to_owned(),
        due,
        by_itself: false,
        owner,
    };
    EntryClocks {
        started: vec![clock],
        ended: Vec::new(),
    }
}

/// A block that Helen is to approve, with no matter behind it that was known then.
fn with_entry() -> World {
    let mut world = World::with_people();
    world.raise(1, 2, vec![linked_pupil(1)]);
    let added = RegisterAdded {
        register: "filter_changes".to_owned(),
        edition: 1,
        number: "K7PW3HDN".to_owned(),
        state: "blocked".to_owned(),
        added_by: Some(staff(2)),
        fields: Vec::new(),
        links: links(&[Role::Head], None),
        clocks: approval(Some(staff(4))),
    };
    world.tell(entry(), staff(2), RegisterEvent::Added(added));
    world
}

fn give(world: &mut World, owner: Option<StaffId>, let_in: Option<Role>) {
    let seen_by: Vec<Role> = [Role::Head].into_iter().chain(let_in).collect();
    let given = RegisterGiven {
        links: links(&seen_by, Some(concern(1).stream())),
        clocks: approval(owner),
        let_in,
    };
    world.tell(entry(), staff(1), RegisterEvent::Given(given));
}

fn behind(world: &World, scope: &Scope) -> usize {
    let filter = EntryFilter {
        behind: vec![concern(1).stream()],
        ..EntryFilter::default()
    };
    let page = world.read(|views| entries(views, scope, &filter, ALL));
    page.rows.len()
}

#[test]
fn what_is_given_on_has_the_same_matter_behind_it_in_every_view() {
    let mut world = with_entry();
    let head = scope(4, &[Role::Head], Action::ListEntries);
    assert_eq!(behind(&world, &head), 0);
    give(&mut world, Some(staff(1)), None);
    assert_eq!(behind(&world, &head), 1);
    let row = world.read(|views| access_row(views, entry().stream()));
    assert_eq!(row.behind, Some(concern(1).stream()));
    let found = world.read(|views| with_behind(views, concern(1).stream()));
    assert_eq!(found, [entry().stream()]);
}

#[test]
fn a_role_that_was_let_in_sees_the_entry_and_the_file_does_not_name_it() {
    let mut world = with_entry();
    let lead = scope(9, &[Role::TrustLead], Action::ListEntries);
    give(&mut world, Some(staff(1)), None);
    assert_eq!(behind(&world, &lead), 0);
    give(&mut world, Some(staff(1)), Some(Role::TrustLead));
    assert_eq!(behind(&world, &lead), 1);
    let filter = EntryFilter::default();
    let page = world.read(|views| entries(views, &lead, &filter, ALL));
    let let_in: Vec<Role> = page.rows[0].let_in.iter().collect();
    assert_eq!(let_in, [Role::TrustLead]);
}

#[test]
fn an_entry_with_a_clock_that_nobody_keeps_is_found_once() {
    let mut world = with_entry();
    assert_eq!(world.read(without_keeper), []);
    give(&mut world, None, None);
    assert_eq!(world.read(without_keeper), [entry().stream()]);
    give(&mut world, Some(staff(1)), None);
    assert_eq!(world.read(without_keeper), []);
}

#[test]
fn looks_at_an_entry_are_hidden_with_the_matter_behind_it() {
    let mut world = with_entry();
    world.look(1, vec![entry().stream()]);
    let mut kit = caller(7, &[Role::Auditor]);
    let shown = |world: &World, kit: &lanyard_access::Caller| {
        let scope = Scope::of(kit, Action::ReadAccessLog);
        let page = world.read(|views| looks(views, &scope, &LookFilter::default(), ALL));
        page.rows.len()
    };
    kit.excluded_persons.insert(PersonKey::Pupil(pupil(1)));
    assert_eq!(shown(&world, &kit), 1);
    give(&mut world, Some(staff(1)), None);
    assert_eq!(shown(&world, &kit), 0);
    kit.excluded_persons.clear();
    assert_eq!(shown(&world, &kit), 1);
    kit.excluded_matters.insert(concern(1).stream());
    assert_eq!(shown(&world, &kit), 0);
}

#[test]
fn concerns_in_which_somebody_was_corrected_are_found_once_whatever_became_of_them() {
    let mut world = World::with_people();
    for n in [1, 2] {
        world.raise(n, 2, vec![linked_pupil(1)]);
    }
    for (from, to) in [(1, 2), (2, 3)] {
        let corrected = ConcernPersonCorrected {
            from: PersonRef::Pupil { id: pupil(from) },
            to: PersonRef::Pupil { id: pupil(to) },
            reason: text("Two Amaras."),
        };
        let corrected = ConcernEvent::PersonCorrected(corrected);
        world.tell(concern(2), staff(1), corrected);
    }
    world.open_case(2, vec![linked_pupil(3)]);
    assert_eq!(world.read(corrected), [concern(2).stream()]);
}
