//! The police want it destroyed, in writing: a senior records the instruction (R6).

use lanyard_events::evidence::{EvidenceDestructionInstructed, EvidenceEvent};

use crate::evidence::command::InstructDestruction;
use crate::evidence::state::{Hold, State, destroyed};
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::evidence) fn decide(
    state: &State,
    instruct: InstructDestruction,
) -> Result<Vec<EvidenceEvent>, Refusal> {
    let record = state.captured()?;
    text::check("/instruction", &instruct.instruction)?;
    instruct.by.check("")?;
    match &record.hold {
        Hold::Readable => Err(Refusal::new(
            Code::EvidenceStillReadable,
            "Only what may be illegal to hold is destroyed on the instruction of the police: report \
             it first, so that nobody can read it.",
        )),
        Hold::Agreed => Ok(Vec::new()),
        Hold::Destroyed => Err(destroyed()),
        Hold::Instructed { by, instruction }
            if *by == instruct.by.staff && *instruction == instruct.instruction =>
        {
            Ok(Vec::new())
        }
        // A later letter takes the place of an earlier one.
        Hold::Unreadable(_) | Hold::Instructed { .. } => Ok(vec![
            EvidenceDestructionInstructed {
                by: instruct.by.staff,
                instruction: instruct.instruction,
            }
            .into(),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::samples::{DSL, HEAD, senior};
    use crate::evidence::Evidence;
    use crate::evidence::samples::{LETTER, captured, instructed, unreadable};
    use crate::scenario::{given, words};

    fn instruct(by: u8) -> InstructDestruction {
        InstructDestruction {
            by: senior(by),
            instruction: words(LETTER),
        }
    }

    #[test]
    fn only_what_nobody_reads_is_destroyed_and_only_by_a_letter() {
        given::<Evidence>([captured(), unreadable()])
            .when(instruct(DSL))
            .then([instructed()])
            .when(instruct(DSL))
            .then_already_so();
        given::<Evidence>([captured(), unreadable(), instructed()])
            .when(instruct(HEAD))
            .then_events();
        given::<Evidence>([captured()])
            .when(instruct(DSL))
            .then_refused(Code::EvidenceStillReadable);
        let mut wordless = instruct(DSL);
        wordless.instruction = words(" ");
        given::<Evidence>([captured(), unreadable()])
            .when(wordless)
            .then_refused(Code::TextBlank);
        let mut conflicted = instruct(DSL);
        conflicted.by.is_conflicted = true;
        given::<Evidence>([captured(), unreadable()])
            .when(conflicted)
            .then_refused(Code::Conflicted);
    }
}
