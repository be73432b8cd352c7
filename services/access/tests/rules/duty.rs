//! The duty rota: who sees and who keeps it (domain.md 1, row dsl; 6).

use lanyard_access::{Action, ClientScope, Resource, ResourceKind};
use lanyard_events::Role;

use crate::scene::*;

#[test]
fn everybody_sees_who_is_on_duty_and_the_leads_keep_the_rota() {
    let (here, elsewhere) = (
        Resource::at(ResourceKind::Academy, OAKFIELD),
        Resource::at(ResourceKind::Academy, BEACON),
    );
    for role in Role::ALL {
        let caller = person(&[*role]);
        let keeps = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead].contains(role);
        for (action, expected) in [
            (Action::SeeDuty, true),
            (Action::ReadRota, keeps || *role == Role::TrustTeam),
            (Action::SetDuty, keeps),
        ] {
            assert_eq!(may(&caller, action, &here), expected, "{role} {action:?}");
            let reaches = expected && role.is_trust_wide();
            assert_eq!(
                may(&caller, action, &elsewhere),
                reaches,
                "{role} {action:?}"
            );
        }
    }
}

#[test]
fn no_client_is_told_who_is_on_duty() {
    let academy = Resource::at(ResourceKind::Academy, OAKFIELD);
    for action in [Action::SeeDuty, Action::ReadRota, Action::SetDuty] {
        assert!(
            !may(&client(ClientScope::ALL), action, &academy),
            "{action:?}"
        );
    }
}
