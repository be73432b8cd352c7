//! Property: whatever is published, in whatever order, the events always add up.

use proptest::prelude::*;

use super::Snapshots;
use super::samples::{a_publish, day};
use crate::scenario::{evolve_accepts_what_decide_emits, now};

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((0..12_u8, prop::bool::weighted(0.1)), 0..20)
    ) {
        let commands = steps.into_iter().map(|(month, erase)| {
            let mut publish = a_publish();
            publish.first = day(&format!("2024-{:02}-01", month + 1));
            publish.last = day(&format!("2024-{:02}-28", month + 1));
            (publish.into(), now(), erase)
        });
        evolve_accepts_what_decide_emits::<Snapshots>(commands);
    }
}
