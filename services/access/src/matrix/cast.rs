//! The people and things of the matrix, and how they stand to each other.

use std::collections::BTreeSet;

use lanyard_events::{
    AcademyId, Actor, AllegationId, CaseId, ClientId, ConcernId, EntryId, PolicyDocumentId,
    PupilId, Role, StaffId, StreamId,
};
use uuid::Uuid;

use crate::action::Action;
use crate::caller::{Caller, ClientRights, ClientScope, HeldRole};
use crate::person::PersonKey;
use crate::resource::{Resource, ResourceKind};

/// How the caller stands to what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It belongs to the caller's academy.
    SameAcademy,
    /// It belongs to another academy of the trust.
    OtherAcademy,
    /// It belongs to the caller's academy, and the caller raised or proposed it.
    Raiser,
    /// It belongs to the caller's academy and is given to the caller by name.
    ByName,
    /// It belongs to the caller's academy and is about the caller.
    Oneself,
    /// It belongs to the caller's academy and is about somebody close to the caller.
    ConflictPerson,
    /// It belongs to the caller's academy and is a matter in which the caller has a conflict.
    ConflictMatter,
}

impl Relation {
    /// Every relation.
    pub const ALL: &[Self] = &[
        Self::SameAcademy,
        Self::OtherAcademy,
        Self::Raiser,
        Self::ByName,
        Self::Oneself,
        Self::ConflictPerson,
        Self::ConflictMatter,
    ];

    /// As a column's heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SameAcademy => "same academy",
            Self::OtherAcademy => "other academy",
            Self::Raiser => "raised it",
            Self::ByName => "given by name",
            Self::Oneself => "about oneself",
            Self::ConflictPerson => "conflict: person",
            Self::ConflictMatter => "conflict: matter",
        }
    }
}

/// A caller of the matrix.
pub(super) struct Who {
    pub(super) name: String,
    caller: Caller,
}

/// A thing of the matrix.
pub(super) struct Thing {
    pub(super) name: &'static str,
    kind: ResourceKind,
    routed_to: &'static [Role],
}

const PUPILS: &[Role] = &[Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead];

const fn thing(name: &'static str, kind: ResourceKind, routed_to: &'static [Role]) -> Thing {
    Thing {
        name,
        kind,
        routed_to,
    }
}

/// Matters by their routing (domain.md 1 rule 1).
const MATTERS: &[Thing] = &[
    thing("concern about a pupil", ResourceKind::Concern, PUPILS),
    thing(
        "concern about an adult",
        ResourceKind::Concern,
        &[Role::Head],
    ),
    thing(
        "concern about a head",
        ResourceKind::Concern,
        &[Role::TrustLead],
    ),
    thing(
        "concern about the trust lead",
        ResourceKind::Concern,
        &[Role::Chair],
    ),
    thing("case about a pupil", ResourceKind::Case, PUPILS),
    thing("case about an adult", ResourceKind::Case, &[Role::Head]),
    thing("case about a head", ResourceKind::Case, &[Role::TrustLead]),
    thing(
        "case about the trust lead",
        ResourceKind::Case,
        &[Role::Chair],
    ),
    thing("action in a pupil's case", ResourceKind::CaseAction, PUPILS),
    thing(
        "referral out of a pupil's case",
        ResourceKind::Referral,
        PUPILS,
    ),
    thing(
        "referral out of an adult's matter",
        ResourceKind::Referral,
        &[Role::Head],
    ),
    thing("evidence in a pupil's case", ResourceKind::Evidence, PUPILS),
    thing(
        "evidence in an adult's matter",
        ResourceKind::Evidence,
        &[Role::Head],
    ),
    thing("grant of a pupil's case", ResourceKind::Grant, PUPILS),
    thing(
        "entry of a register of IT, head and dsl",
        ResourceKind::RegisterEntry,
        &[Role::It, Role::Head, Role::Dsl],
    ),
    thing(
        "entry of a register of the siro and the dpo",
        ResourceKind::RegisterEntry,
        &[Role::Siro, Role::Dpo],
    ),
    thing(
        "entry of a register that all staff see",
        ResourceKind::RegisterEntry,
        &[Role::Staff],
    ),
    thing(
        "action in an adult's case",
        ResourceKind::CaseAction,
        &[Role::Head],
    ),
    thing(
        "allegation about a teacher",
        ResourceKind::Allegation,
        &[Role::Head],
    ),
    thing(
        "allegation about a head",
        ResourceKind::Allegation,
        &[Role::TrustLead],
    ),
    thing(
        "allegation about the trust lead",
        ResourceKind::Allegation,
        &[Role::Chair],
    ),
];

const ROLE_CHANGES: &[Thing] = &[
    thing("staff, role dsl", ResourceKind::Staff, &[Role::Dsl]),
    thing("staff, role head", ResourceKind::Staff, &[Role::Head]),
    thing(
        "staff, role trust_lead",
        ResourceKind::Staff,
        &[Role::TrustLead],
    ),
];

const OTHERS: &[Thing] = &[
    thing("academy", ResourceKind::Academy, &[]),
    thing("pupil", ResourceKind::Pupil, &[]),
    thing("staff", ResourceKind::Staff, &[]),
    thing("document of policy", ResourceKind::PolicyDocument, &[]),
    thing("overview", ResourceKind::Overview, &[]),
    thing("log", ResourceKind::Log, &[]),
    thing("access log", ResourceKind::AccessLog, &[]),
];

