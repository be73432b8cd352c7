//! For random worlds and random scopes, every list holds exactly the rows that `Scope::permits`.

mod built;
mod closed;

use std::collections::BTreeSet;

use lanyard_access::{PersonKey, Resource, ResourceKind, Scope};
use lanyard_events::{StaffId, StreamId};
use lanyard_projections::access_row::access_row;
use lanyard_projections::allegations::{
    AllegationFilter, allegation_page, allegation_timeline, allegations,
};
use lanyard_projections::case_timeline::case_timeline;
use lanyard_projections::caseload::{CaseFilter, DueFilter, case_page, cases, due};
use lanyard_projections::concern_inbox::{
    ConcernFilter, ListedConcern, concerns, own_concerns, untriaged,
};
use lanyard_projections::concern_page::concern_page;
use lanyard_projections::directory::{RosterFilter, pupils, staff_register};
use lanyard_projections::evidence::{evidence_of, evidence_page};
use lanyard_projections::pupil_history::history;
use lanyard_projections::search::{search_matters_by_name, search_texts};
use lanyard_projections::trust_overview::trust_overview;
use proptest::collection::vec;
use proptest::prelude::*;

use self::built::build;
use self::closed::{check_retention, close_all};
use crate::evidence::piece;
use crate::told::*;
use crate::world::*;

/// Every matter with what access decides on.
fn resources(world: &World) -> Vec<(StreamId, Resource)> {
    let streams: BTreeSet<StreamId> = world
        .log
        .iter()
        .map(|event| event.envelope.stream)
        .collect();
    streams
        .into_iter()
        .map(|stream| {
            (
                stream,
                world.read(|views| access_row(views, stream)).resource(),
            )
        })
        .collect()
}

fn permitted(
    all: &[(StreamId, Resource)],
    scope: &Scope,
    kinds: &[ResourceKind],
) -> BTreeSet<StreamId> {
    all.iter()
        .filter(|(_, resource)| kinds.contains(&resource.kind) && scope.permits(resource))
        .map(|(stream, _)| *stream)
        .collect()
}

fn set<T: Into<StreamId>>(ids: impl IntoIterator<Item = T>) -> BTreeSet<StreamId> {
    ids.into_iter().map(Into::into).collect()
}

fn listed(row: &ListedConcern) -> StreamId {
    match row {
        ListedConcern::Read(row) => row.concern.stream(),
        ListedConcern::Own(row) => row.concern.stream(),
    }
}

/// Lists of matters.
fn check_lists(world: &World, scope: &Scope) {
    let all = resources(world);
    let reading = Scope {
        own: false,
        ..scope.clone()
    };
    let concern_kind = [ResourceKind::Concern];
    let both = [ResourceKind::Concern, ResourceKind::Case];
    let readable = permitted(&all, &reading, &both);

    let rows = world
        .read(|v| concerns(v, scope, &ConcernFilter::default(), ALL))
        .rows;
    assert_eq!(
        set(rows.iter().map(listed)),
        permitted(&all, scope, &concern_kind)
    );
    let whole = rows
        .iter()
        .filter(|row| matches!(row, ListedConcern::Read(_)));
    assert_eq!(
        set(whole.map(listed)),
        permitted(&all, &reading, &concern_kind)
    );
    let own = world.read(|v| own_concerns(v, scope, ALL)).rows;
    let raised_by_actor = |stream: &StreamId| {
        let row = all.iter().find(|(other, _)| other == stream);
        row.unwrap().1.raised_by == Some(scope.actor)
    };
    let mut expected = permitted(&all, scope, &concern_kind);
    expected.retain(raised_by_actor);
    assert_eq!(set(own.iter().map(|row| row.concern)), expected);

    let rows = world
        .read(|v| cases(v, scope, &CaseFilter::default(), ALL))
        .rows;
    let expected = permitted(&all, scope, &[ResourceKind::Case]);
    assert_eq!(set(rows.iter().map(|row| row.case)), expected);

    let hits = world
        .read(|v| search_texts(v, scope, &text("gate"), ALL))
        .rows;
    let matters = [
        ResourceKind::Concern,
        ResourceKind::Case,
        ResourceKind::Allegation,
    ];
    let found = permitted(&all, &reading, &matters);
    assert_eq!(set(hits.iter().map(|hit| hit.matter.matter)), found);

    let rows = world
        .read(|v| allegations(v, scope, &AllegationFilter::default(), ALL))
        .rows;
    let expected = permitted(&all, scope, &[ResourceKind::Allegation]);
    assert_eq!(set(rows.iter().map(|row| row.allegation)), expected);

    let mut linked: BTreeSet<StreamId> = BTreeSet::new();
    for n in 1..=PUPILS {
        let person = PersonKey::Pupil(pupil(n));
        linked.extend(
            world
                .read(|v| history(v, scope, person, ALL))
                .rows
                .iter()
                .map(|row| row.matter),
        );
    }
    let of_pupils = |stream: &StreamId| {
        let row = all.iter().find(|(other, _)| other == stream).unwrap();
        row.1
            .people
            .iter()
            .any(|person| matches!(person, PersonKey::Pupil(_)))
    };
    let expected: BTreeSet<_> = readable.iter().copied().filter(of_pupils).collect();
    assert_eq!(linked, expected);
    let named = world
        .read(|v| search_matters_by_name(v, scope, &text("amara"), ALL))
        .rows;
    let expected: BTreeSet<_> = found.iter().copied().filter(of_pupils).collect();
    assert_eq!(set(named.iter().map(|found| found.matter)), expected);
}

