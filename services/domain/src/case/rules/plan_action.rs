//! Planning an action with an owner and a time.

use lanyard_events::At;
use lanyard_events::case::{CaseActionPlanned, CaseEvent};

use crate::case::command::PlanAction;
use crate::case::state::{Action, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(
    state: &State,
    plan: PlanAction,
    at: At,
) -> Result<Vec<CaseEvent>, Refusal> {
    let record = state.open()?;
    if let Some(action) = record.actions.get(&plan.action) {
        return already_planned(action, &plan);
    }
    let mut checks = Checks::default();
    checks.text("/title", plan.title.expose(), TEXT_MAX_CHARS);
    if plan.due_at < at {
        checks.fail(Code::DueInThePast, "/due_at", "This time has passed.");
    }
    checks.done()?;
    if plan.owner_is_conflicted {
        return Err(Refusal::of_field(
            Code::Conflicted,
            "/owner",
            "This person cannot act in this matter: name somebody else.",
        ));
    }
    let planned = CaseActionPlanned {
        action: plan.action,
        title: plan.title,
        owner: plan.owner,
        due_at: plan.due_at,
    };
    Ok(vec![planned.into()])
}

fn already_planned(action: &Action, plan: &PlanAction) -> Result<Vec<CaseEvent>, Refusal> {
    if (&action.title, action.owner, action.due_at) == (&plan.title, plan.owner, plan.due_at) {
        return Ok(Vec::new());
    }
    Err(Refusal::of_field(
        Code::AlreadyExists,
        "/action",
        "Another action with this id is planned already.",
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{action, closed, opened, planned, staff_id};
    use crate::scenario::{given, now, words};

    fn plan() -> PlanAction {
        PlanAction {
            action: action(5),
            title: words("Speak with the form tutor."),
            owner: staff_id(4),
            owner_is_conflicted: false,
            due_at: "2026-11-17T15:30:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_action_is_planned_once() {
        given::<Case>([opened()])
            .when(plan())
            .then([planned()])
            .when(plan())
            .then_already_so();
        let mut other = plan();
        other.title = words("Something else.");
        given::<Case>([opened(), planned()])
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn it_may_be_due_now_but_not_before() {
        let mut due = plan();
        due.due_at = now();
        given::<Case>([opened()]).when(due.clone()).then_events();
        due.due_at = At::from_millis(now().millis() - 1);
        let refusal = given::<Case>([opened()])
            .when(due)
            .then_refused(Code::DueInThePast);
        assert_eq!(refusal.pointer(), Some("/due_at"));
    }

    #[test]
    fn its_owner_is_not_conflicted_and_it_has_a_title() {
        let mut wrong = plan();
        wrong.owner_is_conflicted = true;
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::Conflicted);
        let mut wrong = plan();
        wrong.title = words("");
        given::<Case>([opened()])
            .when(wrong)
            .then_refused(Code::TextBlank);
    }

    #[test]
    fn a_closed_absent_or_erased_case_takes_none() {
        given::<Case>([opened(), closed()])
            .when(plan())
            .then_refused(Code::CaseClosed);
        given::<Case>([]).when(plan()).then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(plan())
            .then_refused(Code::Erased);
    }
}
