//! Commands and events of the case that follows S01, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_events::academy::Term;
use lanyard_events::case::{CaseActionPlanned, CaseClosed, CaseEvent, CaseOpened};
use lanyard_events::{ActionId, ConcernId, OutcomeId, Role, StaffId, Taxonomy};

use lanyard_events::step::StepName;

use super::Open;
use crate::clock::SchoolCalendar;
use crate::concern::samples::{category, pupil};
use crate::policy::Shipped;
use crate::scenario::{id, now, words};
use crate::senior::Senior;
use crate::steps::{Owners, StartPlaybook};

/// The designated safeguarding lead, who owns the case.
pub(crate) const DSL: u8 = 2;
/// The headteacher.
pub(crate) const HEAD: u8 = 3;
/// A technician.
pub(crate) const IT: u8 = 6;
/// The teacher who raised the concern.
pub(crate) const TEACHER: u8 = 7;

pub(crate) fn staff_id(n: u8) -> StaffId {
    StaffId::new(id(n))
}

pub(crate) fn senior(n: u8) -> Senior {
    Senior {
        staff: staff_id(n),
        is_senior_here: true,
        is_conflicted: false,
    }
}

pub(crate) fn concern(n: u8) -> ConcernId {
    ConcernId::new(id(n))
}

pub(crate) fn action(n: u8) -> ActionId {
    ActionId::new(id(n))
}

pub(crate) fn outcome(id: &str) -> OutcomeId {
    Taxonomy::v1().outcome(id).unwrap().id.clone()
}

pub(crate) fn an_open() -> Open {
    Open {
        concern: concern(1),
        category: category("cyber_bullying"),
        people: vec![pupil(1)],
        routed_to: vec![Role::Dsl, Role::DeputyDsl, Role::Head, Role::TrustLead],
        owner: senior(DSL),
        reason: words("Threats from several pupils."),
        reference: "CASE0001".to_owned(),
        playbook: None,
    }
}

/// Oakfield's autumn term.
pub(crate) fn calendar() -> Arc<SchoolCalendar> {
    let term = Term {
        first: "2026-11-02".parse().unwrap(),
        last: "2026-12-18".parse().unwrap(),
    };
    Arc::new(SchoolCalendar::new("15:30", vec![term], Vec::new()).unwrap())
}

/// The shipped playbook of an id.
pub(crate) fn start(playbook: &str) -> StartPlaybook {
    let shipped = Shipped::get();
    let found = { shipped.playbooks.iter() }.find(|it| it.id.as_str() == playbook);
    StartPlaybook {
        playbook: Arc::new(found.unwrap().clone()),
        common: Arc::new(shipped.common.clone()),
        owners: Owners {
            raiser: Some(staff_id(TEACHER)),
            by_role: BTreeMap::from([(Role::Head, staff_id(HEAD)), (Role::It, staff_id(IT))]),
            otherwise: staff_id(DSL),
        },
        reason: None,
        counts_from: now(),
        known_at: now(),
        calendar: calendar(),
    }
}

pub(crate) fn step(playbook: &str, step: &str) -> StepName {
    StepName {
        playbook: playbook.to_owned(),
        step: step.to_owned(),
    }
}

pub(crate) fn opened() -> CaseEvent {
    let open = an_open();
    CaseOpened {
        concern: open.concern,
        category: open.category,
        people: open.people,
        routed_to: open.routed_to,
        owner: open.owner.staff,
        reason: open.reason,
        reference: open.reference,
    }
    .into()
}

pub(crate) fn closed() -> CaseEvent {
    CaseClosed {
        outcome: outcome("resolved_in_school"),
        reason: words("Both families met; it has stopped."),
        confirmed_by: staff_id(HEAD),
    }
    .into()
}

/// Action 5, owned by staff 4, due a week later.
pub(crate) fn planned() -> CaseEvent {
    CaseActionPlanned {
        action: action(5),
        title: words("Speak with the form tutor."),
        owner: staff_id(4),
        due_at: "2026-11-17T15:30:00Z".parse().unwrap(),
    }
    .into()
}
