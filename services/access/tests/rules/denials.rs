//! What is denied by default.

use lanyard_access::{Action, ClientScope, HeldRole, Resource, ResourceKind, Scope};
use lanyard_events::{Actor, Role};

use crate::scene::*;

#[test]
fn a_leaver_the_system_and_the_public_may_nothing() {
    let leaver = person(&[]);
    let mut roles_without_a_person = person(Role::ALL);
    roles_without_a_person.actor = Actor::Public;
    let mut system = person(Role::ALL);
    system.actor = Actor::System;
    for caller in [leaver, roles_without_a_person, system] {
        for action in Action::ALL {
            for kind in action.kinds() {
                let mut resource = matter(*kind, &PUPILS, &[]);
                resource.raised_by = Some(caller.actor);
                resource.subject = Some(ME.into());
                resource.granted = vec![ME];
                assert!(!may(&caller, *action, &resource), "{action:?}");
                assert!(
                    !Scope::of(&caller, *action).permits(&resource),
                    "{action:?}"
                );
            }
        }
    }
}

#[test]
fn rights_of_the_other_sort_of_caller_do_not_count() {
    let mut person_with_scopes = person(&[]);
    person_with_scopes.client = client(ClientScope::ALL).client;
    let mut client_with_roles = client(&[]);
    client_with_roles.roles = person(Role::ALL).roles;
    for action in Action::ALL {
        for kind in action.kinds() {
            let resource = matter(*kind, &PUPILS, &[]);
            assert!(!may(&person_with_scopes, *action, &resource), "{action:?}");
            assert!(!may(&client_with_roles, *action, &resource), "{action:?}");
        }
    }
}

#[test]
fn an_action_on_a_kind_that_it_does_not_know_is_denied() {
    let everything = person(Role::ALL);
    for action in Action::ALL {
        for kind in ResourceKind::ALL
            .iter()
            .filter(|kind| !action.kinds().contains(kind))
        {
            let resource = matter(*kind, &PUPILS, &[]);
            assert!(
                !may(&everything, *action, &resource),
                "{action:?} on {kind:?}"
            );
        }
    }
}

#[test]
fn an_academy_role_that_names_no_academy_reaches_nowhere() {
    let mut caller = person(&[]);
    caller.roles = vec![HeldRole {
        role: Role::Dsl,
        academy: None,
    }];
    let mut concern = matter(ResourceKind::Concern, &PUPILS, &[AMARA.into()]);
    assert!(!may(&caller, Action::ReadConcern, &concern));
    concern.academy = None;
    assert!(!may(&caller, Action::ReadConcern, &concern));
}

#[test]
fn an_absent_matter_is_denied_to_everybody() {
    for kind in [
        ResourceKind::Concern,
        ResourceKind::Case,
        ResourceKind::CaseAction,
        ResourceKind::Referral,
        ResourceKind::Allegation,
        ResourceKind::Evidence,
        ResourceKind::Grant,
        ResourceKind::RegisterEntry,
    ] {
        let absent = Resource::absent(kind);
        for action in Action::ALL {
            assert!(!may(&person(Role::ALL), *action, &absent), "{action:?}");
            assert!(
                !may(&client(ClientScope::ALL), *action, &absent),
                "{action:?}"
            );
        }
    }
}
