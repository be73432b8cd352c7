//! Opening a closed matter again, with a reason.

use lanyard_events::allegation::{AllegationEvent, AllegationReopened};

use crate::allegation::command::Reopen;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    reopen: Reopen,
) -> Result<Vec<AllegationEvent>, Refusal> {
    match state {
        State::Open(_) => Ok(Vec::new()),
        State::Absent | State::Erased => Err(state.unreadable()),
        State::Closed(..) => {
            text::check("/reason", &reopen.reason)?;
            let reason = reopen.reason;
            Ok(vec![AllegationReopened { reason }.into()])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{closed, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn reopen(reason: &str) -> Reopen {
        Reopen {
            reason: words(reason),
        }
    }

    #[test]
    fn a_closed_matter_opens_again_and_an_open_one_is_open() {
        let reason = words("Another pupil has come forward.");
        given::<Allegation>([opened(), closed()])
            .when(reopen("Another pupil has come forward."))
            .then([AllegationReopened { reason }.into()])
            .when(reopen("Another pupil has come forward."))
            .then_already_so();
    }

    #[test]
    fn it_takes_a_reason_and_a_readable_matter() {
        given::<Allegation>([opened(), closed()])
            .when(reopen(""))
            .then_refused(Code::TextBlank);
        given::<Allegation>([])
            .when(reopen("Why."))
            .then_refused(Code::Absent);
        given::<Allegation>([])
            .then_erased()
            .when(reopen("Why."))
            .then_refused(Code::Erased);
    }
}
