//! Noting that somebody tried to break the glass, and nothing opened: that is looked at, too.

use lanyard_events::grant::{GrantEvent, GrantGlassHeld};

use crate::grant::command::HoldGlass;
use crate::grant::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::grant) fn decide(state: &State, hold: HoldGlass) -> Result<Vec<GrantEvent>, Refusal> {
    state.must_be_new()?;
    let mut checks = Checks::default();
    checks.text("/reason", hold.reason.expose(), TEXT_MAX_CHARS);
    checks.text("/find", hold.asked.expose(), 4 * LABEL_MAX_CHARS);
    checks.done()?;
    let held = GrantGlassHeld {
        asked: hold.asked,
        reason: hold.reason,
    };
    Ok(vec![held.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grant::samples::{glass_held, review};
    use crate::grant::{Grant, State};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    #[test]
    fn the_attempt_stands_there_and_is_nothing_else() {
        let hold = HoldGlass {
            asked: words("K7PW3HDN"),
            reason: words("At our gate."),
        };
        given::<Grant>([]).when(hold.clone()).then([glass_held()]);
        given::<Grant>([glass_held()])
            .when(review())
            .then_refused(Code::Absent);
        assert_eq!(State::Held.leave(), None);
        let unreasoned = HoldGlass {
            reason: words(" "),
            ..hold
        };
        given::<Grant>([])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
