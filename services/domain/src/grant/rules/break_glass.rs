//! Breaking the glass: read-only, for an hour, with a reason, and never unseen (domain.md 1 rule 2, S11).

use lanyard_events::At;
use lanyard_events::grant::{GrantEvent, GrantGlassBroken};

use crate::grant::command::BreakGlass;
use crate::grant::state::State;
use crate::refusal::Refusal;
use crate::text;

/// How long a case is open to whoever broke the glass (domain.md 1 rule 2).
pub const GLASS_MINUTES: i64 = 60;

pub(in crate::grant) fn decide(
    state: &State,
    glass: BreakGlass,
    at: At,
) -> Result<Vec<GrantEvent>, Refusal> {
    state.must_be_new()?;
    text::check("/reason", &glass.reason)?;
    let broken = GrantGlassBroken {
        matter: glass.matter,
        to: glass.by,
        until: At::from_millis(at.millis() + GLASS_MINUTES * 60_000),
        reason: glass.reason,
        told: glass.told,
        reviewer: glass.reviewer,
        review: glass.review,
    };
    Ok(vec![broken.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grant::Grant;
    use crate::grant::samples::{a_break, given_leave, glass_broken};
    use crate::refusal::Code;
    use crate::scenario::{given, now, words};

    #[test]
    fn the_case_is_open_for_an_hour() {
        let events = given::<Grant>([]).when(a_break()).then_events();
        assert_eq!(events, [glass_broken()]);
        let GrantEvent::GlassBroken(broken) = &events[0] else {
            panic!("another event came of it");
        };
        assert_eq!(broken.until.millis() - now().millis(), 3_600_000);
    }

    #[test]
    fn it_takes_a_reason() {
        let mut unreasoned = a_break();
        unreasoned.reason = words("");
        given::<Grant>([])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        given::<Grant>([given_leave()])
            .when(a_break())
            .then_refused(Code::AlreadyExists);
    }
}
