//! What is done while the matter is looked into. A suspension is a neutral act and never automatic:
//! it takes the alternatives that were considered; every measure comes back on a day (KCSIE Part 4).

use lanyard_events::At;
use lanyard_events::allegation::{
    AllegationEvent, AllegationInterimMeasureDecided, InterimMeasure,
};

use crate::allegation::command::DecideInterimMeasure;
use crate::allegation::state::State;
use crate::clock::london_day;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    decide: DecideInterimMeasure,
    at: At,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    check(&decide, at)?;
    let decided = AllegationInterimMeasureDecided {
        measure: decide.measure,
        alternatives: decide.alternatives,
        reason: decide.reason,
        review_on: decide.review_on,
        ends_on: decide.ends_on,
    };
    if record.interim_measure.as_ref() == Some(&decided) {
        return Ok(Vec::new());
    }
    Ok(vec![decided.into()])
}

fn check(decide: &DecideInterimMeasure, at: At) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    match &decide.alternatives {
        None if decide.measure == InterimMeasure::Suspension => checks.fail(
            Code::AlternativesMissing,
            "/alternatives",
            "Say what else was considered, and why it would not do: a suspension is a neutral act, \
             when nothing less is enough.",
        ),
        alternatives => {
            checks.optional("/alternatives", alternatives.as_ref(), TEXT_MAX_CHARS);
        }
    }
    checks.text("/reason", decide.reason.expose(), TEXT_MAX_CHARS);
    match decide.review_on {
        Some(review_on) => checks.review("/review_on", review_on, at),
        None if decide.measure != InterimMeasure::None => checks.fail(
            Code::ReviewMissing,
            "/review_on",
            "Say on which day this is looked at again.",
        ),
        None => {}
    }
    if decide.ends_on.is_some_and(|last| last < london_day(at)) {
        let detail = "The last day has passed.";
        checks.fail(Code::DueInThePast, "/ends_on", detail);
    }
    checks.done()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{needs_an_open_matter, opened};
    use crate::scenario::{given, words};

    fn measure(measure: InterimMeasure) -> DecideInterimMeasure {
        DecideInterimMeasure {
            measure,
            alternatives: Some(words("Other duties are with the same year.")),
            reason: words("A neutral act while others look into it."),
            review_on: Some("2026-11-17".parse().unwrap()),
            ends_on: None,
        }
    }

    #[test]
    fn each_measure_is_recorded_and_the_same_again_changes_nothing() {
        for kind in [
            InterimMeasure::None,
            InterimMeasure::Moved,
            InterimMeasure::Supervised,
            InterimMeasure::Remote,
            InterimMeasure::Leave,
            InterimMeasure::Suspension,
        ] {
            let decided = AllegationInterimMeasureDecided {
                measure: kind,
                alternatives: Some(words("Other duties are with the same year.")),
                reason: words("A neutral act while others look into it."),
                review_on: Some("2026-11-17".parse().unwrap()),
                ends_on: None,
            };
            given::<Allegation>([opened()])
                .when(measure(kind))
                .then([decided.into()])
                .when(measure(kind))
                .then_already_so();
        }
        needs_an_open_matter(measure(InterimMeasure::Moved));
    }

    #[test]
    fn a_suspension_takes_the_alternatives_that_were_considered() {
        let mut bare = measure(InterimMeasure::Suspension);
        bare.alternatives = None;
        given::<Allegation>([opened()])
            .when(bare)
            .then_refused(Code::AlternativesMissing);
        let mut blank = measure(InterimMeasure::Suspension);
        blank.alternatives = Some(words(" "));
        given::<Allegation>([opened()])
            .when(blank)
            .then_refused(Code::TextBlank);
        let mut moved = measure(InterimMeasure::Moved);
        moved.alternatives = None;
        given::<Allegation>([opened()]).when(moved).then_events();
    }

    #[test]
    fn every_measure_comes_back_on_a_day_ahead() {
        let mut open_ended = measure(InterimMeasure::Supervised);
        open_ended.review_on = None;
        given::<Allegation>([opened()])
            .when(open_ended)
            .then_refused(Code::ReviewMissing);
        let mut late = measure(InterimMeasure::Supervised);
        late.review_on = Some("2026-11-10".parse().unwrap());
        given::<Allegation>([opened()])
            .when(late)
            .then_refused(Code::ReviewNotAhead);
        let mut over = measure(InterimMeasure::Leave);
        over.ends_on = Some("2026-11-09".parse().unwrap());
        given::<Allegation>([opened()])
            .when(over)
            .then_refused(Code::DueInThePast);
        let mut nothing = measure(InterimMeasure::None);
        nothing.review_on = None;
        given::<Allegation>([opened()]).when(nothing).then_events();
    }

    #[test]
    fn it_takes_a_reason_also_for_doing_nothing() {
        let mut unreasoned = measure(InterimMeasure::None);
        unreasoned.reason = words("");
        given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }
}
