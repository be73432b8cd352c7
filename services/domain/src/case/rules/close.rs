//! Closing: an outcome, why, and who else confirmed it (the last column of seed 3's log).

use lanyard_events::case::{CaseClosed, CaseDutiesLeft, CaseEvent, MeasureKind};

use crate::case::command::Close;
use crate::case::state::{Record, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(state: &State, close: Close) -> Result<Vec<CaseEvent>, Refusal> {
    if is_so(state, &close) {
        return Ok(Vec::new());
    }
    let record = state.open()?;
    open_actions_take_a_reason(record, &close)?;
    open_duties_take_a_reason(record, &close)?;
    interim_measures_take_a_reason(record, &close)?;
    let mut checks = Checks::default();
    if close
        .taxonomy
        .open_outcome(close.outcome.as_str())
        .is_none()
    {
        let detail = "Choose an outcome from the list.";
        checks.fail(Code::UnknownOutcome, "/outcome", detail);
    }
    checks.text("/reason", close.reason.expose(), TEXT_MAX_CHARS);
    checks.optional("/leaving_open", close.leaving_open.as_ref(), TEXT_MAX_CHARS);
    checks.done()?;
    two_persons(&close)?;
    let closed = CaseClosed {
        outcome: close.outcome,
        reason: close.reason,
        confirmed_by: close.confirmed_by.staff,
    };
    let leaves = record.playbooks.open_duties().count() > 0 || interim_measures(record) > 0;
    let left = { close.leaving_open }.filter(|_| leaves);
    let left = left.map(|reason| CaseDutiesLeft {
        steps: record.playbooks.open_duties().collect(),
        reason,
    });
    Ok({ left.into_iter().map(Into::into) }
        .chain([closed.into()])
        .collect())
}

/// Two persons, never two roles of one: in a small school the head is the DSL (domain.md 1).
fn two_persons(close: &Close) -> Result<(), Refusal> {
    if close.confirmed_by.staff == close.closed_by {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/confirmed_by",
            "Somebody other than you has to confirm the outcome.",
        ));
    }
    close.confirmed_by.check("/confirmed_by")
}

fn open_actions_take_a_reason(record: &Record, close: &Close) -> Result<(), Refusal> {
    let open = record.open_actions();
    if open == 0 || !close.reason.expose().trim().is_empty() {
        return Ok(());
    }
    let detail = match open {
        1 => "This case has 1 open action: say why it can be closed with it.".to_owned(),
        _ => format!("This case has {open} open actions: say why it can be closed with them."),
    };
    Err(Refusal::of_field(Code::OpenActions, "/reason", detail))
}

/// Steps that law asks for, or that may not be left out, take a reason of their own.
fn open_duties_take_a_reason(record: &Record, close: &Close) -> Result<(), Refusal> {
    let open = record.playbooks.open_duties().count();
    if open == 0 || close.leaving_open.is_some() {
        return Ok(());
    }
    let steps = if open == 1 { "step" } else { "steps" };
    Err(Refusal::of_field(
        Code::OpenDuties,
        "/leaving_open",
        format!(
            "This case has {open} open {steps} that may not simply be left: do them, or say why \
             the case can be closed without."
        ),
    ))
}

/// Their last day would pass unseen: nothing is due in a closed case.
fn interim_measures_take_a_reason(record: &Record, close: &Close) -> Result<(), Refusal> {
    let in_force = interim_measures(record);
    if in_force == 0 || close.leaving_open.is_some() {
        return Ok(());
    }
    let detail = format!(
        "Interim measures of this case that nobody has ended: {in_force}. End them, or say why the \
         case can be closed with them."
    );
    Err(Refusal::of_field(Code::OpenDuties, "/leaving_open", detail))
}

fn interim_measures(record: &Record) -> usize {
    { record.measures.values() }
        .filter(|taken| taken.kind == MeasureKind::Interim)
        .count()
}

