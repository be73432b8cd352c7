//! Triage: every decision carries its reason, above all the decision not to refer (S10).

use lanyard_events::concern::{ConcernEvent, ConcernTriaged, TriageDecision};
use lanyard_events::{AllegationId, At, CaseId};

use super::check_sub_risks;
use crate::concern::command::{Decision, TargetAllegation, TargetCase, Triage};
use crate::concern::state::{Matter, Stage, State};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    triage: Triage,
    at: At,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    let mut checks = Checks::default();
    checks.text("/reason", triage.reason.expose(), TEXT_MAX_CHARS);
    if let Decision::Monitor { review_on } = triage.decision {
        checks.review("/decision/review_on", review_on, at);
    }
    check_sub_risks(&mut checks, &triage.sub_risks, &triage.taxonomy);
    checks.done()?;
    may_become_part_of_a_case(matter, triage.decision)?;
    may_become_an_adults_matter(matter, triage.decision)?;
    let triaged = ConcernTriaged {
        decision: recorded(triage.decision),
        reason: triage.reason,
        sub_risks: triage.sub_risks,
    };
    match &matter.stage {
        Stage::InCase(case) if case_of(&triaged.decision) == Some(*case) => Ok(Vec::new()),
        Stage::InCase(_) => Err(Refusal::new(
            Code::ConcernInCase,
            "This concern is part of a case already: go on there.",
        )),
        Stage::InAllegation(known) if allegation_of(&triaged.decision) == Some(*known) => {
            Ok(Vec::new())
        }
        Stage::InAllegation(_) => Err(Refusal::new(
            Code::ConcernInAllegation,
            "This concern is part of a matter already: go on there.",
        )),
        Stage::Assessed(before) if *before == triaged => Ok(Vec::new()),
        Stage::Untriaged | Stage::Assessed(_) => {
            target_takes_it(triage.decision)?;
            Ok(vec![triaged.into()])
        }
    }
}

/// Adults' matters are kept apart from pupils' cases: in a case the whole safeguarding team would
/// see them (domain.md 1 rule 1, 2 "Adults' matter").
fn may_become_part_of_a_case(matter: &Matter, decision: Decision) -> Result<(), Refusal> {
    let wants_case = matches!(
        decision,
        Decision::OpenCase { .. } | Decision::AddToCase { .. }
    );
    if wants_case && matter.is_adult_matter() {
        return Err(Refusal::of_field(
            Code::AdultMatter,
            "/decision",
            "This concern is about an adult: it is kept apart from pupils' cases, which the whole \
             safeguarding team can read.",
        ));
    }
    Ok(())
}

/// A pupils' concern would be kept from the safeguarding team there (domain.md 1 rule 1).
fn may_become_an_adults_matter(matter: &Matter, decision: Decision) -> Result<(), Refusal> {
    let wants_it = matches!(
        decision,
        Decision::OpenAllegation { .. } | Decision::AddToAllegation { .. }
    );
    if wants_it && !matter.is_adult_matter() {
        return Err(Refusal::of_field(
            Code::PupilsMatter,
            "/decision",
            "This concern is about pupils: open a case, so that the safeguarding team sees it.",
        ));
    }
    Ok(())
}

fn target_takes_it(decision: Decision) -> Result<(), Refusal> {
    if let Decision::AddToAllegation { target, .. } = decision {
        return allegation_takes_it(target);
    }
    let Decision::AddToCase { target, .. } = decision else {
        return Ok(());
    };
    let (code, detail) = match target {
        TargetCase::Open => return Ok(()),
        TargetCase::Closed => (
            Code::CaseClosed,
            "That case is closed: reopen it first, or open a new one.",
        ),
        TargetCase::OfAnotherAcademy => (
            Code::CaseOfAnotherAcademy,
            "That case belongs to another academy.",
        ),
        TargetCase::Absent => (Code::Absent, "There is no such case."),
    };
    Err(Refusal::of_field(code, "/decision/case", detail))
}

fn allegation_takes_it(target: TargetAllegation) -> Result<(), Refusal> {
    let (code, detail) = match target {
        TargetAllegation::Open => return Ok(()),
        TargetAllegation::Closed => (
            Code::AllegationClosed,
            "That matter is closed: reopen it first, or open a new one.",
        ),
        TargetAllegation::OfAnotherAcademy => (
            Code::AllegationOfAnotherAcademy,
            "That matter belongs to another academy.",
        ),
        TargetAllegation::OfAnotherRoute => (
            Code::RouteChanges,
            "That matter went to other people than this concern: open one of its own.",
        ),
        TargetAllegation::Absent => (Code::Absent, "There is no such matter."),
    };
    Err(Refusal::of_field(code, "/decision/allegation", detail))
}

