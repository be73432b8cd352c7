//! Closing: after the outcome, or after the decision that the threshold is not met; and a second
//! person confirms it (playbook steps 3.5 and 3.11). What may meet the threshold does not close while the
//! LADO was neither told nor decided against (R3), and nothing does while the child's side is undecided (S16).

use lanyard_events::allegation::{
    AllegationClosed, AllegationDutiesLeft, AllegationEvent, ThresholdDecision,
};

use lanyard_events::Sensitive;

use super::two_persons;
use crate::allegation::command::Close;
use crate::allegation::state::{Record, State};
use crate::referral::Stage;
use crate::refusal::{Code, Refusal};
use crate::text;

pub(in crate::allegation) fn decide(
    state: &State,
    close: Close,
) -> Result<Vec<AllegationEvent>, Refusal> {
    let closed = AllegationClosed {
        reason: close.reason,
        confirmed_by: close.confirmed_by.staff,
    };
    if matches!(state, State::Closed(_, before) if *before == closed) {
        return Ok(Vec::new());
    }
    let record = state.open()?;
    is_decided(record)?;
    let open: Vec<_> = record.playbooks.open_duties().collect();
    let lado_waits = lado_waits(record, close.lado);
    let child_waits = record.childs_side_is_open();
    let waits = Waits {
        steps: open.len(),
        lado: lado_waits,
        child: child_waits,
    };
    duties_take_a_reason(&waits, close.leaving_open.as_ref())?;
    text::check("/reason", &closed.reason)?;
    if let Some(reason) = &close.leaving_open {
        text::check("/leaving_open", reason)?;
    }
    two_persons(close.closed_by, &close.confirmed_by)?;
    let left = {
        close
            .leaving_open
            .filter(|_| lado_waits || child_waits || !open.is_empty())
    }
    .map(|reason| AllegationDutiesLeft {
        steps: open,
        reason,
    });
    Ok({ left.into_iter().map(Into::into) }
        .chain([closed.into()])
        .collect())
}

/// Whether the LADO was neither told nor decided against (R3): the referral still stands in the queue, or
/// the threshold may be met and there is none.
fn lado_waits(record: &Record, lado: Option<Stage>) -> bool {
    match lado {
        Some(stage) => stage == Stage::Needed,
        None => { record.threshold.iter() }
            .any(|decided| decided.decision == ThresholdDecision::MayMeetThreshold),
    }
}

/// What stands in the way of closing.
struct Waits {
    /// Steps.
    steps: usize,
    /// The LADO (R3).
    lado: bool,
    /// The child's side (S16).
    child: bool,
}

/// What law asks for, or may not be left out, takes a reason of its own.
fn duties_take_a_reason(waits: &Waits, reason: Option<&Sensitive<String>>) -> Result<(), Refusal> {
    if reason.is_some() || (waits.steps == 0 && !waits.lado && !waits.child) {
        return Ok(());
    }
    let refused = |detail| Err(Refusal::of_field(Code::OpenDuties, "/leaving_open", detail));
    if waits.lado {
        return refused(
            "The LADO was neither told of this matter, nor was it decided not to (R3): record the \
             referral as submitted or as not made, or say why the matter can be closed without."
                .to_owned(),
        );
    }
    if waits.child {
        return refused(
            "It was not decided whether the child gets a case of their own: open one, record why there \
             is none, or say why the matter can be closed without."
                .to_owned(),
        );
    }
    let open = waits.steps;
    let steps = if open == 1 { "step" } else { "steps" };
    refused(format!(
        "This matter has {open} open {steps} that may not simply be left: do them, or say why the \
         matter can be closed without."
    ))
}