/// What an action is shown on.
pub(super) fn things(action: Action) -> impl Iterator<Item = &'static Thing> {
    let changes_role = matches!(
        action,
        Action::ProposeRole | Action::ConfirmRole | Action::EndRole
    );
    let others = if changes_role { ROLE_CHANGES } else { OTHERS };
    MATTERS
        .iter()
        .chain(others)
        .filter(move |thing| action.kinds().contains(&thing.kind))
}

const fn academy(number: u128) -> AcademyId {
    AcademyId::new(Uuid::from_u128(number))
}

const HERE: AcademyId = academy(1);
const ELSEWHERE: AcademyId = academy(2);
const ME: StaffId = StaffId::new(Uuid::from_u128(3));
const SOMEBODY: StaffId = StaffId::new(Uuid::from_u128(4));
const CLIENT: ClientId = ClientId::new(Uuid::from_u128(5));
const PUPIL: PupilId = PupilId::new(Uuid::from_u128(6));

/// Every role by itself, a member of staff whom the trust employs, somebody who left, and a client
/// for each scope.
pub(super) fn everybody() -> Vec<Who> {
    let person = |name: String, roles: Vec<HeldRole>| {
        let mut caller = Caller::nobody(Actor::Staff(ME));
        caller.roles = roles;
        Who { name, caller }
    };
    let mut everybody: Vec<Who> = Role::ALL
        .iter()
        .map(|role| {
            let academy = (!role.is_trust_wide()).then_some(HERE);
            let held = HeldRole {
                role: *role,
                academy,
            };
            person(role.name().to_owned(), vec![held])
        })
        .collect();
    let of_the_trust = HeldRole {
        role: Role::Staff,
        academy: None,
    };
    everybody.push(person("staff of the trust".into(), vec![of_the_trust]));
    everybody.push(person("leaver".into(), Vec::new()));
    everybody.extend(ClientScope::ALL.iter().map(|scope| {
        let mut caller = Caller::nobody(Actor::Client(CLIENT));
        caller.client = Some(ClientRights {
            scopes: BTreeSet::from([*scope]),
            academies: BTreeSet::from([HERE]),
        });
        Who {
            name: format!("client {scope}"),
            caller,
        }
    }));
    everybody
}

/// Sets caller and thing in a relation.
pub(super) fn stage(who: &Who, thing: &Thing, relation: Relation) -> (Caller, Resource) {
    let mut caller = who.caller.clone();
    let mut resource = Resource::at(thing.kind, HERE);
    resource.routed_to = thing.routed_to.iter().copied().collect();
    resource.raised_by = Some(Actor::Staff(SOMEBODY));
    resource.granted = vec![SOMEBODY];
    let stream = stream(thing.kind);
    resource.stream = stream;
    let about = match thing.kind {
        ResourceKind::Staff => PersonKey::Staff(SOMEBODY),
        ResourceKind::Academy
        | ResourceKind::Concern
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Allegation
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::RegisterEntry
        | ResourceKind::Pupil
        | ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::AccessLog => PersonKey::Pupil(PUPIL),
    };
    set_about(&mut resource, about);
    match relation {
        Relation::OtherAcademy => resource.academy = Some(ELSEWHERE),
        Relation::SameAcademy => {}
        Relation::Raiser => resource.raised_by = Some(caller.actor),
        Relation::ByName => resource.granted = vec![ME],
        Relation::Oneself => set_about(&mut resource, PersonKey::Staff(ME)),
        Relation::ConflictPerson => {
            caller.excluded_persons.insert(about);
        }
        Relation::ConflictMatter => caller.excluded_matters.extend(stream),
    }
    if resource.kind == ResourceKind::Staff && thing.routed_to.iter().any(|r| r.is_trust_wide()) {
        // A role for the whole trust is changed for no academy.
        resource.academy = None;
    }
    (caller, resource)
}

/// A matter links the person; a register's row is the person.
fn set_about(resource: &mut Resource, person: PersonKey) {
    match resource.kind {
        ResourceKind::Concern
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Allegation
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::RegisterEntry
        | ResourceKind::AccessLog => resource.people = vec![person],
        ResourceKind::Pupil | ResourceKind::Staff => resource.subject = Some(person),
        ResourceKind::Academy
        | ResourceKind::PolicyDocument
        | ResourceKind::Overview
        | ResourceKind::Log => {}
    }
}

fn stream(kind: ResourceKind) -> Option<StreamId> {
    let uuid = Uuid::from_u128(7);
    match kind {
        ResourceKind::Concern => Some(ConcernId::new(uuid).stream()),
        ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::AccessLog => Some(CaseId::new(uuid).stream()),
        ResourceKind::Allegation => Some(AllegationId::new(uuid).stream()),
        ResourceKind::RegisterEntry => Some(EntryId::new(uuid).stream()),
        ResourceKind::Academy => Some(HERE.stream()),
        ResourceKind::Pupil => Some(PUPIL.stream()),
        ResourceKind::Staff => Some(SOMEBODY.stream()),
        ResourceKind::PolicyDocument => Some(PolicyDocumentId::new(uuid).stream()),
        ResourceKind::Overview | ResourceKind::Log => None,
    }
}
