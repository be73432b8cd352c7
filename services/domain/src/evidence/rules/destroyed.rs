//! Key and file are gone: the end of what two have agreed on.

use lanyard_events::evidence::{EvidenceDestroyed, EvidenceEvent};

use crate::evidence::command::Destroyed;
use crate::evidence::state::{Hold, State};
use crate::refusal::{Code, Refusal};

pub(in crate::evidence) fn decide(
    state: &State,
    Destroyed: Destroyed,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    match record.hold {
        Hold::Agreed => Ok(vec![EvidenceDestroyed { blob: record.blob }.into()]),
        Hold::Destroyed => Ok(Vec::new()),
        Hold::Readable | Hold::Unreadable(_) | Hold::Instructed { .. } => Err(Refusal::new(
            Code::DestructionNotInstructed,
            "Two people have to agree before anything is destroyed.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::evidence::Open;
    use crate::evidence::samples::{
        a_capture, captured, destruction_agreed, instructed, unreadable,
    };
    use crate::scenario::given;

    #[test]
    fn nothing_is_destroyed_that_two_have_not_agreed_on_and_nothing_is_read_after() {
        let gone = EvidenceDestroyed {
            blob: a_capture().blob,
        };
        given::<Evidence>([captured(), unreadable(), instructed(), destruction_agreed()])
            .when(Destroyed)
            .then([gone.into()])
            .when(Destroyed)
            .then_already_so();
        given::<Evidence>([captured(), unreadable(), instructed()])
            .when(Destroyed)
            .then_refused(Code::DestructionNotInstructed);
        let gone = EvidenceDestroyed {
            blob: a_capture().blob,
        };
        let open = Open {
            by: None,
            barred: None,
        };
        given::<Evidence>([
            captured(),
            unreadable(),
            instructed(),
            destruction_agreed(),
            gone.into(),
        ])
        .when(open)
        .then_refused(Code::EvidenceDestroyed);
    }
}