const fn recorded(decision: Decision) -> TriageDecision {
    match decision {
        Decision::NoFurtherAction => TriageDecision::NoFurtherAction,
        Decision::Monitor { review_on } => TriageDecision::Monitor { review_on },
        Decision::OpenCase { case } => TriageDecision::OpenCase { case },
        Decision::AddToCase { case, .. } => TriageDecision::AddToCase { case },
        Decision::OpenAllegation { allegation } => TriageDecision::OpenAllegation { allegation },
        Decision::AddToAllegation { allegation, .. } => {
            TriageDecision::AddToAllegation { allegation }
        }
    }
}

const fn case_of(decision: &TriageDecision) -> Option<CaseId> {
    match decision {
        TriageDecision::NoFurtherAction
        | TriageDecision::Monitor { .. }
        | TriageDecision::OpenAllegation { .. }
        | TriageDecision::AddToAllegation { .. } => None,
        TriageDecision::OpenCase { case } | TriageDecision::AddToCase { case } => Some(*case),
    }
}

const fn allegation_of(decision: &TriageDecision) -> Option<AllegationId> {
    match decision {
        TriageDecision::NoFurtherAction
        | TriageDecision::Monitor { .. }
        | TriageDecision::OpenCase { .. }
        | TriageDecision::AddToCase { .. } => None,
        TriageDecision::OpenAllegation { allegation }
        | TriageDecision::AddToAllegation { allegation } => Some(*allegation),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::concern::Concern;
    use crate::concern::samples::{a_raise, raised, raised_about_adult};
    use crate::scenario::{given, id, words};

    fn triage(decision: Decision) -> Triage {
        Triage {
            decision,
            reason: words("Two messages, no threat in either."),
            sub_risks: vec!["bullied_online".to_owned()],
            taxonomy: a_raise().taxonomy,
        }
    }

    fn monitor(day: &str) -> Decision {
        Decision::Monitor {
            review_on: day.parse().unwrap(),
        }
    }

    fn case(n: u8) -> CaseId {
        CaseId::new(id(n))
    }

    fn add_to(n: u8, target: TargetCase) -> Decision {
        Decision::AddToCase {
            case: case(n),
            target,
        }
    }

    #[test]
    fn each_decision_is_recorded_with_its_reason_and_the_same_again_changes_nothing() {
        for decision in [
            Decision::NoFurtherAction,
            monitor("2026-11-24"),
            Decision::OpenCase { case: case(9) },
            add_to(9, TargetCase::Open),
        ] {
            let triaged = ConcernTriaged {
                decision: recorded(decision),
                reason: words("Two messages, no threat in either."),
                sub_risks: vec!["bullied_online".to_owned()],
            };
            given::<Concern>([raised()])
                .when(triage(decision))
                .then([triaged.into()])
                .when(triage(decision))
                .then_already_so();
        }
    }

    #[test]
    fn a_sub_risk_is_one_of_the_taxonomy() {
        let mut unknown = triage(Decision::NoFurtherAction);
        unknown.sub_risks.push("no_such".to_owned());
        let refusal = given::<Concern>([raised()])
            .when(unknown)
            .then_refused(Code::UnknownSubRisk);
        assert_eq!(refusal.pointer(), Some("/sub_risks/1"));
    }

    #[test]
    fn a_concern_that_is_watched_can_be_decided_again() {
        given::<Concern>([raised()])
            .when(triage(monitor("2026-11-24")))
            .then_events();
        let watched = given::<Concern>([raised()]).when(triage(monitor("2026-11-24")));
        let again = watched.then([ConcernTriaged {
            decision: recorded(monitor("2026-11-24")),
            reason: words("Two messages, no threat in either."),
            sub_risks: vec!["bullied_online".to_owned()],
        }
        .into()]);
        again
            .when(triage(Decision::OpenCase { case: case(9) }))
            .then_events();
    }

    #[test]
    fn the_same_decision_for_a_new_reason_is_a_new_decision() {
        let first = given::<Concern>([raised()]).when(triage(Decision::NoFurtherAction));
        let events = first.then_events();
        let mut again = triage(Decision::NoFurtherAction);
        again.reason = words("The pupil says that it has stopped.");
        given::<Concern>([raised(), events[0].clone()])
            .when(again)
            .then_events();
    }

    #[test]
    fn a_concern_in_a_case_stays_there() {
        let opened = given::<Concern>([raised()])
            .when(triage(Decision::OpenCase { case: case(9) }))
            .then_events();
        for decision in [
            Decision::NoFurtherAction,
            Decision::OpenCase { case: case(8) },
            add_to(8, TargetCase::Open),
        ] {
            given::<Concern>([raised(), opened[0].clone()])
                .when(triage(decision))
                .then_refused(Code::ConcernInCase);
        }
    }

    #[test]
    fn an_adults_matter_stays_out_of_pupils_cases() {
        for decision in [
            Decision::OpenCase { case: case(9) },
            add_to(9, TargetCase::Open),
        ] {
            let refusal = given::<Concern>([raised_about_adult()])
                .when(triage(decision))
                .then_refused(Code::AdultMatter);
            assert!(refusal.detail().contains("about an adult"));
        }
        given::<Concern>([raised_about_adult()])
            .when(triage(Decision::NoFurtherAction))
            .then_events();
    }

    fn allegation(n: u8) -> AllegationId {
        AllegationId::new(id(n))
    }

    fn add_to_allegation(n: u8, target: TargetAllegation) -> Decision {
        Decision::AddToAllegation {
            allegation: allegation(n),
            target,
        }
    }

    #[test]
    fn a_concern_about_an_adult_becomes_a_matter_or_part_of_one_and_stays_there() {
        for decision in [
            Decision::OpenAllegation {
                allegation: allegation(9),
            },
            add_to_allegation(9, TargetAllegation::Open),
        ] {
            let triaged = ConcernTriaged {
                decision: recorded(decision),
                reason: words("Two messages, no threat in either."),
                sub_risks: vec!["bullied_online".to_owned()],
            };
            given::<Concern>([raised_about_adult()])
                .when(triage(decision))
                .then([triaged.clone().into()])
                .when(triage(decision))
                .then_already_so();
            for other in [
                Decision::NoFurtherAction,
                add_to_allegation(8, TargetAllegation::Open),
            ] {
                given::<Concern>([raised_about_adult(), triaged.clone().into()])
                    .when(triage(other))
                    .then_refused(Code::ConcernInAllegation);
            }
        }
    }

    #[test]
    fn a_concern_about_pupils_does_not() {
        for decision in [
            Decision::OpenAllegation {
                allegation: allegation(9),
            },
            add_to_allegation(9, TargetAllegation::Open),
        ] {
            given::<Concern>([raised()])
                .when(triage(decision))
                .then_refused(Code::PupilsMatter);
        }
    }

    #[test]
    fn an_adults_matter_that_cannot_take_it_is_refused() {
        for (target, code) in [
            (TargetAllegation::Closed, Code::AllegationClosed),
            (
                TargetAllegation::OfAnotherAcademy,
                Code::AllegationOfAnotherAcademy,
            ),
            (TargetAllegation::OfAnotherRoute, Code::RouteChanges),
            (TargetAllegation::Absent, Code::Absent),
        ] {
            let refusal = given::<Concern>([raised_about_adult()])
                .when(triage(add_to_allegation(9, target)))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some("/decision/allegation"));
        }
    }

    #[test]
    fn a_case_that_cannot_take_it_is_refused() {
        for (target, code) in [
            (TargetCase::Closed, Code::CaseClosed),
            (TargetCase::OfAnotherAcademy, Code::CaseOfAnotherAcademy),
            (TargetCase::Absent, Code::Absent),
        ] {
            let refusal = given::<Concern>([raised()])
                .when(triage(add_to(9, target)))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some("/decision/case"));
        }
    }

    #[test]
    fn it_takes_a_reason_and_a_review_ahead() {
        let mut unreasoned = triage(Decision::NoFurtherAction);
        unreasoned.reason = words(" ");
        given::<Concern>([raised()])
            .when(unreasoned)
            .then_refused(Code::TextBlank);
        for (day, code) in [
            ("2026-11-10", Code::ReviewNotAhead),
            ("2027-12-01", Code::ReviewTooFar),
        ] {
            let refusal = given::<Concern>([raised()])
                .when(triage(monitor(day)))
                .then_refused(code);
            assert_eq!(refusal.pointer(), Some("/decision/review_on"));
        }
    }

    #[test]
    fn there_has_to_be_a_readable_concern() {
        let command = triage(Decision::NoFurtherAction);
        given::<Concern>([])
            .when(command.clone())
            .then_refused(Code::Absent);
        given::<Concern>([])
            .then_erased()
            .when(command)
            .then_refused(Code::Erased);
    }
}
