//! Property: whatever is asked of a delivery, in whatever order, its events always add up.

use lanyard_events::Position;
use lanyard_events::delivery::Receiver;
use proptest::prelude::*;

use super::{Begin, Command, Delivery, Reach};
use crate::scenario::{evolve_accepts_what_decide_emits, now};

fn command((begins, position): (bool, u8)) -> Command {
    let position = Position(u64::from(position));
    if begins {
        let receiver = Receiver::Facts;
        Begin {
            receiver,
            after: position,
        }
        .into()
    } else {
        Reach { position }.into()
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec(any::<(bool, u8)>(), 0..30)
    ) {
        let commands = steps.into_iter().map(|seed| (command(seed), now(), false));
        evolve_accepts_what_decide_emits::<Delivery>(commands);
    }
}
