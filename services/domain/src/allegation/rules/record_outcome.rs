//! The employer's outcome in the statutory words, confirmed by a second person; the duties to refer
//! to DBS and TRA considered, the supply agency told (KCSIE Part 4). Whether it may appear in a
//! reference follows from the word and is nobody's choice.

use lanyard_events::allegation::{AllegationEvent, AllegationOutcome, AllegationOutcomeRecorded};

use super::two_persons;
use crate::allegation::command::RecordOutcome;
use crate::allegation::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    record: RecordOutcome,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let matter = state.open()?;
    if matter.threshold.is_none() {
        return Err(Refusal::new(
            Code::ThresholdUndecided,
            "Decide first whether the harm threshold may be met.",
        ));
    }
    let mut checks = Checks::default();
    checks.text("/reasons", record.reasons.expose(), TEXT_MAX_CHARS);
    checks.text("/dbs/reason", record.dbs.reason.expose(), TEXT_MAX_CHARS);
    checks.text("/tra/reason", record.tra.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    two_persons(record.recorded_by, &record.confirmed_by)?;
    let recorded = AllegationOutcomeRecorded {
        outcome: record.outcome,
        reasons: record.reasons,
        confirmed_by: record.confirmed_by.staff,
        dbs: record.dbs,
        tra: record.tra,
        agency_told: record.agency_told,
        may_appear_in_reference: may_appear_in_reference(record.outcome),
    };
    if matter.outcome.as_ref() == Some(&recorded) {
        return Ok(Vec::new());
    }
    Ok(vec![recorded.into()])
}

/// Only what is substantiated may appear in a reference (KCSIE Part 4, "References").
const fn may_appear_in_reference(outcome: AllegationOutcome) -> bool {
    match outcome {
        AllegationOutcome::Substantiated => true,
        AllegationOutcome::Malicious
        | AllegationOutcome::False
        | AllegationOutcome::Unsubstantiated
        | AllegationOutcome::Unfounded => false,
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::{AgencyTold, ThresholdDecision};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, LEAD, decided, duty, needs_an_open_matter, opened, outcome, senior, staff_id,
    };
    use crate::scenario::{given, words};

    fn record() -> RecordOutcome {
        RecordOutcome {
            outcome: AllegationOutcome::Unsubstantiated,
            reasons: words("Neither account could be proved."),
            recorded_by: staff_id(HEAD),
            confirmed_by: senior(LEAD),
            dbs: duty(),
            tra: duty(),
            agency_told: AgencyTold::NotApplicable,
        }
    }

    fn history() -> [AllegationEvent; 2] {
        [opened(), decided(ThresholdDecision::MayMeetThreshold)]
    }

    #[test]
    fn the_outcome_is_recorded_once_somebody_else_has_confirmed_it() {
        given::<Allegation>(history())
            .when(record())
            .then([outcome()])
            .when(record())
            .then_already_so();
        needs_an_open_matter(record());
    }

    #[test]
    fn only_what_is_substantiated_may_appear_in_a_reference() {
        for word in [
            AllegationOutcome::Substantiated,
            AllegationOutcome::Malicious,
            AllegationOutcome::False,
            AllegationOutcome::Unsubstantiated,
            AllegationOutcome::Unfounded,
        ] {
            let mut command = record();
            command.outcome = word;
            let events = given::<Allegation>(history()).when(command).then_events();
            let AllegationEvent::OutcomeRecorded(recorded) = &events[0] else {
                panic!("{events:?}");
            };
            let expected = word == AllegationOutcome::Substantiated;
            assert_eq!(recorded.may_appear_in_reference, expected);
        }
    }

    #[test]
    fn it_can_be_corrected_by_another_outcome_and_the_old_one_stays() {
        let mut other = record();
        other.outcome = AllegationOutcome::Unfounded;
        given::<Allegation>(history().into_iter().chain([outcome()]))
            .when(other)
            .then_events();
    }

    #[test]
    fn the_threshold_comes_first() {
        given::<Allegation>([opened()])
            .when(record())
            .then_refused(Code::ThresholdUndecided);
    }

    #[test]
    fn the_same_person_twice_is_refused_and_a_second_offered_from_the_trust() {
        let mut alone = record();
        alone.confirmed_by = senior(HEAD);
        let refusal = given::<Allegation>(history())
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
        assert_eq!(refusal.pointer(), Some("/confirmed_by"));
        assert!(refusal.detail().contains("comes from the trust"));
    }

    #[test]
    fn the_second_is_unconflicted_and_no_safeguarding_lead() {
        let mut wrong = record();
        wrong.confirmed_by.is_conflicted = true;
        given::<Allegation>(history())
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut wrong = record();
        wrong.confirmed_by.is_senior_here = false;
        given::<Allegation>(history())
            .when(wrong)
            .then_refused(Code::NotASenior);
    }

    #[test]
    fn reasons_are_given_for_the_outcome_and_for_each_duty() {
        let mut silent = record();
        silent.reasons = words("");
        silent.dbs.reason = words(" ");
        silent.tra.reason = words("");
        let refusal = given::<Allegation>(history())
            .when(silent)
            .then_refused(Code::TextBlank);
        let pointers: Vec<_> = { refusal.faults() }.map(|f| f.pointer.as_deref()).collect();
        assert_eq!(
            pointers,
            [Some("/reasons"), Some("/dbs/reason"), Some("/tra/reason")]
        );
    }
}
