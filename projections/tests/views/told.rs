//! Random worlds and random scopes.

use std::collections::BTreeSet;

use lanyard_access::{AcademySet, PersonKey, ResourceKind, Scope};
use lanyard_events::{Actor, LinkedPerson, Role, StreamId};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::world::*;

pub const ACADEMIES: u128 = 3;
pub const PUPILS: u128 = 4;
pub const STAFF: u128 = 4;
pub const MATTERS: u128 = 10;
pub const ROUTABLE: [Role; 5] = [
    Role::Dsl,
    Role::DeputyDsl,
    Role::Head,
    Role::TrustLead,
    Role::Chair,
];

#[derive(Debug, Clone)]
pub struct Told {
    pub academy: Option<u128>,
    pub routed: Vec<Role>,
    pub raised_by: u128,
    pub people: Vec<LinkedPerson>,
    pub has_case: bool,
    pub has_allegation: bool,
    pub action_of: u128,
}

pub fn told() -> impl Strategy<Value = Told> {
    let person = prop_oneof![
        (1..=PUPILS).prop_map(linked_pupil),
        (1..=STAFF).prop_map(linked_staff)
    ];
    (
        prop::option::weighted(0.9, 1..=ACADEMIES),
        btree_set(prop::sample::select(&ROUTABLE[..]), 0..4),
        1..=STAFF,
        vec(person, 0..3),
        any::<(bool, bool)>(),
        1..=STAFF,
    )
        .prop_map(
            |(academy, routed, raised_by, people, (has_case, has_allegation), action_of)| Told {
                academy,
                routed: routed.into_iter().collect(),
                raised_by,
                people,
                has_case,
                has_allegation,
                action_of,
            },
        )
}

fn academy_set() -> impl Strategy<Value = AcademySet> {
    prop_oneof![
        1 => Just(AcademySet::All),
        3 => btree_set((1..=ACADEMIES).prop_map(academy), 0..3).prop_map(AcademySet::Some),
    ]
}

pub fn any_scope() -> impl Strategy<Value = Scope> {
    let persons = prop_oneof![
        (1..=PUPILS).prop_map(|n| PersonKey::Pupil(pupil(n))),
        (1..=STAFF).prop_map(|n| PersonKey::Staff(staff(n)))
    ];
    let matters = prop_oneof![
        (1..=MATTERS).prop_map(|n| StreamId::from(concern(n))),
        (1..=MATTERS).prop_map(|n| StreamId::from(case(n))),
        (1..=MATTERS).prop_map(|n| StreamId::from(allegation(n)))
    ];
    (
        1..=STAFF,
        prop::collection::btree_map(prop::sample::select(&ROUTABLE[..]), academy_set(), 0..4),
        any::<bool>(),
        academy_set(),
        prop_oneof![3 => Just(AcademySet::NONE), 1 => academy_set()],
        prop_oneof![2 => Just(AcademySet::All), 1 => academy_set()],
        btree_set(persons, 0..3),
        btree_set(matters.clone(), 0..3),
        prop_oneof![2 => Just(BTreeSet::new()), 1 => btree_set(matters, 1..3)],
    )
        .prop_map(
            |(actor, by_role, own, named, unrouted, within, persons, matters, granted_matters)| {
                Scope {
                    actor: Actor::Staff(staff(actor)),
                    kinds: ResourceKind::ALL,
                    by_role: by_role.into_iter().collect(),
                    own,
                    named,
                    unrouted,
                    within,
                    excluded_persons: persons,
                    excluded_matters: matters,
                    granted_matters,
                }
            },
        )
}
