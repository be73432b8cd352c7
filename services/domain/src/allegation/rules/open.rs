//! Opening a matter from a triaged concern. It always has one unconflicted case manager, who is one
//! of those to whom the concern went.

use lanyard_events::Role;
use lanyard_events::allegation::{AllegationEvent, AllegationOpened};
use lanyard_events::concern::AboutAdult;

use super::{about_an_adult, not_the_manager};
use crate::allegation::command::Open;
use crate::allegation::state::State;
use crate::reference::is_reference;
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::allegation) fn decide(
    state: &State,
    open: Open,
) -> Result<Vec<AllegationEvent>, Refusal> {
    if *state != State::Absent {
        return already_open(state, &open);
    }
    let mut checks = Checks::default();
    checks.text("/reason", open.reason.expose(), TEXT_MAX_CHARS);
    if !is_reference(&open.reference) {
        let detail = "A reference has eight capital letters and digits.";
        checks.fail(Code::BadReference, "/reference", detail);
    }
    checks.done()?;
    about_an_adult(open.about_adult)?;
    if open.routed_to.contains(&Role::Dsl) || open.routed_to.contains(&Role::DeputyDsl) {
        return about_an_adult(AboutAdult::No).map(|()| Vec::new());
    }
    open.owner.check(&open.routed_to, "/owner")?;
    for linked in &open.people {
        not_the_manager(open.owner.staff, linked.person.staff(), "/owner")?;
    }
    let opened = AllegationOpened {
        concern: open.concern,
        category: open.category,
        people: open.people,
        routed_to: open.routed_to,
        owner: open.owner.staff,
        reason: open.reason,
        reference: open.reference,
    };
    Ok(vec![opened.into()])
}

/// The triage of the same concern again finds its matter.
fn already_open(state: &State, open: &Open) -> Result<Vec<AllegationEvent>, Refusal> {
    match state.record() {
        Some(record) if record.concerns.contains(&open.concern) => Ok(Vec::new()),
        Some(_) | None => Err(Refusal::new(
            Code::AlreadyExists,
            "A matter with this id exists already.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allegation::Allegation;
    use crate::allegation::samples::{TEACHER, an_open, closed, concern, manager, opened};
    use crate::scenario::{given, words};

    #[test]
    fn a_matter_opens_with_a_case_manager() {
        given::<Allegation>([])
            .when(an_open())
            .then([opened()])
            .when(an_open())
            .then_already_so();
        given::<Allegation>([opened(), closed()])
            .when(an_open())
            .then_already_so();
    }

    #[test]
    fn a_matter_of_another_concern_is_in_the_way() {
        let mut other = an_open();
        other.concern = concern(2);
        given::<Allegation>([opened()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Allegation>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn a_concern_about_pupils_does_not_become_one() {
        let mut pupils = an_open();
        pupils.about_adult = AboutAdult::No;
        given::<Allegation>([])
            .when(pupils)
            .then_refused(Code::PupilsMatter);
        let mut routed = an_open();
        routed.routed_to = vec![Role::Dsl, Role::Head];
        given::<Allegation>([])
            .when(routed)
            .then_refused(Code::PupilsMatter);
        let mut unsure = an_open();
        unsure.about_adult = AboutAdult::NotSure;
        given::<Allegation>([]).when(unsure).then_events();
    }

    #[test]
    fn the_case_manager_is_one_of_those_to_whom_it_went() {
        let mut open = an_open();
        open.owner = manager(9, Role::TrustLead);
        let refusal = given::<Allegation>([])
            .when(open.clone())
            .then_refused(Code::NotASenior);
        assert_eq!(refusal.pointer(), Some("/owner"));
        open.owner.is_conflicted = true;
        given::<Allegation>([])
            .when(open)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn the_case_manager_is_never_whom_it_is_about() {
        let mut open = an_open();
        open.owner = manager(TEACHER, Role::Head);
        given::<Allegation>([])
            .when(open)
            .then_refused(Code::Conflicted);
    }

    #[test]
    fn it_takes_a_reason_and_a_reference() {
        let mut open = an_open();
        open.reason = words("");
        given::<Allegation>([])
            .when(open)
            .then_refused(Code::TextBlank);
        let mut open = an_open();
        open.reference = "abc".to_owned();
        given::<Allegation>([])
            .when(open)
            .then_refused(Code::BadReference);
    }
}