/// Pages of one matter, and what is counted.
fn check_pages(world: &World, scope: &Scope) {
    let all = resources(world);
    let reading = Scope {
        own: false,
        ..scope.clone()
    };
    for n in 1..=MATTERS {
        let permits = |stream: StreamId| {
            all.iter()
                .any(|(other, resource)| *other == stream && reading.permits(resource))
        };
        let page = world.read(|v| concern_page(v, scope, concern(n)));
        assert_eq!(page.is_some(), permits(concern(n).stream()));
        let page = world.read(|v| case_page(v, scope, case(n)));
        assert_eq!(page.is_some(), permits(case(n).stream()));
        let timeline = world.read(|v| case_timeline(v, scope, case(n), ALL));
        assert_eq!(timeline.is_some(), permits(case(n).stream()));
        if let Some(timeline) = timeline {
            let shows = timeline
                .page
                .rows
                .iter()
                .any(|entry| entry.matter == concern(n).stream());
            assert_eq!(shows, shown_within(&reading, &all, case(n).stream(), n));
        }
    }
    check_allegations(world, scope, &all);
    let inbox = world.read(|v| untriaged(v, scope, None, ALL)).rows;
    let open = world
        .read(|v| cases(v, &reading, &CaseFilter::default(), ALL))
        .rows;
    let since = "2026-01-01".parse().unwrap();
    let figures = world.read(|v| trust_overview(v, scope, world.now, since));
    let sum = |of: fn(&lanyard_projections::trust_overview::AcademyFigures) -> u64| {
        figures.academies.values().map(of).sum::<u64>()
    };
    assert_eq!(sum(|figures| figures.untriaged), inbox.len() as u64);
    assert_eq!(sum(|figures| figures.open_cases), open.len() as u64);
    let raised = permitted(&all, &reading, &[ResourceKind::Concern]);
    assert_eq!(sum(|figures| figures.raised), raised.len() as u64);
}

/// A concern is shown within its matter where the scope permits it, or where it permits the matter by a
/// grant; a conflict in the concern hides it either way.
fn shown_within(reading: &Scope, all: &[(StreamId, Resource)], matter: StreamId, n: u128) -> bool {
    let concern = concern(n).stream();
    let mut within = reading.clone();
    if within.granted_matters.contains(&matter) {
        within.granted_matters.insert(concern);
    }
    all.iter()
        .any(|(other, resource)| *other == concern && within.permits(resource))
}

/// Pages of adults' matters, with what stands beside them.
fn check_allegations(world: &World, scope: &Scope, all: &[(StreamId, Resource)]) {
    let reading = Scope {
        own: false,
        ..scope.clone()
    };
    let permits = |stream: StreamId| {
        all.iter()
            .any(|(other, resource)| *other == stream && reading.permits(resource))
    };
    for n in 1..=MATTERS {
        let permitted = permits(allegation(n).stream());
        let page = world.read(|v| allegation_page(v, scope, allegation(n)));
        assert_eq!(page.is_some(), permitted);
        let timeline = world.read(|v| allegation_timeline(v, scope, allegation(n), ALL));
        assert_eq!(timeline.is_some(), permitted);
        let Some((page, timeline)) = page.zip(timeline) else {
            continue;
        };
        let shows = { timeline.page.rows.iter() }.any(|entry| entry.matter == concern(n).stream());
        let expected = shown_within(&reading, all, allegation(n).stream(), n);
        assert_eq!(shows, expected);
        assert_eq!(!page.concerns.is_empty(), shows);
        for other in &page.same_adult {
            // A concern of a case that is given by name is shown with it.
            let of_case = (1..=MATTERS)
                .filter(|n| concern(*n).stream() == other.matter)
                .any(|n| shown_within(&reading, all, case(n).stream(), n));
            assert!(permits(other.matter) || of_case, "{:?}", other.matter);
        }
    }
}

