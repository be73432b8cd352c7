//! Property: whatever is asked of the trust, in whatever order, its events always add up.

use proptest::prelude::*;

use super::samples::an_establish;
use super::{Command, PublishTaxonomy, RaiseFormat, Trust};
use crate::scenario::{evolve_accepts_what_decide_emits, now};

fn command((kind, a): (u8, u8)) -> Command {
    match kind % 3 {
        0 => an_establish().into(),
        1 => {
            let digest = ["a", "b", "A"][usize::from(a % 3)].repeat(64);
            PublishTaxonomy {
                version: u16::from(a),
                digest,
            }
            .into()
        }
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
