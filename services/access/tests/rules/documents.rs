//! Documents of policy: who reads, proposes and publishes editions (domain.md 1 rule 7).

use lanyard_access::{Action, ClientScope, Resource, ResourceKind};
use lanyard_events::Role;

use crate::scene::*;

#[test]
fn the_trust_lead_proposes_and_any_senior_publishes() {
    let document = Resource::new(ResourceKind::PolicyDocument);
    for role in Role::ALL {
        let caller = person(&[*role]);
        let seniors = [
            Role::Dsl,
            Role::DeputyDsl,
            Role::Head,
            Role::TrustLead,
            Role::Chair,
        ];
        let is_senior = seniors.contains(role);
        let checks = [Role::Dpo, Role::Auditor].contains(role);
        for (action, expected) in [
            (Action::ReadPolicy, is_senior || checks),
            (Action::EditPolicy, *role == Role::TrustLead),
            (Action::PublishPolicy, is_senior),
        ] {
            assert_eq!(
                may(&caller, action, &document),
                expected,
                "{role} {action:?}"
            );
        }
    }
    let client = client(ClientScope::ALL);
    for action in [
        Action::ReadPolicy,
        Action::EditPolicy,
        Action::PublishPolicy,
    ] {
        assert!(!may(&client, action, &document), "{action:?}");
    }
}