/// Evidence is seen like the concern that it belongs to.
fn check_evidence(world: &World, scope: &Scope) {
    let reading = Scope {
        own: false,
        ..scope.clone()
    };
    let expected = permitted(&resources(world), &reading, &[ResourceKind::Evidence]);
    let pages = (1..=MATTERS).filter_map(|n| world.read(|v| evidence_page(v, scope, piece(n))));
    assert_eq!(set(pages.map(|page| page.row.evidence)), expected);
    let listed = (1..=MATTERS).flat_map(|n| {
        world
            .read(|v| evidence_of(v, scope, concern(n).stream(), ALL))
            .rows
    });
    assert_eq!(set(listed.map(|row| row.evidence)), expected);
}

/// Actions: the matter's resource, given by name to the action's owner.
fn check_actions(world: &World, scope: &Scope, matters: &[Told]) {
    let all = resources(world);
    let owner_of = |stream: &StreamId| -> StaffId {
        let n = (1..)
            .zip(matters)
            .find(|(n, _)| case(*n).stream() == *stream)
            .unwrap();
        staff(n.1.action_of)
    };
    let expected: BTreeSet<StreamId> = all
        .iter()
        .filter(|(_, resource)| resource.kind == ResourceKind::Case)
        .filter(|(stream, resource)| {
            let mut action = resource.clone();
            action.kind = ResourceKind::CaseAction;
            action.granted = vec![owner_of(stream)];
            scope.permits(&action)
        })
        .map(|(stream, _)| *stream)
        .collect();
    let rows = world
        .read(|v| due(v, scope, &DueFilter::default(), ALL))
        .rows;
    assert_eq!(set(rows.iter().map(|row| row.matter)), expected);
}

/// Registers: rows without routing.
fn check_registers(world: &World, scope: &Scope) {
    let all = resources(world);
    let register = Scope {
        by_role: Vec::new(),
        own: false,
        ..scope.clone()
    };
    let rows = world
        .read(|v| pupils(v, scope, &RosterFilter::default(), ALL))
        .rows;
    let expected = permitted(&all, &register, &[ResourceKind::Pupil]);
    assert_eq!(set(rows.iter().map(|row| row.pupil)), expected);
    let rows = world
        .read(|v| staff_register(v, scope, &RosterFilter::default(), ALL))
        .rows;
    let expected = permitted(&all, &register, &[ResourceKind::Staff]);
    assert_eq!(set(rows.iter().map(|row| row.staff)), expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_list_holds_exactly_what_the_scope_permits(
        matters in vec(told(), 1..=10),
        scopes in vec(any_scope(), 12),
    ) {
        let mut world = build(&matters);
        for scope in &scopes {
            check_lists(&world, scope);
            check_pages(&world, scope);
            check_actions(&world, scope, &matters);
            check_evidence(&world, scope);
            check_registers(&world, scope);
        }
        close_all(&mut world, &matters);
        for scope in &scopes {
            check_retention(&world, scope);
        }
    }

    #[test]
    fn a_scope_of_other_kinds_holds_nothing(matters in vec(told(), 1..=4), scope in any_scope()) {
        let world = build(&matters);
        let scope = Scope { kinds: &[ResourceKind::Log], ..scope };
        prop_assert_eq!(world.read(|v| concerns(v, &scope, &ConcernFilter::default(), ALL)).rows, vec![]);
        prop_assert_eq!(world.read(|v| cases(v, &scope, &CaseFilter::default(), ALL)).rows, vec![]);
        prop_assert_eq!(world.read(|v| due(v, &scope, &DueFilter::default(), ALL)).rows, vec![]);
        prop_assert_eq!(world.read(|v| pupils(v, &scope, &RosterFilter::default(), ALL)).rows, vec![]);
        prop_assert_eq!(world.read(|v| search_texts(v, &scope, &text("gate"), ALL)).rows, vec![]);
    }
}
