//! Noting how far a receiver has been told.

use lanyard_events::delivery::{DeliveryEvent, DeliveryReached};

use crate::delivery::command::Reach;
use crate::delivery::state::State;
use crate::refusal::{Code, Refusal};

pub(in crate::delivery) fn decide(
    state: &State,
    reach: &Reach,
) -> Result<Vec<DeliveryEvent>, Refusal> {
    match state.position() {
        None => Err(Refusal::new(
            Code::Absent,
            "Nobody is told anything yet: begin first.",
        )),
        // Whoever was paused with the lease lost must not move it back.
        Some(before) if reach.position <= before => Ok(Vec::new()),
        Some(_) => Ok(vec![
            DeliveryReached {
                position: reach.position.0,
            }
            .into(),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::Position;
    use lanyard_events::delivery::{DeliveryBegan, Receiver};

    use super::*;
    use crate::delivery::Delivery;
    use crate::scenario::given;

    fn began() -> DeliveryEvent {
        DeliveryBegan {
            receiver: Receiver::Facts,
            position: 7,
        }
        .into()
    }

    fn reach(position: u64) -> Reach {
        Reach {
            position: Position(position),
        }
    }

    #[test]
    fn it_moves_on_and_never_back() {
        given::<Delivery>([began()])
            .when(reach(9))
            .then([DeliveryReached { position: 9 }.into()])
            .when(reach(8))
            .then_already_so();
        given::<Delivery>([began()])
            .when(reach(7))
            .then_already_so();
    }

    #[test]
    fn it_needs_a_beginning() {
        given::<Delivery>([])
            .when(reach(1))
            .then_refused(Code::Absent);
    }
}
