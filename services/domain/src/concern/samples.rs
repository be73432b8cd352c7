//! Commands and events of S01, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use lanyard_events::academy::Term;
use lanyard_events::concern::{AboutAdult, ConcernEvent, Place, PlaceKind, Reporter};
use lanyard_events::{
    Actor, CategoryId, LinkRole, LinkedPerson, PersonRef, PupilId, Role, StaffId, Taxonomy,
};

use super::{Concern, Raise};
use crate::aggregate::Aggregate;
use crate::clock::SchoolCalendar;
use crate::routing::RoutingFacts;
use crate::scenario::{id, now, words};

pub(crate) fn category(id: &str) -> CategoryId {
    Taxonomy::v1().category(id).unwrap().id.clone()
}

pub(crate) fn pupil(n: u8) -> LinkedPerson {
    let id = PupilId::new(id(n));
    LinkedPerson::new(PersonRef::Pupil { id }, LinkRole::Affected)
}

pub(crate) fn staff(n: u8, role: LinkRole) -> LinkedPerson {
    let id = StaffId::new(id(n));
    LinkedPerson::new(PersonRef::Staff { id }, role)
}

pub(crate) fn all_desks() -> RoutingFacts {
    RoutingFacts {
        staff: Vec::new(),
        unconflicted: [
            Role::Dsl,
            Role::DeputyDsl,
            Role::Head,
            Role::TrustLead,
            Role::Chair,
        ]
        .into(),
    }
}

pub(crate) fn calendar() -> Arc<SchoolCalendar> {
    let term = Term {
        first: "2026-11-02".parse().unwrap(),
        last: "2026-12-18".parse().unwrap(),
    };
    Arc::new(SchoolCalendar::new("15:30", vec![term], vec![]).unwrap())
}

/// Threatening messages from a group chat, shown to a teacher by pupil 1.
pub(crate) fn a_raise() -> Raise {
    Raise {
        actor: Actor::Staff(StaffId::new(id(1))),
        reporter: Reporter::Actor,
        about_adult: AboutAdult::No,
        category: category("cyber_bullying"),
        taxonomy: Arc::new(Taxonomy::v1().clone()),
        people: vec![pupil(1)],
        place: Place {
            kind: PlaceKind::Online,
            description: None,
            platform: Some("group chat".to_owned()),
            address: None,
            accounts: vec![words("night_owls_8b")],
            device: None,
        },
        when_text: None,
        account: words("Threatening messages in a group chat."),
        childs_words: None,
        body_map: Vec::new(),
        action_taken: Some(words("Told the pupil not to reply and not to delete.")),
        danger_now: false,
        late_entry: false,
        reference: "ABCD1234".to_owned(),
        external_reference: None,
        sub_risks: Vec::new(),
        calendar: calendar(),
        routing: all_desks(),
    }
}

/// What comes of a raise.
pub(crate) fn raised_by(raise: Raise) -> ConcernEvent {
    let command = raise.into();
    Concern::decide(&super::State::Absent, command, now())
        .unwrap()
        .remove(0)
}

pub(crate) fn raised() -> ConcernEvent {
    raised_by(a_raise())
}

/// The same about an adult: member of staff 7, an ordinary teacher.
pub(crate) fn raised_about_adult() -> ConcernEvent {
    let mut raise = a_raise();
    raise.about_adult = AboutAdult::Yes;
    raise.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
    raised_by(raise)
}
