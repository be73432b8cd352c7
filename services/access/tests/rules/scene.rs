//! People and matters of the rules' tests.

use std::sync::LazyLock;

use lanyard_access::{
    Action, Caller, ClientRights, ClientScope, HeldRole, PersonKey, Policies, Resource,
    ResourceKind,
};
use lanyard_events::{
    AcademyId, Actor, AllegationId, CaseId, ClientId, ConcernId, PupilId, Role, StaffId, StreamId,
};
use uuid::Uuid;

pub static POLICIES: LazyLock<Policies> = LazyLock::new(Policies::shipped);

pub const OAKFIELD: AcademyId = AcademyId::new(Uuid::from_u128(1));
pub const BEACON: AcademyId = AcademyId::new(Uuid::from_u128(2));
pub const ME: StaffId = StaffId::new(Uuid::from_u128(10));
pub const COLLEAGUE: StaffId = StaffId::new(Uuid::from_u128(11));
pub const AMARA: PupilId = PupilId::new(Uuid::from_u128(20));
pub const DAUGHTER: PupilId = PupilId::new(Uuid::from_u128(21));

/// What shows or changes something of a concern or case.
pub const CONTENT: [Action; 15] = [
    Action::ReadConcern,
    Action::CorrectConcern,
    Action::TriageConcern,
    Action::AddInformation,
    Action::ListConcerns,
    Action::ReadCase,
    Action::WorkCase,
    Action::OwnCase,
    Action::CloseCase,
    Action::ReopenCase,
    Action::ListCases,
    Action::Search,
    Action::MarkConflict,
    Action::ReadReceipt,
    Action::ReadLogProof,
];

pub fn may(caller: &Caller, action: Action, resource: &Resource) -> bool {
    POLICIES.decide(caller, action, resource).is_permitted()
}

/// Holds the role as the register has it: at Oakfield, or for the whole trust.
pub fn person(roles: &[Role]) -> Caller {
    let mut caller = Caller::nobody(Actor::Staff(ME));
    caller.roles = roles
        .iter()
        .map(|role| HeldRole {
            role: *role,
            academy: (!role.is_trust_wide()).then_some(OAKFIELD),
        })
        .collect();
    caller.excluded_persons.insert(PersonKey::Staff(ME));
    caller
}

pub fn client(scopes: &[ClientScope]) -> Caller {
    let mut caller = Caller::nobody(Actor::Client(ClientId::new(Uuid::from_u128(30))));
    caller.client = Some(ClientRights {
        scopes: scopes.iter().copied().collect(),
        academies: [OAKFIELD].into(),
    });
    caller
}

pub fn stream(kind: ResourceKind) -> StreamId {
    match kind {
        ResourceKind::Concern => ConcernId::new(Uuid::from_u128(40)).stream(),
        ResourceKind::Allegation => AllegationId::new(Uuid::from_u128(42)).stream(),
        ResourceKind::Academy
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::RegisterEntry
        | ResourceKind::Pupil
        | ResourceKind::Staff
        | ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::AccessLog => CaseId::new(Uuid::from_u128(41)).stream(),
    }
}

pub fn matter(kind: ResourceKind, routed_to: &[Role], people: &[PersonKey]) -> Resource {
    let mut matter = Resource::at(kind, OAKFIELD);
    matter.routed_to = routed_to.iter().copied().collect();
    matter.people = people.to_vec();
    matter.stream = Some(stream(kind));
    matter.raised_by = Some(Actor::Staff(COLLEAGUE));
    matter
}

pub const PUPILS: [Role; 4] = [Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

/// A concern, a case, an action of a case and a referral out of it, about a pupil.
pub fn pupil_matters(people: &[PersonKey]) -> [Resource; 4] {
    [
        ResourceKind::Concern,
        ResourceKind::Case,
        ResourceKind::CaseAction,
        ResourceKind::Referral,
    ]
    .map(|kind| matter(kind, &PUPILS, people))
}
