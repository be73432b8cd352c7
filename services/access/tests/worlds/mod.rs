//! Small random worlds: three academies, five staff, four pupils, two clients, a few matters.

use std::collections::BTreeSet;

use lanyard_access::{
    Action, Caller, ClientRights, ClientScope, HeldRole, PersonKey, Resource, ResourceKind, RoleSet,
};
use lanyard_events::{
    AcademyId, Actor, AllegationId, CaseId, ClientId, ConcernId, PupilId, Role, StaffId, StreamId,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    pub caller: Caller,
    pub action: Action,
    pub resource: Resource,
}

fn academy() -> impl Strategy<Value = AcademyId> {
    (0_u128..3).prop_map(|n| AcademyId::new(Uuid::from_u128(n)))
}

fn staff() -> impl Strategy<Value = StaffId> {
    (0_u128..5).prop_map(|n| StaffId::new(Uuid::from_u128(n)))
}

fn person() -> impl Strategy<Value = PersonKey> {
    prop_oneof![
        staff().prop_map(PersonKey::Staff),
        (0_u128..4).prop_map(|n| PersonKey::Pupil(PupilId::new(Uuid::from_u128(n)))),
    ]
}

fn matter() -> impl Strategy<Value = StreamId> {
    prop_oneof![
        (0_u128..3).prop_map(|n| ConcernId::new(Uuid::from_u128(n)).stream()),
        (0_u128..3).prop_map(|n| CaseId::new(Uuid::from_u128(n)).stream()),
        (0_u128..3).prop_map(|n| AllegationId::new(Uuid::from_u128(n)).stream()),
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        12 => staff().prop_map(Actor::Staff),
        5 => (0_u128..2).prop_map(|n| Actor::Client(ClientId::new(Uuid::from_u128(n)))),
        1 => Just(Actor::System),
        1 => Just(Actor::Public),
    ]
}

/// Mostly held as the register would have it, now and then for the wrong place.
fn held_role() -> impl Strategy<Value = HeldRole> {
    let seniors: Vec<Role> = RoleSet::SENIORS.iter().collect();
    let role = prop_oneof![2 => select(Role::ALL), 1 => select(seniors)];
    (role, academy(), 0..10).prop_map(|(role, academy, odd)| HeldRole {
        role,
        academy: (role.is_trust_wide() == (odd == 0)).then_some(academy),
    })
}

fn rights() -> impl Strategy<Value = Option<ClientRights>> {
    let given = (
        btree_set(select(ClientScope::ALL), 0..5),
        btree_set(academy(), 0..3),
    )
        .prop_map(|(scopes, academies)| Some(ClientRights { scopes, academies }));
    prop_oneof![9 => given, 1 => Just(None)]
}

prop_compose! {
    fn caller()(
        actor in actor(),
        roles in vec(held_role(), 0..4),
        client in rights(),
        excluded_persons in prop_oneof![2 => Just(BTreeSet::new()), 1 => btree_set(person(), 1..4)],
        excluded_matters in prop_oneof![3 => Just(BTreeSet::new()), 1 => btree_set(matter(), 1..3)],
        granted_matters in prop_oneof![3 => Just(BTreeSet::new()), 1 => btree_set(matter(), 1..3)],
    ) -> Caller {
        Caller { actor, roles, client, excluded_persons, excluded_matters, granted_matters }
    }
}

/// The routings of domain.md 1, and sets that no routing makes.
fn routed_to() -> impl Strategy<Value = RoleSet> {
    let pupils = RoleSet::from_roles([Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead]);
    prop_oneof![
        8 => Just(pupils),
        2 => Just(RoleSet::of(Role::Head)),
        2 => Just(RoleSet::of(Role::TrustLead)),
        2 => Just(RoleSet::of(Role::Chair)),
        1 => Just(RoleSet::EMPTY),
        3 => select(Role::ALL).prop_map(RoleSet::of),
        1 => vec(select(Role::ALL), 0..6).prop_map(RoleSet::from_roles),
    ]
}

prop_compose! {
    fn resource(kind: ResourceKind)(
        academy in prop_oneof![9 => academy().prop_map(Some), 1 => Just(None)],
        routed_to in routed_to(),
        raised_by in prop_oneof![1 => actor().prop_map(Some), 1 => Just(None)],
        stream in prop_oneof![2 => matter().prop_map(Some), 1 => Just(None)],
        people in vec(person(), 0..3),
        subject in prop_oneof![1 => person().prop_map(Some), 2 => Just(None)],
        granted in vec(staff(), 0..3),
    ) -> Resource {
        Resource { kind, academy, routed_to, raised_by, stream, people, subject, granted }
    }
}

/// Any question; mostly of a kind that the action knows.
pub fn question() -> impl Strategy<Value = Question> {
    let asked = select(Action::ALL).prop_flat_map(|action| {
        let kind = prop_oneof![
            12 => select(action.kinds()),
            1 => select(ResourceKind::ALL),
        ];
        (Just(action), kind.prop_flat_map(resource))
    });
    (caller(), asked, any::<[bool; 5]>()).prop_map(|(caller, (action, mut resource), near)| {
        bring_near(&caller, &mut resource, near);
        Question {
            caller,
            action,
            resource,
        }
    })
}

/// Brings the resource near the caller, one relation for each flag.
fn bring_near(caller: &Caller, resource: &mut Resource, near: [bool; 5]) {
    let [raised, here, oneself, given, unmarked] = near;
    if raised {
        resource.raised_by = Some(caller.actor);
    }
    if here {
        let clients = caller.client.iter().flat_map(|rights| &rights.academies);
        resource.academy = match caller.actor {
            Actor::Client(_) => clients.copied().next(),
            Actor::Staff(_) | Actor::System | Actor::Public => {
                caller.roles.iter().find_map(|held| held.academy)
            }
        };
    }
    if here && resource.kind == ResourceKind::RegisterEntry {
        // Registers name any role, not only those to which matters are routed.
        resource.routed_to = caller.roles.iter().map(|held| held.role).collect();
    }
    if let (Actor::Staff(me), true) = (caller.actor, given) {
        resource.granted.push(me);
    }
    if resource.kind == ResourceKind::Staff && here {
        // A change is of one role.
        resource.routed_to = resource.routed_to.iter().take(1).collect();
    }
    if unmarked {
        resource.people.clear();
        resource.subject = None;
    }
    if let (Actor::Staff(me), true, true) = (caller.actor, oneself, unmarked) {
        resource.subject = Some(PersonKey::Staff(me));
    }
}
