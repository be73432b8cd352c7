//! Taking a grant back before its time.

use lanyard_events::At;
use lanyard_events::grant::{GrantEnded, GrantEvent};

use crate::grant::command::End;
use crate::grant::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::grant) fn decide(
    state: &State,
    end: End,
    at: At,
) -> Result<Vec<GrantEvent>, Refusal> {
    let leave = state.needs_leave()?;
    text::check("/reason", &end.reason)?;
    if matches!(state, State::Ended(_)) || leave.until <= at {
        return Ok(Vec::new());
    }
    Ok(vec![GrantEnded { reason: end.reason }.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grant::Grant;
    use crate::grant::samples::{ended, given_leave, glass_broken};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn end() -> End {
        End {
            reason: words("The inspection ended early."),
        }
    }

    #[test]
    fn it_ends_once_however_it_began() {
        for leave in [given_leave(), glass_broken()] {
            given::<Grant>([leave])
                .when(end())
                .then([ended()])
                .when(end())
                .then_already_so();
        }
    }

    #[test]
    fn there_has_to_be_one_and_a_reason() {
        given::<Grant>([]).when(end()).then_refused(Code::Absent);
        given::<Grant>([given_leave()])
            .then_erased()
            .when(end())
            .then_refused(Code::Erased);
        let unreasoned = End { reason: words("") };
        given::<Grant>([given_leave()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
