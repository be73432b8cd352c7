//! A pupil leaves; the day may be known ahead.

use lanyard_events::pupil::{PupilEvent, PupilLeft};

use crate::pupil::command::Leave;
use crate::pupil::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::pupil) fn decide(state: &State, leave: Leave) -> Result<Vec<PupilEvent>, Refusal> {
    let details = &state.registered()?.details;
    let left = PupilLeft {
        on: leave.on,
        destination: leave.destination,
    };
    if let State::Left(_, before) = state {
        return if *before == left {
            Ok(Vec::new())
        } else {
            Err(Refusal::new(
                Code::PupilLeft,
                "Another last day is recorded for this pupil already.",
            ))
        };
    }
    let mut checks = Checks::default();
    checks.optional("/destination", left.destination.as_ref(), TEXT_MAX_CHARS);
    if left.on < details.date_of_birth {
        let detail = "The last day comes before the date of birth.";
        checks.fail(Code::LeftBeforeBirth, "/on", detail);
    }
    checks.done()?;
    Ok(vec![left.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pupil::Pupil;
    use crate::pupil::samples::{left, registered};
    use crate::scenario::{given, words};

    fn leave(on: &str) -> Leave {
        Leave {
            on: on.parse().unwrap(),
            destination: Some(words("A school in another county")),
        }
    }

    #[test]
    fn a_pupil_leaves_once() {
        given::<Pupil>([registered()])
            .when(leave("2026-12-04"))
            .then([left()])
            .when(leave("2026-12-04"))
            .then_already_so();
        given::<Pupil>([registered(), left()])
            .when(leave("2026-12-11"))
            .then_refused(Code::PupilLeft);
    }

    #[test]
    fn the_day_comes_after_the_birth_and_the_destination_says_something() {
        given::<Pupil>([registered()])
            .when(leave("2012-12-04"))
            .then_refused(Code::LeftBeforeBirth);
        let mut blank = leave("2026-12-04");
        blank.destination = Some(words(""));
        given::<Pupil>([registered()])
            .when(blank)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn there_has_to_be_a_readable_pupil() {
        given::<Pupil>([])
            .when(leave("2026-12-04"))
            .then_refused(Code::Absent);
        given::<Pupil>([])
            .then_erased()
            .when(leave("2026-12-04"))
            .then_refused(Code::Erased);
    }
}