fn is_so(state: &State, close: &Close) -> bool {
    let State::Closed(_, closed) = state else {
        return false;
    };
    (&closed.outcome, &closed.reason, closed.confirmed_by)
        == (&close.outcome, &close.reason, close.confirmed_by.staff)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use lanyard_events::case::{CaseMeasureEnded, CaseMeasureTaken};
    use lanyard_events::{MeasureId, Outcome, OutcomeId, PupilId, Taxonomy};

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, HEAD, closed, opened, outcome, planned, senior, staff_id};
    use crate::scenario::{given, id, words};

    fn close() -> Close {
        Close {
            outcome: outcome("resolved_in_school"),
            taxonomy: Arc::new(Taxonomy::v1().clone()),
            reason: words("Both families met; it has stopped."),
            leaving_open: None,
            closed_by: staff_id(DSL),
            confirmed_by: senior(HEAD),
        }
    }

    #[test]
    fn a_case_closes_with_an_outcome_that_somebody_else_confirmed() {
        given::<Case>([opened()])
            .when(close())
            .then([closed()])
            .when(close())
            .then_already_so();
    }

    #[test]
    fn an_outcome_of_the_trusts_own_is_taken_until_it_is_closed() {
        let mut own = close();
        own.outcome = OutcomeId::new("trust_mentoring");
        given::<Case>([opened()])
            .when(own.clone())
            .then_refused(Code::UnknownOutcome);
        let mut taxonomy = Taxonomy::v1().clone();
        taxonomy.outcomes.push(Outcome {
            id: own.outcome.clone(),
            label: "Mentoring".to_owned(),
            closed: false,
        });
        own.taxonomy = Arc::new(taxonomy.clone());
        let events = given::<Case>([opened()]).when(own.clone()).then_events();
        assert_eq!(events.len(), 1);
        if let Some(last) = taxonomy.outcomes.last_mut() {
            last.closed = true;
        }
        own.taxonomy = Arc::new(taxonomy);
        given::<Case>([opened()])
            .when(own)
            .then_refused(Code::UnknownOutcome);
    }

    #[test]
    fn the_same_person_twice_is_refused() {
        let mut alone = close();
        alone.confirmed_by = senior(DSL);
        let refusal = given::<Case>([opened()])
            .when(alone)
            .then_refused(Code::SecondPersonNeeded);
        assert_eq!(refusal.pointer(), Some("/confirmed_by"));
    }

    #[test]
    fn the_second_is_an_unconflicted_senior() {
        let mut wrong = close();
        wrong.confirmed_by.is_conflicted = true;
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut wrong = close();
        wrong.confirmed_by.is_senior_here = false;
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::NotASenior);
    }

    #[test]
    fn open_actions_are_counted_when_no_reason_is_given() {
        given::<Case>([opened(), planned()])
            .when(close())
            .then_events();
        let mut unreasoned = close();
        unreasoned.reason = words(" ");
        let refusal = given::<Case>([opened(), planned()])
            .when(unreasoned.clone())
            .then_refused(Code::OpenActions);
        assert!(refusal.detail().contains("1 open action"));
        given::<Case>([opened()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn an_interim_measure_in_force_is_ended_or_takes_a_reason() {
        let taken = |kind: MeasureKind| -> CaseEvent {
            CaseMeasureTaken {
                measure: MeasureId::new(id(40)),
                pupil: PupilId::new(id(1)),
                kind,
                text: words("No access to the network."),
                from: "2026-11-10".parse().unwrap(),
                until: Some("2026-11-20".parse().unwrap()),
            }
            .into()
        };
        let interim = || taken(MeasureKind::Interim);
        let refusal = given::<Case>([opened(), interim()])
            .when(close())
            .then_refused(Code::OpenDuties);
        assert_eq!(refusal.pointer(), Some("/leaving_open"));
        let mut reasoned = close();
        reasoned.leaving_open = Some(words("The network manager ends it on the day."));
        let left: CaseEvent = CaseDutiesLeft {
            steps: Vec::new(),
            reason: words("The network manager ends it on the day."),
        }
        .into();
        given::<Case>([opened(), interim()])
            .when(reasoned)
            .then([left, closed()]);
        let ended = CaseMeasureEnded {
            measure: MeasureId::new(id(40)),
            on: "2026-11-10".parse().unwrap(),
            reason: words("It was not her account."),
        };
        given::<Case>([opened(), interim(), ended.into()])
            .when(close())
            .then([closed()]);
        given::<Case>([opened(), taken(MeasureKind::Sanction)])
            .when(close())
            .then([closed()]);
    }

    #[test]
    fn the_outcome_is_one_of_the_list() {
        let mut wrong = close();
        wrong.outcome = serde_json::from_str("\"no_such\"").unwrap();
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::UnknownOutcome);
    }

    #[test]
    fn a_closed_case_does_not_close_otherwise() {
        let mut other = close();
        other.outcome = outcome("police_action");
        given::<Case>([opened(), closed()])
            .when(other)
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(close()).then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(close())
            .then_refused(Code::Erased);
    }
}
