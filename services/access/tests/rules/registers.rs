//! Registers, roles, clients and the record: domain.md 1, table and rule 7.

use lanyard_access::{Action, ClientScope, Resource, ResourceKind, RoleSet, Scope};
use lanyard_events::{Actor, Role, StaffId};

use crate::scene::*;

#[test]
fn the_auditor_verifies_the_log_and_sees_who_looked_and_no_name() {
    let auditor = person(&[Role::Auditor]);
    assert!(may(
        &auditor,
        Action::ReadLogEntries,
        &Resource::new(ResourceKind::Log)
    ));
    let looks = Resource::new(ResourceKind::AccessLog);
    assert!(may(&auditor, Action::ReadAccessLog, &looks));
    assert!(may(&auditor, Action::ReadDeviations, &looks));
    for role in Role::ALL.iter().filter(|role| **role != Role::Auditor) {
        assert!(
            !may(&person(&[*role]), Action::ReadDeviations, &looks),
            "{role}"
        );
    }
    assert!(may(&person(&[Role::Dpo]), Action::ReadAccessLog, &looks));
    assert!(!may(
        &person(&[Role::TrustLead, Role::Head]),
        Action::ReadAccessLog,
        &looks
    ));
    for (kind, action) in [
        (ResourceKind::Pupil, Action::ReadPupilRoster),
        (ResourceKind::Pupil, Action::ReadPupilHistory),
        (ResourceKind::Staff, Action::ReadStaffRegister),
        (ResourceKind::Staff, Action::ReadStaffMember),
    ] {
        assert!(
            !may(&auditor, action, &Resource::at(kind, OAKFIELD)),
            "{action:?}"
        );
    }
    for role in Role::ALL.iter().filter(|role| **role != Role::Auditor) {
        let log = Resource::new(ResourceKind::Log);
        assert!(
            !may(&person(&[*role]), Action::ReadLogEntries, &log),
            "{role}"
        );
    }
}

#[test]
fn a_client_does_what_its_scopes_name_in_its_academies() {
    let every_scope = client(ClientScope::ALL);
    let allowed: [(ClientScope, Action, ResourceKind); 8] = [
        (
            ClientScope::ConcernsWrite,
            Action::RaiseConcern,
            ResourceKind::Academy,
        ),
        (
            ClientScope::PupilsRead,
            Action::ReadPupilRoster,
            ResourceKind::Pupil,
        ),
        (
            ClientScope::PupilsWrite,
            Action::WritePupil,
            ResourceKind::Pupil,
        ),
        (
            ClientScope::StaffRead,
            Action::ReadStaffRegister,
            ResourceKind::Staff,
        ),
        (
            ClientScope::StaffRead,
            Action::ReadStaffMember,
            ResourceKind::Staff,
        ),
        (
            ClientScope::StaffWrite,
            Action::WriteStaff,
            ResourceKind::Staff,
        ),
        (
            ClientScope::StaffWrite,
            Action::BindLogin,
            ResourceKind::Staff,
        ),
        (
            ClientScope::PupilsWrite,
            Action::ReadAcademy,
            ResourceKind::Academy,
        ),
    ];
    for (scope, action, kind) in allowed {
        let own = Resource::at(kind, OAKFIELD);
        assert!(may(&client(&[scope]), action, &own), "{scope} {action:?}");
        assert!(!may(&client(&[]), action, &own), "{action:?}");
        assert!(
            !may(&every_scope, action, &Resource::at(kind, BEACON)),
            "{action:?}"
        );
        assert!(
            !may(&every_scope, action, &Resource::new(kind)),
            "{action:?}"
        );
    }
    let academy = Resource::at(ResourceKind::Academy, OAKFIELD);
    assert!(!may(&every_scope, Action::WriteAcademy, &academy));
    for action in [Action::ProposeRole, Action::ConfirmRole, Action::EndRole] {
        let staff = Resource::at(ResourceKind::Staff, OAKFIELD);
        assert!(!may(&every_scope, action, &staff), "{action:?}");
    }
    for matter in pupil_matters(&[AMARA.into()]) {
        for action in Action::ALL {
            assert!(!may(&every_scope, *action, &matter), "{action:?}");
        }
    }
}

#[test]
fn a_client_sees_the_status_of_its_own_concerns_only() {
    let system = client(&[ClientScope::ConcernsRead, ClientScope::ConcernsWrite]);
    let mut concern = matter(ResourceKind::Concern, &PUPILS, &[AMARA.into()]);
    concern.raised_by = Some(system.actor);
    assert!(may(&system, Action::SeeConcernStatus, &concern));
    assert!(may(&system, Action::AddInformation, &concern));
    assert!(!may(&system, Action::ReadConcern, &concern));
    assert!(Scope::of(&system, Action::ListConcerns).permits(&concern));
    concern.academy = Some(BEACON);
    assert!(!Scope::of(&system, Action::ListConcerns).permits(&concern));
}

/// Rule 7: proposed by one, confirmed by another, nobody their own.
#[test]
fn roles_are_given_by_two_and_nobody_changes_their_own() {
    let change = |role: Role, subject: StaffId| {
        let mut change = Resource::at(ResourceKind::Staff, OAKFIELD);
        change.routed_to = RoleSet::of(role);
        change.subject = Some(subject.into());
        change
    };
    let head = person(&[Role::Head]);
    for role in Role::ALL {
        let allowed = matches!(
            role,
            Role::Pastoral | Role::Dsl | Role::DeputyDsl | Role::It
        );
        let asked = change(*role, COLLEAGUE);
        assert_eq!(may(&head, Action::ProposeRole, &asked), allowed, "{role}");
        assert!(
            may(&person(&[Role::TrustLead]), Action::ProposeRole, &asked),
            "{role}"
        );
        let it = person(&[Role::It, Role::Staff]);
        assert!(!may(&it, Action::ProposeRole, &asked), "{role}");
    }
    let mut proposed = change(Role::Dsl, COLLEAGUE);
    proposed.raised_by = Some(Actor::Staff(COLLEAGUE));
    assert!(may(&head, Action::ConfirmRole, &proposed));
    proposed.raised_by = Some(head.actor);
    assert!(!may(&head, Action::ConfirmRole, &proposed));

    let everything = person(Role::ALL);
    for action in [
        Action::ProposeRole,
        Action::ConfirmRole,
        Action::EndRole,
        Action::BindLogin,
    ] {
        assert!(
            may(&everything, action, &change(Role::Dsl, COLLEAGUE)),
            "{action:?}"
        );
        assert!(
            !may(&everything, action, &change(Role::Dsl, ME)),
            "{action:?}"
        );
        let mut partner = everything.clone();
        partner.excluded_persons.insert(COLLEAGUE.into());
        assert!(
            !may(&partner, action, &change(Role::Dsl, COLLEAGUE)),
            "{action:?}"
        );
    }
}
