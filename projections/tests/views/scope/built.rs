//! Random matters, told to a world.

use lanyard_events::ActionId;
use lanyard_events::allegation::{AllegationEvent, AllegationOpened};
use lanyard_events::case::{CaseActionPlanned, CaseEvent, CaseOpened};
use lanyard_events::concern::{ConcernEvent, ConcernTriaged, TriageDecision};
use uuid::Uuid;

use crate::evidence::{captured, piece};
use crate::told::*;
use crate::world::*;

/// A world in which these matters were told.
pub(super) fn build(matters: &[Told]) -> World {
    let mut world = World::new();
    for n in 1..=PUPILS {
        world.register_pupil(n, "Amara", &format!("Example{n}"));
    }
    for n in 1..=STAFF {
        world.register_staff(n, "Ruth", &format!("Osei{n}"));
    }
    for (n, told) in (1..).zip(matters) {
        let academy = told.academy.map(academy);
        let mut raised = raised(told.people.clone(), "seen by the gate");
        raised.routed_to.clone_from(&told.routed);
        world.tell_at(
            academy,
            concern(n),
            staff(told.raised_by),
            ConcernEvent::Raised(raised),
        );
        world.tell_at(academy, piece(n), staff(1), captured(concern(n)));
        if told.has_case {
            open(&mut world, n, told);
        } else if told.has_allegation {
            open_allegation(&mut world, n, told);
        }
    }
    world
}

fn open(world: &mut World, n: u128, told: &Told) {
    let academy = told.academy.map(academy);
    let triaged = ConcernTriaged {
        decision: TriageDecision::OpenCase { case: case(n) },
        reason: text("gate"),
        sub_risks: Vec::new(),
    };
    world.tell_at(
        academy,
        concern(n),
        staff(1),
        ConcernEvent::Triaged(triaged),
    );
    let opened = CaseOpened {
        concern: concern(n),
        category: from_json("\"neglect\""),
        people: told.people.clone(),
        routed_to: told.routed.clone(),
        owner: staff(1),
        reason: text("gate"),
        reference: "C4SE0001".to_owned(),
    };
    world.tell_at(academy, case(n), staff(1), CaseEvent::Opened(opened));
    let planned = CaseActionPlanned {
        action: ActionId::new(Uuid::from_u128(n)),
        title: text("call"),
        owner: staff(told.action_of),
        due_at: at("2026-11-12T17:00:00Z"),
    };
    world.tell_at(
        academy,
        case(n),
        staff(1),
        CaseEvent::ActionPlanned(planned),
    );
}

fn open_allegation(world: &mut World, n: u128, told: &Told) {
    let academy = told.academy.map(academy);
    let triaged = ConcernTriaged {
        decision: TriageDecision::OpenAllegation {
            allegation: allegation(n),
        },
        reason: text("gate"),
        sub_risks: Vec::new(),
    };
    let triaged = ConcernEvent::Triaged(triaged);
    world.tell_at(academy, concern(n), staff(1), triaged);
    let opened = AllegationOpened {
        concern: concern(n),
        category: from_json("\"neglect\""),
        people: told.people.clone(),
        routed_to: told.routed.clone(),
        owner: staff(1),
        reason: text("gate"),
        reference: "ADLT0001".to_owned(),
    };
    let opened = AllegationEvent::Opened(opened);
    world.tell_at(academy, allegation(n), staff(1), opened);
}
