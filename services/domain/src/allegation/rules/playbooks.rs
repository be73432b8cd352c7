//! Playbooks in an adult's matter: the rules are those of [`crate::steps`], which it shares with a case.

use lanyard_events::At;
use lanyard_events::allegation::AllegationEvent;

use crate::allegation::state::State;
use crate::refusal::Refusal;
use crate::steps::{self, DoStep, GiveStep, SkipStep, StartPlaybook};

pub(in crate::allegation) fn start(
    state: &State,
    start: &StartPlaybook,
) -> Result<Vec<AllegationEvent>, Refusal> {
    steps::events(steps::start_playbook(&state.open()?.matter(), start))
}

pub(in crate::allegation) fn do_step(
    state: &State,
    step: DoStep,
    at: At,
) -> Result<Vec<AllegationEvent>, Refusal> {
    steps::events(steps::do_step(&state.open()?.matter(), step, at))
}

pub(in crate::allegation) fn skip_step(
    state: &State,
    skip: SkipStep,
    at: At,
) -> Result<Vec<AllegationEvent>, Refusal> {
    steps::events(steps::skip_step(&state.open()?.matter(), skip, at))
}

pub(in crate::allegation) fn give_step(
    state: &State,
    give: GiveStep,
) -> Result<Vec<AllegationEvent>, Refusal> {
    steps::events(steps::give_step(&state.open()?.matter(), give))
}

#[cfg(test)]
mod tests {
    use lanyard_events::StaffId;

    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{
        HEAD, LEAD, closed, needs_an_open_matter, opened, senior, staff_id,
    };
    use crate::case::samples::{calendar, start as of_case, step as named};
    use crate::refusal::Code;
    use crate::scenario::{Given, given, words};
    use crate::steps::{Doer, Owners};

    const ACCUSED: &str = "allegation_against_adult";
    const EQUIPMENT: &str = "adult_misuses_equipment";

    fn start(playbook: &str) -> StartPlaybook {
        StartPlaybook {
            owners: Owners {
                by_role: std::collections::BTreeMap::new(),
                raiser: None,
                otherwise: staff_id(HEAD),
            },
            ..of_case(playbook)
        }
    }

    fn with(playbook: &str) -> Given<Allegation> {
        let started = given::<Allegation>([opened()])
            .when(start(playbook))
            .then_events();
        given([opened()].into_iter().chain(started))
    }

    fn by(staff: StaffId) -> Doer {
        Doer::Person {
            staff,
            is_senior: true,
        }
    }

    fn done(playbook: &str, name: &str, fields: &[&str]) -> DoStep {
        DoStep {
            name: named(playbook, name),
            child: None,
            answer: None,
            text: Some(words("What was seen, in a few words.")),
            reference: None,
            fields: { fields.iter() }
                .map(|field| lanyard_events::step::FilledField {
                    field: (*field).to_owned(),
                    value: words("As noted."),
                })
                .collect(),
            agencies: Vec::new(),
            second: None,
            by: by(staff_id(HEAD)),
            opens: None,
            known_at: None,
            matrix: None,
            calendar: calendar(),
        }
    }

    #[test]
    fn the_limbs_are_answered_by_the_referral_to_the_lado_with_its_reference() {
        let told = DoStep {
            answer: Some("yes".to_owned()),
            reference: Some(words("LADO-77")),
            by: Doer::Referral,
            ..done(ACCUSED, "15.6", &[])
        };
        let events = with(ACCUSED).when(told).then_events();
        let [AllegationEvent::StepDone(done)] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!(done.answer.as_deref(), Some("yes"));
        assert_eq!(done.reference, Some(words("LADO-77")));
        assert!(done.complete && done.fields.is_empty());
        // What comes after it begins, as when a person answers.
        let begun: Vec<_> = { done.moves.begun.iter() }
            .map(|begun| begun.name.step.as_str())
            .collect();
        assert_eq!(begun, ["15.7", "15.9", "15.12"]);
    }

