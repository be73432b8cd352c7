//! Opening a case from a triaged concern. It always has one unconflicted owner.

use lanyard_events::Role;
use lanyard_events::case::{CaseEvent, CaseOpened};

use super::adult_matter;
use crate::case::command::Open;
use crate::case::state::State;
use crate::people;
use crate::reference::is_reference;
use crate::refusal::{Code, Refusal};
use crate::steps::{Playbooks, StepEvent, started};
use crate::text::{Checks, TEXT_MAX_CHARS};

pub(in crate::case) fn decide(state: &State, open: Open) -> Result<Vec<CaseEvent>, Refusal> {
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
    if people::accuse_staff(&open.people) || !open.routed_to.contains(&Role::Dsl) {
        return Err(adult_matter("/concern"));
    }
    open.owner.check("/owner")?;
    let mut playbooks = Playbooks::default();
    let started = { open.playbook.iter() }.flat_map(|start| started(&mut playbooks, start, None));
    let started: Vec<CaseEvent> = started.map(|it| StepEvent::Started(it).into()).collect();
    let opened = CaseOpened {
        concern: open.concern,
        category: open.category,
        people: open.people,
        routed_to: open.routed_to,
        owner: open.owner.staff,
        reason: open.reason,
        reference: open.reference,
    };
    let mut events = vec![opened.into()];
    events.extend(started);
    Ok(events)
}

/// The triage of the same concern again finds its case.
fn already_open(state: &State, open: &Open) -> Result<Vec<CaseEvent>, Refusal> {
    match state.record() {
        Some(record) if record.concerns.contains(&open.concern) => Ok(Vec::new()),
        Some(_) | None => Err(Refusal::new(
            Code::AlreadyExists,
            "A case with this id exists already.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::LinkRole;

    use super::*;
    use crate::case::Case;
    use crate::case::samples::{an_open, closed, concern, opened};
    use crate::concern::samples::staff;
    use crate::scenario::{given, words};

    #[test]
    fn a_case_opens_with_an_owner() {
        given::<Case>([])
            .when(an_open())
            .then([opened()])
            .when(an_open())
            .then_already_so();
        given::<Case>([opened(), closed()])
            .when(an_open())
            .then_already_so();
    }

    #[test]
    fn a_case_of_another_concern_is_in_the_way() {
        let mut other = an_open();
        other.concern = concern(2);
        given::<Case>([opened()])
            .when(other.clone())
            .then_refused(Code::AlreadyExists);
        given::<Case>([])
            .then_erased()
            .when(other)
            .then_refused(Code::AlreadyExists);
    }

    #[test]
    fn the_owner_is_an_unconflicted_senior() {
        let mut open = an_open();
        open.owner.is_senior_here = false;
        given::<Case>([])
            .when(open.clone())
            .then_refused(Code::NotASenior);
        open.owner.is_conflicted = true;
        let refusal = given::<Case>([]).when(open).then_refused(Code::Conflicted);
        assert_eq!(refusal.pointer(), Some("/owner"));
    }

    #[test]
    fn an_adults_matter_does_not_become_a_pupils_case() {
        let mut accused = an_open();
        accused.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
        given::<Case>([])
            .when(accused)
            .then_refused(Code::AdultMatter);
        let mut routed = an_open();
        routed.routed_to = vec![Role::Head];
        given::<Case>([])
            .when(routed)
            .then_refused(Code::AdultMatter);
        let mut witness = an_open();
        witness.people.push(staff(7, LinkRole::Witness));
        given::<Case>([]).when(witness).then_events();
    }

    #[test]
    fn it_takes_a_reason_and_a_reference() {
        let mut open = an_open();
        open.reason = words("");
        given::<Case>([]).when(open).then_refused(Code::TextBlank);
        let mut open = an_open();
        open.reference = "abc".to_owned();
        given::<Case>([])
            .when(open)
            .then_refused(Code::BadReference);
    }
}
