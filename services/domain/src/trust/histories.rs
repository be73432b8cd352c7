//! Property: whatever is asked of the trust, in whatever order, its events always add up.

use proptest::prelude::*;

use super::samples::{an_establish, confirm, nhs, ons, propose, years_75};
use super::{Command, Orderer, PublishTaxonomy, RaiseFormat, ReopenLog, Trust};
use crate::scenario::{evolve_accepts_what_decide_emits, now};

fn command((kind, a): (u8, u8)) -> Command {
    match kind % 6 {
        0 => an_establish().into(),
        1 => {
            let digest = ["a", "b", "A"][usize::from(a % 3)].repeat(64);
            PublishTaxonomy {
                version: u16::from(a),
                digest,
            }
            .into()
        }
        2 => {
            let person = |n: u8| Orderer {
                staff: lanyard_events::StaffId::new(crate::scenario::id(n % 3)),
                is_senior: a > 20,
            };
            ReopenLog {
                origin: format!("log-{}.example", a % 3),
                last_size: 300,
                last_root: "a".repeat(64),
                kept: u64::from(a) * 2,
                ordered_by: person(a),
                second: person(a / 3),
            }
            .into()
        }
        3 => propose(a % 4, [nhs(), ons(), years_75()][usize::from(a % 3)]).into(),
        4 => confirm(a % 4).into(),
        _ => RaiseFormat {
            format: u16::from(a),
        }
        .into(),
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8)>(), prop::bool::weighted(0.1)), 0..30)
    ) {
        let commands = steps.into_iter().map(|(seed, erase)| (command(seed), now(), erase));
        evolve_accepts_what_decide_emits::<Trust>(commands);
    }
}
