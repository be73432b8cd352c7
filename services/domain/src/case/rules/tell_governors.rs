//! Telling the governors that there is a serious incident, in what is open or closed.

use lanyard_events::case::{CaseEvent, CaseGovernorsTold};

use crate::case::state::State;
use crate::refusal::Refusal;
use crate::serious::{self, TellGovernors};

pub(in crate::case) fn decide(
    state: &State,
    tell: TellGovernors,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    let reason = serious::tell(record.governors_told_for.as_ref(), tell)?;
    Ok({ reason.into_iter() }
        .map(|reason| CaseGovernorsTold { reason }.into())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn tell(reason: &str) -> TellGovernors {
        TellGovernors {
            reason: words(reason),
        }
    }

    fn told(reason: &str) -> CaseEvent {
        CaseGovernorsTold {
            reason: words(reason),
        }
        .into()
    }

    #[test]
    fn they_are_told_once_for_a_reason_and_again_for_another() {
        for history in [vec![opened()], vec![opened(), closed()]] {
            given::<Case>(history)
                .when(tell("A child was taken to hospital."))
                .then([told("A child was taken to hospital.")])
                .when(tell("A child was taken to hospital."))
                .then_already_so();
        }
        given::<Case>([opened(), told("A child was taken to hospital.")])
            .when(tell("The press has called."))
            .then([told("The press has called.")]);
    }

    #[test]
    fn it_takes_a_reason_and_something_to_tell_of() {
        given::<Case>([opened()])
            .when(tell(" "))
            .then_refused(Code::TextBlank);
        given::<Case>([])
            .when(tell("Why."))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(tell("Why."))
            .then_refused(Code::Erased);
    }
}
