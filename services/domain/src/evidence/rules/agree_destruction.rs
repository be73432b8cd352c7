//! A second senior has read the instruction: key and file go at once, without the waiting time of other
//! disposals (R6).

use lanyard_events::evidence::{EvidenceDestructionAgreed, EvidenceEvent};

use super::check_second;
use crate::evidence::command::AgreeDestruction;
use crate::evidence::state::{Hold, State};
use crate::refusal::{Code, Refusal};

pub(in crate::evidence) fn decide(
    state: &State,
    agree: AgreeDestruction,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    match &record.hold {
        Hold::Instructed { by, .. } => {
            check_second(*by, &agree.by)?;
            let agreed = EvidenceDestructionAgreed {
                instructed_by: *by,
                by: agree.by.staff,
            };
            Ok(vec![agreed.into()])
        }
        Hold::Agreed | Hold::Destroyed => Ok(Vec::new()),
        Hold::Readable | Hold::Unreadable(_) => Err(Refusal::new(
            Code::DestructionNotInstructed,
            "No written instruction of the police is recorded for this: record it first.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, senior};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{captured, destruction_agreed, instructed, unreadable};
    use crate::scenario::given;

    fn agree(by: u8) -> AgreeDestruction {
        AgreeDestruction { by: senior(by) }
    }

    #[test]
    fn a_different_unconflicted_senior_agrees() {
        let instructed = || given::<Evidence>([captured(), unreadable(), instructed()]);
        instructed()
            .when(agree(HEAD))
            .then([destruction_agreed()])
            .when(agree(HEAD))
            .then_already_so();
        instructed()
            .when(agree(DSL))
            .then_refused(Code::SecondPersonNeeded);
        let mut conflicted = agree(HEAD);
        conflicted.by.is_conflicted = true;
        instructed().when(conflicted).then_refused(Code::Conflicted);
        given::<Evidence>([captured(), unreadable()])
            .when(agree(HEAD))
            .then_refused(Code::DestructionNotInstructed);
    }
}
