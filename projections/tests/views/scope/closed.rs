//! The same of what is closed: whoever is told until when it is kept.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::allegation::{AllegationClosed, AllegationEvent};
use lanyard_events::case::{CaseClosed, CaseEvent, CaseHeld};
use lanyard_projections::retention::{RetentionFilter, retention};

use super::{permitted, resources, set};
use crate::told::*;
use crate::world::*;

/// Closes every case and adults' matter; every second case is held.
pub(super) fn close_all(world: &mut World, matters: &[Told]) {
    for (n, told) in (1..).zip(matters) {
        let academy = told.academy.map(academy);
        if told.has_case {
            if n % 2 == 0 {
                let held = CaseHeld {
                    reason: text("a claim may follow"),
                };
                world.tell_at(academy, case(n), staff(1), CaseEvent::Held(held));
            }
            let closed = CaseClosed {
                outcome: from_json("\"resolved\""),
                reason: text("gate"),
                confirmed_by: staff(1),
            };
            world.tell_at(academy, case(n), staff(1), CaseEvent::Closed(closed));
        } else if told.has_allegation {
            let closed = AllegationClosed {
                reason: text("gate"),
                confirmed_by: staff(1),
            };
            let closed = AllegationEvent::Closed(closed);
            world.tell_at(academy, allegation(n), staff(1), closed);
        }
    }
}

/// What is kept until when.
pub(super) fn check_retention(world: &World, scope: &Scope) {
    let all = resources(world);
    let reading = Scope {
        own: false,
        ..scope.clone()
    };
    let filter = RetentionFilter::default();
    let rows = world
        .read(|v| retention(v, scope, filter, ALL, |_| Some((None, ()))))
        .rows;
    let kinds = [ResourceKind::Case, ResourceKind::Allegation];
    let expected = permitted(&all, &reading, &kinds);
    assert_eq!(set(rows.iter().map(|(row, ())| row.matter)), expected);
    let held = { rows.iter() }.filter(|(row, ())| row.held);
    for (row, ()) in held {
        assert_eq!(row.matter.uuid.as_u128() % 2, 0);
    }
}
