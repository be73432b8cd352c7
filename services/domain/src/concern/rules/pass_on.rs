//! Passing on: a concern that was marked wrongly as about an adult, or as not about one, goes the other way,
//! untriaged. Whoever had it sees what their roles permit them to see of it then, and no more.

use lanyard_events::At;
use lanyard_events::concern::{AboutAdult, ConcernEvent, ConcernPassedOn};

use crate::clock::rules::Rule;
use crate::concern::command::{PassOn, Way};
use crate::concern::state::{Matter, Stage, State};
use crate::people;
use crate::refusal::{Code, Refusal};
use crate::routing::route;
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::concern) fn decide(
    state: &State,
    pass: PassOn,
    at: At,
) -> Result<Vec<ConcernEvent>, Refusal> {
    let matter = state.raised()?;
    let mut checks = Checks::default();
    checks.text("/reason", pass.reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    if matter.is_adult_matter() == (pass.to == Way::Head) {
        return Ok(Vec::new());
    }
    is_not_settled(matter)?;
    let about_adult = match pass.to {
        Way::Head => AboutAdult::Yes,
        Way::Dsl => {
            says_nothing_of_an_adult(matter, &pass)?;
            AboutAdult::No
        }
    };
    let subjects = Matter::subjects(&matter.people);
    let passed = ConcernPassedOn {
        about_adult,
        routed_to: route(about_adult, &subjects, &pass.routing),
        due: Rule::R1.due(at, &pass.calendar),
        reason: pass.reason,
    };
    Ok(vec![passed.into()])
}

/// What became part of a case or of an adult's matter is gone on with there.
fn is_not_settled(matter: &Matter) -> Result<(), Refusal> {
    match &matter.stage {
        Stage::Untriaged | Stage::Assessed(_) => Ok(()),
        Stage::InCase(_) => Err(Refusal::new(
            Code::ConcernInCase,
            "This concern is part of a case already: answer there whether an adult is concerned.",
        )),
        Stage::InAllegation(_) => Err(Refusal::new(
            Code::ConcernInAllegation,
            "This concern is part of a matter already: open the child's side there.",
        )),
    }
}

/// The whole safeguarding team would read it, perhaps the adult among them.
fn says_nothing_of_an_adult(matter: &Matter, pass: &PassOn) -> Result<(), Refusal> {
    let by_category = { pass.taxonomy.category(matter.category.as_str()) }
        .is_some_and(|category| category.about_adult);
    if by_category || people::accuse_staff(&matter.people) {
        return Err(Refusal::of_field(
            Code::AdultMatter,
            "/decision",
            "The category of this concern is about an adult, or somebody on the staff register is said to \
             have done it: correct the person first, or decide on it here.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use lanyard_events::{CaseId, LinkRole, Role, Taxonomy};

    use super::*;
    use crate::concern::Concern;
    use crate::concern::command::{Decision, Triage};
    use crate::concern::samples::{
        a_raise, all_desks, calendar, category, raised, raised_about_adult, raised_by, staff,
    };
    use crate::scenario::{given, id, words};

    fn pass(to: Way) -> PassOn {
        PassOn {
            to,
            reason: words("It was somebody who works here."),
            taxonomy: Arc::new(Taxonomy::v1().clone()),
            calendar: calendar(),
            routing: all_desks(),
        }
    }

    /// "Not sure" was ticked, and no adult is named.
    fn unsure() -> ConcernEvent {
        let mut raise = a_raise();
        raise.about_adult = AboutAdult::NotSure;
        raised_by(raise)
    }

    fn passed(events: &[ConcernEvent]) -> (AboutAdult, Vec<Role>) {
        let ConcernEvent::PassedOn(passed) = &events[0] else {
            panic!("{events:?}");
        };
        (passed.about_adult, passed.routed_to.clone())
    }

    #[test]
    fn a_pupils_concern_goes_to_the_head_and_an_adults_to_the_safeguarding_team() {
        let to_head = given::<Concern>([raised()])
            .when(pass(Way::Head))
            .then_events();
        // Nobody on the register is named: the alternate has it too.
        let expected = (AboutAdult::Yes, vec![Role::Head, Role::TrustLead]);
        assert_eq!(passed(&to_head), expected);
        let to_team = given::<Concern>([unsure()])
            .when(pass(Way::Dsl))
            .then_events();
        let (about_adult, routed_to) = passed(&to_team);
        assert_eq!(about_adult, AboutAdult::No);
        assert!(routed_to.contains(&Role::Dsl));
    }

    #[test]
    fn what_went_that_way_already_is_so() {
        for (event, to) in [
            (raised(), Way::Dsl),
            (raised_about_adult(), Way::Head),
            (unsure(), Way::Head),
        ] {
            given::<Concern>([event]).when(pass(to)).then_already_so();
        }
    }

    #[test]
    fn it_is_decided_on_anew_there() {
        let before = Triage {
            decision: Decision::NoFurtherAction,
            reason: words("A joke."),
            sub_risks: Vec::new(),
            taxonomy: crate::concern::samples::a_raise().taxonomy,
        };
        let history = given::<Concern>([raised()]).when(before).then_events();
        let history = || [raised()].into_iter().chain(history.clone());
        let passed = given::<Concern>(history())
            .when(pass(Way::Head))
            .then_events();
        let open = Triage {
            decision: Decision::OpenCase {
                case: CaseId::new(id(9)),
            },
            reason: words("We look into it."),
            sub_risks: Vec::new(),
            taxonomy: crate::concern::samples::a_raise().taxonomy,
        };
        given::<Concern>(history().chain(passed))
            .when(open)
            .then_refused(Code::AdultMatter);
    }

    #[test]
    fn what_is_part_of_a_case_stays_there() {
        let open = Triage {
            decision: Decision::OpenCase {
                case: CaseId::new(id(9)),
            },
            reason: words("We look into it."),
            sub_risks: Vec::new(),
            taxonomy: crate::concern::samples::a_raise().taxonomy,
        };
        let opened = given::<Concern>([raised()]).when(open).then_events();
        given::<Concern>([raised()].into_iter().chain(opened))
            .when(pass(Way::Head))
            .then_refused(Code::ConcernInCase);
    }

    #[test]
    fn an_accused_adult_or_a_category_about_adults_is_never_passed_to_the_team() {
        let mut accused = a_raise();
        accused.about_adult = AboutAdult::Yes;
        accused.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
        let mut low_level = a_raise();
        low_level.category = category("low_level_concern_about_an_adult");
        for raise in [accused, low_level] {
            let refusal = given::<Concern>([raised_by(raise)])
                .when(pass(Way::Dsl))
                .then_refused(Code::AdultMatter);
            assert_eq!(refusal.pointer(), Some("/decision"));
        }
    }

    #[test]
    fn it_takes_a_reason_and_a_concern() {
        let mut silent = pass(Way::Head);
        silent.reason = words(" ");
        given::<Concern>([raised()])
            .when(silent)
            .then_refused(Code::TextBlank);
        given::<Concern>([])
            .when(pass(Way::Head))
            .then_refused(Code::Absent);
        given::<Concern>([])
            .then_erased()
            .when(pass(Way::Head))
            .then_refused(Code::Erased);
    }
}
