//! Telling the governors that there is a serious incident, in what is open or closed.

use lanyard_events::allegation::{AllegationEvent, AllegationGovernorsTold};

use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::serious::{self, TellGovernors};

pub(in crate::allegation) fn decide(
    state: &State,
    tell: TellGovernors,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.record().ok_or_else(|| state.unreadable())?;
    let reason = serious::tell(record.governors_told_for.as_ref(), tell)?;
    Ok({ reason.into_iter() }
        .map(|reason| AllegationGovernorsTold { reason }.into())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn tell(reason: &str) -> TellGovernors {
        TellGovernors {
            reason: words(reason),
        }
    }

    fn told(reason: &str) -> AllegationEvent {
        AllegationGovernorsTold {
            reason: words(reason),
        }
        .into()
    }

    #[test]
    fn they_are_told_once_for_a_reason_and_again_for_another() {
        for history in [vec![opened()], vec![opened(), closed()]] {
            given::<Allegation>(history)
                .when(tell("A child was taken to hospital."))
                .then([told("A child was taken to hospital.")])
                .when(tell("A child was taken to hospital."))
                .then_already_so();
        }
        given::<Allegation>([opened(), told("A child was taken to hospital.")])
            .when(tell("The press has called."))
            .then([told("The press has called.")]);
    }

    #[test]
    fn it_takes_a_reason_and_something_to_tell_of() {
        given::<Allegation>([opened()])
            .when(tell(" "))
            .then_refused(Code::TextBlank);
        given::<Allegation>([])
            .when(tell("Why."))
            .then_refused(Code::Absent);
        given::<Allegation>([])
            .then_erased()
            .when(tell("Why."))
            .then_refused(Code::Erased);
    }
}
