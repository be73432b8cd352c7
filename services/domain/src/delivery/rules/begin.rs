//! Beginning to tell a receiver: once, at the end of the record. What was before it stays untold,
//! for a receiver that is given a trust's whole past as if it had just happened acts on it.

use lanyard_events::delivery::{DeliveryBegan, DeliveryEvent};

use crate::delivery::command::Begin;
use crate::delivery::state::State;

pub(in crate::delivery) fn decide(state: &State, begin: &Begin) -> Vec<DeliveryEvent> {
    match state {
        State::Told(_) => Vec::new(),
        State::Absent => {
            let began = DeliveryBegan {
                receiver: begin.receiver,
                position: begin.after.0,
            };
            vec![began.into()]
        }
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::Position;
    use lanyard_events::delivery::Receiver;

    use super::*;
    use crate::delivery::Delivery;
    use crate::scenario::given;

    #[test]
    fn it_begins_once_at_the_end_of_the_record() {
        let begin = |position| Begin {
            receiver: Receiver::Facts,
            after: Position(position),
        };
        let began = DeliveryBegan {
            receiver: Receiver::Facts,
            position: 7,
        };
        given::<Delivery>([])
            .when(begin(7))
            .then([began.into()])
            .when(begin(9))
            .then_already_so();
    }
}
