//! Property: whatever is asked of an academy, in whatever order, its events always add up.

use lanyard_events::academy::Term;
use lanyard_events::{At, Day, DutyId, StaffId};
use proptest::prelude::*;

use super::samples::an_open;
use super::{Academy, Command, EndDuty, SetCalendar, SetDuty};
use crate::clock::london_day;
use crate::scenario::{evolve_accepts_what_decide_emits, id, now};

fn day(n: u8) -> Day {
    london_day(At::from_millis(now().millis() + i64::from(n) * 86_400_000))
}

fn command((kind, a, b, c): (u8, u8, u8, u8)) -> Command {
    let duty = DutyId::new(id(c % 3));
    let hours = |n: u8| At::from_millis(now().millis() + (i64::from(n) - 20) * 3_600_000);
    match kind % 6 {
        0 => return an_open().into(),
        1 => {
            return SetDuty {
                duty,
                staff: StaffId::new(id(a % 3)),
                can_be_on_duty: a % 4 != 0,
                from: hours(a),
                until: hours(b),
            }
            .into();
        }
        2 => return EndDuty { duty }.into(),
        _ => {}
    }
    let term = |first, last| Term {
        first: day(first),
        last: day(last),
    };
    let terms = vec![term(0, a), term(a.saturating_add(1), b)];
    SetCalendar {
        terms,
        closed: vec![day(c)],
    }
    .into()
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8, u8, u8)>(), prop::bool::weighted(0.1)), 0..20)
    ) {
        let commands = steps.into_iter().map(|(seed, erase)| (command(seed), now(), erase));
        let state = evolve_accepts_what_decide_emits::<Academy>(commands);
        if let Some(profile) = state.profile() {
            prop_assert!(profile.school_calendar().is_some());
        }
    }
}
