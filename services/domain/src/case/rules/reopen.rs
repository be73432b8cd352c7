//! Opening a closed case again, with a reason.

use lanyard_events::case::{CaseEvent, CaseReopened};

use crate::case::command::Reopen;
use crate::case::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::case) fn decide(state: &State, reopen: Reopen) -> Result<Vec<CaseEvent>, Refusal> {
    match state {
        State::Open(_) => Ok(Vec::new()),
        State::Absent | State::Erased => Err(state.unreadable()),
        State::Closed(..) => {
            text::check("/reason", &reopen.reason)?;
            let reopened = CaseReopened {
                reason: reopen.reason,
            };
            Ok(vec![reopened.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn reopen(reason: &str) -> Reopen {
        Reopen {
            reason: words(reason),
        }
    }

    #[test]
    fn a_closed_case_opens_again_and_an_open_one_is_open() {
        let reopened = CaseReopened {
            reason: words("It has started again."),
        };
        given::<Case>([opened(), closed()])
            .when(reopen("It has started again."))
            .then([reopened.into()])
            .when(reopen("It has started again."))
            .then_already_so();
    }

    #[test]
    fn it_takes_a_reason_and_a_readable_case() {
        given::<Case>([opened(), closed()])
            .when(reopen(""))
            .then_refused(Code::TextBlank);
        given::<Case>([])
            .when(reopen("Why."))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(reopen("Why."))
            .then_refused(Code::Erased);
    }
}