    #[test]
    fn a_referral_does_no_step_that_somebody_has_answered_since_or_that_is_done() {
        let told = || DoStep {
            answer: Some("yes".to_owned()),
            reference: Some(words("LADO-77")),
            by: Doer::Referral,
            ..done(ACCUSED, "15.6", &[])
        };
        let limbs = [
            "harmed_or_may_have_harmed",
            "possible_offence",
            "may_pose_a_risk",
            "may_not_be_suitable",
        ];
        let no = DoStep {
            answer: Some("no".to_owned()),
            ..done(ACCUSED, "15.6", &limbs)
        };
        let mut another = told();
        another.reference = None;
        for (first, then) in [(no, told()), (told(), another)] {
            let started = given::<Allegation>([opened()])
                .when(start(ACCUSED))
                .then_events();
            let mut events = vec![opened()];
            events.extend(started);
            events.extend(
                given::<Allegation>(events.clone())
                    .when(first)
                    .then_events(),
            );
            given::<Allegation>(events).when(then).then_already_so();
        }
    }

    #[test]
    fn what_is_about_adults_starts_here_and_every_step_is_the_case_managers() {
        let events = given::<Allegation>([opened()])
            .when(start(ACCUSED))
            .then_events();
        let [AllegationEvent::PlaybookStarted(started)] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert!(!started.steps.is_empty());
        assert!({ started.steps.iter() }.all(|step| step.owner == staff_id(HEAD)));
        with(ACCUSED).when(start(ACCUSED)).then_already_so();
        needs_an_open_matter(start(ACCUSED));
    }

    #[test]
    fn the_safeguarding_teams_playbooks_do_not() {
        given::<Allegation>([opened()])
            .when(start("bullying_by_email_or_phone"))
            .then_refused(Code::PupilsMatter);
        let _ = with("looking_into_suspected_misuse");
    }

    #[test]
    fn nobody_looks_into_online_misuse_alone() {
        let look = || done(EQUIPMENT, "4.8", &["description", "addresses"]);
        with(EQUIPMENT)
            .when(look())
            .then_refused(Code::SecondPersonNeeded);
        let mut with_oneself = look();
        with_oneself.second = Some(senior(HEAD));
        with(EQUIPMENT)
            .when(with_oneself)
            .then_refused(Code::SecondPersonNeeded);
        let mut with_second = look();
        with_second.second = Some(senior(LEAD));
        let events = with(EQUIPMENT).when(with_second).then_events();
        let AllegationEvent::StepDone(step) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(step.second, Some(staff_id(LEAD)));
    }

    #[test]
    fn the_limbs_send_it_to_the_lado() {
        let mut limbs = done(
            ACCUSED,
            "15.6",
            &[
                "harmed_or_may_have_harmed",
                "possible_offence",
                "may_pose_a_risk",
                "may_not_be_suitable",
            ],
        );
        limbs.answer = Some("yes".to_owned());
        let events = with(ACCUSED).when(limbs).then_events();
        let AllegationEvent::StepDone(step) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!(step.moves.needed[0].agency, "lado");
    }

    #[test]
    fn a_step_is_given_on_by_name_and_left_out_with_a_reason() {
        let give = |conflicted| GiveStep {
            name: named(ACCUSED, "15.4"),
            owner: staff_id(LEAD),
            owner_is_conflicted: conflicted,
            reason: Some(words("She knows the site.")),
        };
        with(ACCUSED)
            .when(give(true))
            .then_refused(Code::Conflicted);
        let _ = with(ACCUSED).when(give(false)).then_events();
        let skip = SkipStep {
            name: named(ACCUSED, "15.4"),
            said: None,
            reason: words("The police look into it."),
            second: None,
            by: by(staff_id(HEAD)),
            calendar: calendar(),
        };
        let _ = with(ACCUSED).when(skip.clone()).then_events();
        given::<Allegation>([opened(), closed()])
            .when(skip)
            .then_refused(Code::AllegationClosed);
    }
}
