//! One question in Cedar's terms: the caller and the resource as entities with plain attributes.
//!
//! Nothing is decided here: sets go over as sets, and the policies compare them.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use lanyard_events::{AcademyId, Actor, Role};

use crate::action::Action;
use crate::caller::{Caller, HeldRole};
use crate::resource::{Resource, ResourceKind};

/// Names of types and entities that every question uses, parsed once.
pub(super) struct Names {
    action: EntityTypeName,
    area: EntityTypeName,
    person: EntityUid,
    client: EntityUid,
    trust: EntityUid,
    /// One per kind, in the order of `ResourceKind::ALL`.
    kinds: Vec<EntityUid>,
}

/// The entities of one question.
pub(super) struct Question {
    pub(super) principal: EntityUid,
    pub(super) resource: EntityUid,
    pub(super) entities: Vec<Entity>,
}

type Attributes = HashMap<String, RestrictedExpression>;

fn type_name(name: &str) -> EntityTypeName {
    name.parse().expect("a plain word is a type name in Cedar")
}

fn uid(type_name: EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(type_name, EntityId::new(id))
}

impl Names {
    pub(super) fn new() -> Self {
        let area = type_name("Area");
        Self {
            action: type_name("Action"),
            person: uid(type_name("Person"), "caller"),
            client: uid(type_name("Client"), "caller"),
            trust: uid(area.clone(), "trust"),
            area,
            kinds: ResourceKind::ALL
                .iter()
                .map(|kind| uid(type_name(kind.name()), "asked"))
                .collect(),
        }
    }

    pub(super) fn action(&self, action: Action) -> EntityUid {
        uid(self.action.clone(), action.name())
    }

    /// The area of an academy; without one, the whole trust.
    fn area(&self, academy: Option<AcademyId>) -> EntityUid {
        academy.map_or_else(
            || self.trust.clone(),
            |academy| uid(self.area.clone(), &academy.to_string()),
        )
    }

    fn areas(
        &self,
        academies: impl IntoIterator<Item = Option<AcademyId>>,
    ) -> RestrictedExpression {
        RestrictedExpression::new_set(
            academies
                .into_iter()
                .map(|academy| RestrictedExpression::new_entity_uid(self.area(academy))),
        )
    }
}

impl Question {
    /// Puts the question; none for callers of whom no policy speaks (the system, the public).
    pub(super) fn put(names: &Names, caller: &Caller, resource: &Resource) -> Option<Self> {
        let (principal, mut attributes) = match caller.actor {
            Actor::Staff(_) => (names.person.clone(), person(names, caller)),
            Actor::Client(_) => (names.client.clone(), client(names, caller)),
            Actor::System | Actor::Public => return None,
        };
        attributes.insert("key".into(), string(&caller.actor));
        attributes.insert("excluded_people".into(), strings(&caller.excluded_persons));
        attributes.insert("excluded_matters".into(), strings(&caller.excluded_matters));
        attributes.insert("granted_matters".into(), strings(&caller.granted_matters));

        let asked = names.kinds.get(resource.kind as usize)?.clone();
        // Both ancestors at once, so that no entity for the academy is needed between them.
        let place = HashSet::from([names.area(resource.academy), names.trust.clone()]);
        let entities = vec![
            Entity::new(principal.clone(), attributes, HashSet::new()).ok()?,
            Entity::new(asked.clone(), described(resource), place).ok()?,
        ];
        Some(Self {
            principal,
            resource: asked,
            entities,
        })
    }
}

fn person(names: &Names, caller: &Caller) -> Attributes {
    let at = |held: &&HeldRole| {
        held.academy.is_some() || held.role.is_trust_wide() || held.role == Role::Staff
    };
    let mut attributes = Attributes::with_capacity(Role::ALL.len() + 4);
    for role in Role::ALL {
        let held = caller.roles.iter().filter(|held| held.role == *role);
        let areas = names.areas(held.filter(at).map(|held| held.academy));
        attributes.insert(role.name().to_owned(), areas);
    }
    let anywhere = caller.roles.iter().filter(at).map(|held| held.academy);
    attributes.insert("areas".into(), names.areas(anywhere));
    attributes
}

fn client(names: &Names, caller: &Caller) -> Attributes {
    let mut attributes = Attributes::with_capacity(5);
    let none = crate::caller::ClientRights::default();
    let rights = caller.client.as_ref().unwrap_or(&none);
    attributes.insert("scopes".into(), strings(&rights.scopes));
    let academies = rights.academies.iter().copied().map(Some);
    attributes.insert("academies".into(), names.areas(academies));
    attributes
}

fn described(resource: &Resource) -> Attributes {
    let mut attributes = Attributes::with_capacity(6);
    attributes.insert("people".into(), strings(&resource.people));
    if let Some(stream) = &resource.stream {
        attributes.insert("stream".into(), string(stream));
    }
    if let Some(subject) = &resource.subject {
        attributes.insert("subject".into(), string(subject));
    }
    let routed = match resource.kind {
        ResourceKind::Concern
        | ResourceKind::Case
        | ResourceKind::CaseAction
        | ResourceKind::Referral
        | ResourceKind::Allegation
        | ResourceKind::Evidence
        | ResourceKind::Grant
        | ResourceKind::RegisterEntry => {
            attributes.insert(
                "of_trust".into(),
                RestrictedExpression::new_bool(resource.academy.is_none()),
            );
            let granted = resource.granted.iter().map(|staff| Actor::Staff(*staff));
            attributes.insert("granted".into(), strings(granted));
            "routed_to"
        }
        ResourceKind::Staff => "role_change",
        ResourceKind::Academy
        | ResourceKind::Pupil
        | ResourceKind::Overview
        | ResourceKind::Log
        | ResourceKind::PolicyDocument
        | ResourceKind::AccessLog => return attributes,
    };
    attributes.insert(routed.into(), strings(resource.routed_to.iter()));
    if let Some(raised_by) = &resource.raised_by {
        attributes.insert("raised_by".into(), string(raised_by));
    }
    attributes
}

fn string(value: &impl ToString) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_string())
}

fn strings<T: ToString>(values: impl IntoIterator<Item = T>) -> RestrictedExpression {
    RestrictedExpression::new_set(values.into_iter().map(|value| string(&value)))
}
