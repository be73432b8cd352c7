//! Property: whatever is asked of a pupil's record, in whatever order, its events always add up.

use lanyard_events::At;
use proptest::prelude::*;

use super::samples::{contact, details, known};
use super::{
    ChangeContact, ChangeDetails, Command, EndContact, Leave, LiftDoNotContact, MarkDoNotContact,
    Pupil, RecordContact, Register,
};
use crate::clock::london_day;
use crate::scenario::{evolve_accepts_what_decide_emits, now, words};

fn command((kind, a): (u8, u8)) -> Command {
    let mut details = details();
    details.year_group = i8::try_from(a % 17).unwrap_or(0) - 1;
    let whom = (a % 4 != 0).then(|| contact(a % 4));
    let mut known = known();
    known.mis_id = None;
    match kind % 9 {
        0 => Register { details }.into(),
        3 => RecordContact {
            contact: contact(a % 4),
            known,
        }
        .into(),
        4 => ChangeContact {
            contact: contact(a % 4),
            known: super::Known {
                name: words(&format!("Name {a}")),
                ..known
            },
        }
        .into(),
        5 => EndContact {
            contact: contact(a % 4),
            reason: None,
        }
        .into(),
        6 => MarkDoNotContact {
            contact: whom,
            reason: words("Reported."),
            because_of: None,
        }
        .into(),
        7 => LiftDoNotContact {
            contact: whom,
            reason: words("Agreed."),
        }
        .into(),
        1 | 2 => ChangeDetails { details }.into(),
        _ => {
            let on = london_day(At::from_millis(
                now().millis() + i64::from(a % 3) * 86_400_000,
            ));
            Leave {
                on,
                destination: None,
            }
            .into()
        }
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8)>(), prop::bool::weighted(0.1)), 0..20)
    ) {
        let commands = steps.into_iter().map(|(seed, erase)| (command(seed), now(), erase));
        evolve_accepts_what_decide_emits::<Pupil>(commands);
    }
}
