//! Who is told when: the adult, parents, the chair, the board. LADO and police are heard first where
//! they are involved; a decision not to tell yet comes back on a day (R9; KCSIE Part 4).

use lanyard_events::At;
use lanyard_events::allegation::{AllegationEvent, AllegationTellingDecided};

use crate::allegation::command::DecideTelling;
use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::text::{Checks, TEXT_MAX_CHARS};

/// LADO, police, social care and HR: each once.
const ADVISERS_MAX: usize = 4;

pub(in crate::allegation) fn decide(
    state: &State,
    decide: DecideTelling,
    at: At,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    if let Some(review_on) = decide.when.review_on() {
        checks.review("/when/review_on", review_on, at);
    }
    checks.count("/advised_by", decide.advised_by.len(), ADVISERS_MAX);
    checks.text("/reason", decide.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    let decided = AllegationTellingDecided {
        whom: decide.whom,
        when: decide.when,
        advised_by: decide.advised_by,
        reason: decide.reason,
    };
    if record.telling.get(&decided.whom) == Some(&decided) {
        return Ok(Vec::new());
    }
    Ok(vec![decided.into()])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::allegation::{TellingAdviser, TellingTime, ToBeTold};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::refusal::Code;
    use crate::scenario::{given, words};

    fn telling(whom: ToBeTold, when: TellingTime) -> DecideTelling {
        DecideTelling {
            whom,
            when,
            advised_by: vec![TellingAdviser::Lado],
            reason: words("The strategy meeting decides."),
        }
    }

    fn after_advice(day: &str) -> TellingTime {
        TellingTime::AfterAdvice {
            review_on: day.parse().unwrap(),
        }
    }

    #[test]
    fn each_of_them_is_decided_on_by_itself_and_again() {
        let parents = telling(ToBeTold::Parents, after_advice("2026-11-12"));
        let decided = AllegationTellingDecided {
            whom: ToBeTold::Parents,
            when: after_advice("2026-11-12"),
            advised_by: vec![TellingAdviser::Lado],
            reason: words("The strategy meeting decides."),
        };
        given::<Allegation>([opened()])
            .when(parents.clone())
            .then([decided.clone().into()])
            .when(parents.clone())
            .then_already_so();
        let on = TellingTime::On {
            on: "2026-11-10".parse().unwrap(),
        };
        for other in [telling(ToBeTold::Parents, on), telling(ToBeTold::Adult, on)] {
            given::<Allegation>([opened(), decided.clone().into()])
                .when(other)
                .then_events();
        }
        needs_an_open_matter(parents);
    }

    #[test]
    fn whoever_is_not_told_yet_comes_back_on_a_day_ahead() {
        let today = "2026-11-10".parse().unwrap();
        for when in [
            TellingTime::AfterAdvice { review_on: today },
            TellingTime::NotTold { review_on: today },
        ] {
            let refusal = given::<Allegation>([opened()])
                .when(telling(ToBeTold::Board, when))
                .then_refused(Code::ReviewNotAhead);
            assert_eq!(refusal.pointer(), Some("/when/review_on"));
        }
    }

    #[test]
    fn it_takes_a_reason() {
        let mut unreasoned = telling(ToBeTold::Chair, after_advice("2026-11-12"));
        unreasoned.reason = words("");
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
