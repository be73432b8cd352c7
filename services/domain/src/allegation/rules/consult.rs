//! Talking it over with LADO or HR without naming anybody. It is advice, and never a referral: what
//! is needed after a threshold that may be met stays needed (R3; domain.md 2, "no-names consultation").

use lanyard_events::allegation::{AllegationConsulted, AllegationEvent};

use crate::allegation::command::Consult;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    consult: Consult,
) -> Result<Vec<AllegationEvent>, Refusal> {
    state.open()?;
    let mut checks = Checks::default();
    checks.optional("/adviser", consult.adviser.as_ref(), LABEL_MAX_CHARS);
    checks.text("/advice", consult.advice.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let consulted = AllegationConsulted {
        with: consult.with,
        adviser: consult.adviser,
        advice: consult.advice,
    };
    Ok(vec![consulted.into()])
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::Adviser;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn consult() -> Consult {
        Consult {
            with: Adviser::Lado,
            adviser: Some(words("The duty officer")),
            advice: words("Refer today."),
        }
    }

    #[test]
    fn the_advice_is_recorded() {
        let consulted = AllegationConsulted {
            with: Adviser::Lado,
            adviser: Some(words("The duty officer")),
            advice: words("Refer today."),
        };
        given::<Allegation>([opened()])
            .when(consult())
            .then([consulted.into()]);
        needs_an_open_matter(consult());
    }

    #[test]
    fn it_says_what_was_advised() {
        let mut silent = consult();
        silent.advice = words("");
        let refusal = given::<Allegation>([opened()])
            .when(silent)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/advice"));
    }
}
