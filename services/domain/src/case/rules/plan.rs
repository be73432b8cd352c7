//! The plan that a child is on, with its dates (domain.md 2, "Case"; Working Together). The clock says
//! what is overdue; nothing has to happen.

use lanyard_events::Day;
use lanyard_events::case::CaseEvent;

use super::linked_pupil;
use crate::case::command::{EndPlan, SetPlan};
use crate::case::state::State;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, LABEL_MAX_CHARS, TEXT_MAX_CHARS};

pub(in crate::case) fn set(state: &State, set: SetPlan) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let SetPlan(plan) = set;
    let mut checks = Checks::default();
    checks.optional(
        "/social_worker",
        plan.social_worker.as_ref(),
        LABEL_MAX_CHARS,
    );
    checks.optional("/note", plan.note.as_ref(), TEXT_MAX_CHARS);
    for (pointer, day) in [
        ("/conference_on", plan.conference_on),
        ("/core_group_on", plan.core_group_on),
        ("/review_on", plan.review_on),
    ] {
        not_before(&mut checks, pointer, day, plan.since);
    }
    checks.done()?;
    linked_pupil(case, plan.pupil)?;
    if case.plans.get(&plan.pupil) == Some(&plan) {
        return Ok(Vec::new());
    }
    Ok(vec![plan.into()])
}

pub(in crate::case) fn end(state: &State, end: EndPlan) -> Result<Vec<CaseEvent>, Refusal> {
    let case = state.open()?;
    let EndPlan(end) = end;
    let Some(plan) = case.plans.get(&end.pupil) else {
        return Err(Refusal::new(
            Code::NoSuchPlan,
            "This child is on no plan in this case.",
        ));
    };
    let mut checks = Checks::default();
    checks.text("/reason", end.reason.expose(), TEXT_MAX_CHARS);
    not_before(&mut checks, "/on", Some(end.on), plan.since);
    checks.done()?;
    Ok(vec![end.into()])
}

fn not_before(checks: &mut Checks, pointer: &'static str, day: Option<Day>, since: Day) {
    if day.is_some_and(|day| day < since) {
        let detail = "This comes before the day on which the plan began.";
        checks.fail(Code::EndsBeforeItBegins, pointer, detail);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use lanyard_events::PupilId;
    use lanyard_events::case::{CasePersonCorrected, CasePlanEnded, CasePlanSet, PlanKind};

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{closed, opened};
    use crate::scenario::{given, id, words};

    fn plan(pupil: u8) -> CasePlanSet {
        CasePlanSet {
            pupil: PupilId::new(id(pupil)),
            kind: PlanKind::ChildProtection,
            since: "2026-11-02".parse().unwrap(),
            social_worker: Some(words("Sal Ward")),
            conference_on: None,
            core_group_on: Some("2026-11-16".parse().unwrap()),
            review_on: Some("2027-01-25".parse().unwrap()),
            note: None,
        }
    }

    fn ended(pupil: u8, on: &str) -> CasePlanEnded {
        CasePlanEnded {
            pupil: PupilId::new(id(pupil)),
            on: on.parse().unwrap(),
            reason: words("Stepped down."),
        }
    }

    #[test]
    fn a_plan_is_set_changed_and_ended() {
        let mut later = plan(1);
        later.core_group_on = Some("2026-12-14".parse().unwrap());
        given::<Case>([opened()])
            .when(SetPlan(plan(1)))
            .then([plan(1).into()])
            .when(SetPlan(later.clone()))
            .then([later.clone().into()])
            .when(EndPlan(ended(1, "2027-01-25")))
            .then([ended(1, "2027-01-25").into()])
            .when(EndPlan(ended(1, "2027-01-25")))
            .then_refused(Code::NoSuchPlan);
        given::<Case>([opened(), plan(1).into()])
            .when(SetPlan(plan(1)))
            .then_already_so();
    }

    #[test]
    fn its_dates_do_not_come_before_it_and_its_words_say_something() {
        let mut wrong = plan(1);
        wrong.review_on = Some("2026-11-01".parse().unwrap());
        wrong.social_worker = Some(words(" "));
        let refusal = given::<Case>([opened()])
            .when(SetPlan(wrong))
            .then_refused(Code::TextBlank);
        assert_eq!(refusal.faults().count(), 2);
        let refusal = given::<Case>([opened(), plan(1).into()])
            .when(EndPlan(ended(1, "2026-11-01")))
            .then_refused(Code::EndsBeforeItBegins);
        assert_eq!(refusal.pointer(), Some("/on"));
    }

    #[test]
    fn it_goes_with_the_child_who_was_meant() {
        let pupil = |n| lanyard_events::PersonRef::Pupil {
            id: PupilId::new(id(n)),
        };
        let corrected = CasePersonCorrected {
            from: pupil(1),
            to: pupil(2),
            reason: words("Two of that name."),
            concern: None,
        };
        given::<Case>([opened(), plan(1).into(), corrected.into()])
            .when(EndPlan(ended(2, "2027-01-25")))
            .then([ended(2, "2027-01-25").into()]);
    }

    #[test]
    fn where_somebody_else_than_a_pupil_was_meant_nobody_is_on_it() {
        let corrected = CasePersonCorrected {
            from: lanyard_events::PersonRef::Pupil {
                id: PupilId::new(id(1)),
            },
            to: lanyard_events::PersonRef::Described {
                description: words("A friend from another school"),
            },
            reason: words("She is no pupil here."),
            concern: None,
        };
        given::<Case>([opened(), plan(1).into(), corrected.into()])
            .when(EndPlan(ended(1, "2027-01-25")))
            .then_refused(Code::NoSuchPlan);
    }

    #[test]
    fn only_a_child_of_an_open_case_is_on_a_plan_in_it() {
        given::<Case>([opened()])
            .when(SetPlan(plan(2)))
            .then_refused(Code::PersonNotLinked);
        given::<Case>([opened(), closed()])
            .when(SetPlan(plan(1)))
            .then_refused(Code::CaseClosed);
        given::<Case>([])
            .when(SetPlan(plan(1)))
            .then_refused(Code::Absent);
        given::<Case>([])
            .then_erased()
            .when(EndPlan(ended(1, "2027-01-25")))
            .then_refused(Code::Erased);
    }
}