/// A concern that has joined since the decision is not decided on (R3).
fn is_decided(record: &Record) -> Result<(), Refusal> {
    let decided = record.threshold.as_ref().filter(|_| !record.is_to_weigh());
    let decision = decided.map(|decided| decided.decision);
    match decision {
        None => Err(Refusal::new(
            Code::ThresholdUndecided,
            "Decide first whether the harm threshold may be met.",
        )),
        Some(ThresholdDecision::MayMeetThreshold) if record.outcome.is_none() => Err(Refusal::new(
            Code::OutcomeMissing,
            "The harm threshold may be met: record the outcome before the matter is closed.",
        )),
        Some(
            ThresholdDecision::MayMeetThreshold
            | ThresholdDecision::LowLevel
            | ThresholdDecision::NoConcern,
        ) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::allegation::{AllegationChildCaseDeclined, AllegationConcernAdded};

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, LEAD, closed, concern, decided, needs_an_open_matter, opened, outcome, senior,
        staff_id, teacher,
    };
    use crate::scenario::{given, words};

    fn close() -> Close {
        Close {
            reason: words("Everybody has been told."),
            leaving_open: None,
            lado: Some(Stage::Answered),
            closed_by: staff_id(HEAD),
            confirmed_by: senior(LEAD),
        }
    }

    fn declined() -> AllegationEvent {
        AllegationChildCaseDeclined {
            reason: words("She has a case already."),
        }
        .into()
    }

    #[test]
    fn the_childs_side_is_decided_or_it_takes_a_reason() {
        let history = || [opened(), decided(ThresholdDecision::LowLevel)];
        let refusal = given::<Allegation>(history())
            .when(close())
            .then_refused(Code::OpenDuties);
        assert_eq!(refusal.pointer(), Some("/leaving_open"));
        let mut with_reason = close();
        with_reason.leaving_open = Some(words("Her family has moved away."));
        let events = given::<Allegation>(history())
            .when(with_reason)
            .then_events();
        assert!(matches!(
            events.as_slice(),
            [AllegationEvent::DutiesLeft(left), AllegationEvent::Closed(_)] if left.steps.is_empty()
        ));
    }

    #[test]
    fn steps_that_may_not_be_left_take_a_reason() {
        let started = given::<Allegation>([opened()])
            .when(crate::case::samples::start("allegation_against_adult"))
            .then_events();
        let so_far = || {
            { [opened()].into_iter().chain(started.clone()) }
                .chain([decided(ThresholdDecision::LowLevel)])
        };
        given::<Allegation>(so_far())
            .when(close())
            .then_refused(Code::OpenDuties);
        let mut with_reason = close();
        with_reason.leaving_open = Some(words("The LADO has taken it over."));
        let events = given::<Allegation>(so_far())
            .when(with_reason)
            .then_events();
        assert!(matches!(
            events.as_slice(),
            [AllegationEvent::DutiesLeft(left), AllegationEvent::Closed(_)] if !left.steps.is_empty()
        ));
    }

    #[test]
    fn the_lado_is_told_or_decided_against_or_it_takes_a_reason() {
        let history = || {
            let met = decided(ThresholdDecision::MayMeetThreshold);
            [opened(), declined(), met, outcome()]
        };
        for lado in [None, Some(Stage::Needed)] {
            let mut silent = close();
            silent.lado = lado;
            let refusal = given::<Allegation>(history())
                .when(silent.clone())
                .then_refused(Code::OpenDuties);
            assert_eq!(refusal.pointer(), Some("/leaving_open"));
            silent.leaving_open = Some(words("The adult died; the LADO knows of it."));
            let events = given::<Allegation>(history()).when(silent).then_events();
            assert!(matches!(
                events.as_slice(),
                [AllegationEvent::DutiesLeft(left), AllegationEvent::Closed(_)] if left.steps.is_empty()
            ));
        }
        for stage in [Stage::NotMade, Stage::Submitted, Stage::Closed] {
            let mut told = close();
            told.lado = Some(stage);
            given::<Allegation>(history()).when(told).then([closed()]);
        }
        // What does not meet it needs no LADO, but one that was said to be needed is not forgotten.
        let low = || [opened(), declined(), decided(ThresholdDecision::LowLevel)];
        let mut none = close();
        none.lado = None;
        given::<Allegation>(low()).when(none).then([closed()]);
        let mut waits = close();
        waits.lado = Some(Stage::Needed);
        given::<Allegation>(low())
            .when(waits)
            .then_refused(Code::OpenDuties);
    }

    #[test]
    fn a_low_level_concern_or_none_closes_with_a_second_person() {
        for decision in [ThresholdDecision::LowLevel, ThresholdDecision::NoConcern] {
            given::<Allegation>([opened(), declined(), decided(decision)])
                .when(close())
                .then([closed()])
                .when(close())
                .then_already_so();
        }
    }

    #[test]
    fn what_may_meet_the_threshold_closes_after_the_outcome() {
        let history = [
            opened(),
            declined(),
            decided(ThresholdDecision::MayMeetThreshold),
        ];
        given::<Allegation>(history.clone())
            .when(close())
            .then_refused(Code::OutcomeMissing);
        given::<Allegation>(history.into_iter().chain([outcome()]))
            .when(close())
            .then([closed()]);
        given::<Allegation>([opened()])
            .when(close())
            .then_refused(Code::ThresholdUndecided);
    }

    #[test]
    fn a_concern_that_joined_is_decided_on_first() {
        let joined = AllegationConcernAdded {
            concern: concern(2),
            people: vec![teacher()],
        };
        let low = || decided(ThresholdDecision::LowLevel);
        let history = [opened(), declined(), low(), joined.into()];
        given::<Allegation>(history.clone())
            .when(close())
            .then_refused(Code::ThresholdUndecided);
        given::<Allegation>(history.into_iter().chain([low()]))
            .when(close())
            .then([closed()]);
    }

    #[test]
    fn the_same_person_twice_somebody_conflicted_or_no_senior_is_refused() {
        let history = [opened(), declined(), decided(ThresholdDecision::LowLevel)];
        for (change, code) in [
            (
                (|close| close.confirmed_by = senior(HEAD)) as fn(&mut Close),
                Code::SecondPersonNeeded,
            ),
            (
                |close| close.confirmed_by.is_conflicted = true,
                Code::Conflicted,
            ),
            (
                |close| close.confirmed_by.is_senior_here = false,
                Code::NotASenior,
            ),
        ] {
            let mut wrong = close();
            change(&mut wrong);
            let refusal = given::<Allegation>(history.clone())
                .when(wrong)
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some("/confirmed_by"));
        }
    }

    #[test]
    fn it_takes_a_reason_and_an_open_matter() {
        let mut unreasoned = close();
        unreasoned.reason = words("");
        given::<Allegation>([opened(), declined(), decided(ThresholdDecision::LowLevel)])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        let mut otherwise = close();
        otherwise.reason = words("Otherwise.");
        needs_an_open_matter(otherwise);
    }
}
