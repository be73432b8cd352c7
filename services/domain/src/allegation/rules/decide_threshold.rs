//! Whether the harm threshold may be met: four limbs, a decision, and always the reasons (KCSIE
//! Part 4; playbook step 3.5). It can be decided again when more is known; the newest is in force. With a
//! further concern it is to be decided again.

use lanyard_events::allegation::{
    AllegationEvent, AllegationThresholdDecided, LimbAnswer, ThresholdDecision,
};

use crate::allegation::command::DecideThreshold;
use crate::allegation::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    decide: DecideThreshold,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let record = state.open()?;
    let mut checks = Checks::default();
    checks.text("/reasons", decide.reasons.expose(), TEXT_MAX_CHARS);
    if let Some(detail) = contradiction(&decide) {
        checks.fail(Code::LimbsContradict, "/limbs", detail);
    }
    checks.done()?;
    let decided = AllegationThresholdDecided {
        limbs: decide.limbs,
        decision: decide.decision,
        reasons: decide.reasons,
    };
    if record.threshold.as_ref() == Some(&decided) && !record.is_to_weigh() {
        return Ok(Vec::new());
    }
    Ok(vec![decided.into()])
}

/// One limb is enough for the threshold; without any it cannot be met. What nobody knows leaves
/// both open, and the reasons say why.
fn contradiction(decide: &DecideThreshold) -> Option<&'static str> {
    let answers = decide.limbs.answers();
    match decide.decision {
        ThresholdDecision::MayMeetThreshold
            if answers.iter().all(|answer| *answer == LimbAnswer::No) =>
        {
            Some("Every limb is answered no: then the threshold is not met.")
        }
        ThresholdDecision::LowLevel | ThresholdDecision::NoConcern
            if answers.contains(&LimbAnswer::Yes) =>
        {
            Some("A limb is answered yes: then the threshold may be met.")
        }
        ThresholdDecision::MayMeetThreshold
        | ThresholdDecision::LowLevel
        | ThresholdDecision::NoConcern => None,
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::AllegationConcernAdded;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        concern, decided, limbs, needs_an_open_matter, opened, teacher,
    };
    use crate::scenario::{given, words};

    fn decide(decision: ThresholdDecision, first: LimbAnswer) -> DecideThreshold {
        DecideThreshold {
            limbs: limbs(first),
            decision,
            reasons: words("Her arm is marked."),
        }
    }

    #[test]
    fn each_decision_is_recorded_with_its_reasons_and_the_same_again_changes_nothing() {
        for (decision, first) in [
            (ThresholdDecision::MayMeetThreshold, LimbAnswer::Yes),
            (ThresholdDecision::LowLevel, LimbAnswer::No),
            (ThresholdDecision::NoConcern, LimbAnswer::No),
        ] {
            given::<Allegation>([opened()])
                .when(decide(decision, first))
                .then([decided(decision)])
                .when(decide(decision, first))
                .then_already_so();
        }
        needs_an_open_matter(decide(ThresholdDecision::LowLevel, LimbAnswer::No));
    }

    #[test]
    fn it_can_be_decided_again_when_more_is_known() {
        given::<Allegation>([opened(), decided(ThresholdDecision::LowLevel)])
            .when(decide(
                ThresholdDecision::MayMeetThreshold,
                LimbAnswer::Unknown,
            ))
            .then_events();
    }

    #[test]
    fn the_same_decision_counts_anew_where_a_concern_has_joined() {
        let joined = AllegationConcernAdded {
            concern: concern(2),
            people: vec![teacher()],
        };
        let low = || decided(ThresholdDecision::LowLevel);
        given::<Allegation>([opened(), low(), joined.into()])
            .when(decide(ThresholdDecision::LowLevel, LimbAnswer::No))
            .then([low()])
            .when(decide(ThresholdDecision::LowLevel, LimbAnswer::No))
            .then_already_so();
    }

    #[test]
    fn limbs_and_decision_say_the_same() {
        for (decision, first) in [
            (ThresholdDecision::MayMeetThreshold, LimbAnswer::No),
            (ThresholdDecision::LowLevel, LimbAnswer::Yes),
            (ThresholdDecision::NoConcern, LimbAnswer::Yes),
        ] {
            let refusal = given::<Allegation>([opened()])
                .when(decide(decision, first))
                .then_refused(Code::LimbsContradict);
            assert_eq!(refusal.pointer(), Some("/limbs"));
        }
        given::<Allegation>([opened()])
            .when(decide(ThresholdDecision::LowLevel, LimbAnswer::Unknown))
            .then_events();
    }

    #[test]
    fn it_takes_reasons() {
        let mut unreasoned = decide(ThresholdDecision::NoConcern, LimbAnswer::No);
        unreasoned.reasons = words(" ");
        let refusal = given::<Allegation>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.pointer(), Some("/reasons"));
    }
}
