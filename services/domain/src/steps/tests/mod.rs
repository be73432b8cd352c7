//! Doing steps, and what moves with them.
#![allow(clippy::unwrap_used, reason = "tests")]

mod knowing;
mod looking;
mod matrix;

use lanyard_events::case::{CaseEvent, CaseStepDone, ContactHow};
use lanyard_events::step::{FilledField, StepName};
use lanyard_events::{At, PupilId};

use super::{DoStep, Doer, StartPlaybook, TaskState};
use crate::Aggregate;
use crate::case::samples::{
    DSL, HEAD, TEACHER, an_open, calendar, opened, senior, staff_id, start, step,
};
use crate::case::{Case, RecordParentsContact, State};
use crate::concern::samples::pupil;
use crate::refusal::Code;
use crate::scenario::{Given, given, id, now, words};

const GROOMING: &str = "inappropriate_contact_with_a_child";
const NUDES: &str = "nudes_and_semi_nudes_between_pupils";
const IMAGE: &str = "suspected_indecent_image";
const BULLYING: &str = "bullying_by_email_or_phone";

/// A case with history, to which events are added.
struct Story(Vec<CaseEvent>);

impl Story {
    fn of(playbook: StartPlaybook) -> Self {
        let started = given::<Case>([opened()]).when(playbook).then_events();
        Self([opened()].into_iter().chain(started).collect())
    }

    fn given(&self) -> Given<Case> {
        given(self.0.clone())
    }

    fn and(&mut self, command: impl Into<crate::case::Command>) -> Vec<CaseEvent> {
        let events = self.given().when(command).then_events();
        self.0.extend(events.clone());
        events
    }

    fn and_done(&mut self, command: DoStep) -> CaseStepDone {
        match self.and(command).first() {
            Some(CaseEvent::StepDone(done)) => done.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn state_of(&self, name: &StepName) -> TaskState {
        let state = { self.0.iter() }.fold(State::default(), |state, event| {
            Case::evolve(state, event).unwrap()
        });
        state.record().unwrap().playbooks.task(name).unwrap().state
    }
}

fn answer(playbook: &str, name: &str, answer: &str) -> DoStep {
    DoStep {
        name: step(playbook, name),
        child: None,
        answer: Some(answer.to_owned()),
        text: Some(words("What was said and seen.")),
        reference: None,
        fields: Vec::new(),
        agencies: Vec::new(),
        second: None,
        by: Doer::Person {
            staff: staff_id(DSL),
            is_senior: true,
        },
        opens: None,
        known_at: None,
        matrix: None,
        calendar: calendar(),
    }
}

fn filled(mut step: DoStep, fields: &[&str]) -> DoStep {
    let field = |field: &&str| FilledField {
        field: (*field).to_owned(),
        value: words("not known"),
    };
    step.fields = fields.iter().map(field).collect();
    step
}

fn desks(referrals: &[lanyard_events::step::StepReferral]) -> Vec<(&str, u16)> {
    { referrals.iter() }
        .map(|referral| (referral.agency.as_str(), referral.time))
        .collect()
}

#[test]
fn not_calling_the_police_takes_two_and_calling_takes_one() {
    let mut story = Story::of(start(GROOMING));
    story
        .given()
        .when(answer(GROOMING, "7.6", "no"))
        .then_refused(Code::SecondPersonNeeded);
    let mut alone_twice = answer(GROOMING, "7.6", "no");
    alone_twice.second = Some(senior(DSL));
    story
        .given()
        .when(alone_twice)
        .then_refused(Code::SecondPersonNeeded);
    let mut conflicted = answer(GROOMING, "7.6", "no");
    conflicted.second = Some(senior(HEAD));
    conflicted.second.as_mut().unwrap().is_conflicted = true;
    story
        .given()
        .when(conflicted)
        .then_refused(Code::Conflicted);
    let mut two = answer(GROOMING, "7.6", "no");
    two.second = Some(senior(HEAD));
    let done = story.and_done(two.clone());
    assert_eq!(desks(&done.moves.dropped), [("police", 1)]);
    assert_eq!(done.second, Some(staff_id(HEAD)));
    story.given().when(two).then_already_so();
    // Thought better of: it takes one, and stands in the queue a second time.
    let called = story.and_done(answer(GROOMING, "7.6", "yes"));
    assert_eq!(desks(&called.moves.needed), [("police", 2)]);
}

#[test]
fn a_picture_between_pupils_goes_to_no_desk_once_two_have_answered_all_five() {
    let mut story = Story::of(start(NUDES));
    let police = step(NUDES, "10.9");
    assert_eq!(story.state_of(&police), TaskState::Open);
    let task = |story: &Story| story.state_of(&step(NUDES, "10.12"));
    assert_eq!(task(&story), TaskState::Waiting);
    let fields = fields_of(NUDES, "10.8");
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut all_five = filled(answer(NUDES, "10.8", "yes"), &fields);
    all_five.second = Some(senior(HEAD));
    for question in FIVE {
        // Not before each of them is answered, and not while one may be a yes.
        story
            .given()
            .when(all_five.clone())
            .then_refused(Code::NotAllAnsweredNo);
        story.and_done(answer(NUDES, question, "unknown"));
        story
            .given()
            .when(all_five.clone())
            .then_refused(Code::NotAllAnsweredNo);
        story.and_done(answer(NUDES, question, "no"));
        assert_eq!(story.state_of(&police), TaskState::Open);
    }
    let mut alone = all_five.clone();
    alone.second = None;
    story
        .given()
        .when(alone)
        .then_refused(Code::SecondPersonNeeded);
    let done = story.and_done(all_five.clone());
    story.given().when(all_five.clone()).then_already_so();
    assert_eq!(
        desks(&done.moves.dropped),
        [("police", 1), ("social_care", 1)]
    );
    assert_eq!(story.state_of(&police), TaskState::Closed);
    assert_eq!(task(&story), TaskState::Open);
    // One answer changed: both stand in their queues at once (S19).
    all_five.answer = Some("no".to_owned());
    let changed = story.and_done(all_five);
    assert_eq!(
        desks(&changed.moves.needed),
        [("police", 2), ("social_care", 2)]
    );
    assert_eq!(story.state_of(&police), TaskState::Open);
    assert_eq!(task(&story), TaskState::Closed);
}

const ABUSE: &str = "disclosure_of_abuse_or_neglect";

#[test]
fn known_fgm_is_reported_by_the_teacher_who_raised_it_and_nothing_else_is_theirs() {
    let mut story = Story::of(start(ABUSE));
    let (known, report) = (step(ABUSE, "16.3"), step(ABUSE, "16.4"));
    let owner = |story: &Story, name: &StepName| {
        let state = { story.0.iter() }.fold(State::default(), |state, event| {
            Case::evolve(state, event).unwrap()
        });
        state.record().unwrap().playbooks.task(name).unwrap().owner
    };
    assert_eq!(owner(&story, &report), staff_id(TEACHER));
    assert_eq!(owner(&story, &known), staff_id(DSL));
    // Nobody is asked to call the police before it is known what it is.
    assert_eq!(story.state_of(&report), TaskState::Waiting);
    story.and_done(answer(ABUSE, "16.3", "yes"));
    assert_eq!(story.state_of(&report), TaskState::Open);
    let mut called = filled(answer(ABUSE, "16.4", "yes"), &["call_made_by"]);
    called.answer = None;
    called.reference = Some(words("CAD 118"));
    called.by = Doer::Person {
        staff: staff_id(TEACHER),
        is_senior: false,
    };
    story.and_done(called);
    assert_eq!(story.state_of(&report), TaskState::Done);
    let mut no = Story::of(start(ABUSE));
    no.and_done(answer(ABUSE, "16.3", "no"));
    assert_eq!(no.state_of(&report), TaskState::Closed);
}

const FIVE: [&str; 5] = ["10.3", "10.4", "10.5", "10.6", "10.7"];

#[test]
fn one_of_the_five_answered_yes_later_brings_police_and_social_care_back_until_two_have_said_no_again()
 {
    let mut story = Story::of(start(NUDES));
    for question in FIVE {
        story.and_done(answer(NUDES, question, "no"));
    }
    let fields = fields_of(NUDES, "10.8");
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut all_five = filled(answer(NUDES, "10.8", "yes"), &fields);
    all_five.second = Some(senior(HEAD));
    story.and_done(all_five.clone());
    let (police, delete, both) = (
        step(NUDES, "10.9"),
        step(NUDES, "10.12"),
        step(NUDES, "10.8"),
    );
    let states = |story: &Story| [&police, &delete, &both].map(|name| story.state_of(name));
    let (open, closed, done) = (TaskState::Open, TaskState::Closed, TaskState::Done);
    assert_eq!(states(&story), [closed, open, done]);
    // The same answer for a better reason moves nothing.
    let mut reason = answer(NUDES, "10.5", "no");
    reason.text = Some(words("Both say so, each alone."));
    story.and_done(reason);
    assert_eq!(states(&story), [closed, open, done]);
    // "Unknown" is enough. Nobody is asked to delete what the police may need.
    let changed = story.and_done(answer(NUDES, "10.5", "unknown"));
    assert_eq!(
        desks(&changed.moves.needed),
        [("police", 2), ("social_care", 2)]
    );
    assert_eq!(states(&story), [open, closed, open]);
    // One person who takes it back does not call them off: two have to look again.
    let back = story.and_done(answer(NUDES, "10.5", "no"));
    assert!(back.moves.dropped.is_empty());
    assert_eq!(states(&story), [open, closed, open]);
    let again = story.and_done(all_five.clone());
    assert_eq!(
        desks(&again.moves.dropped),
        [("police", 2), ("social_care", 2)]
    );
    assert_eq!(states(&story), [closed, open, done]);
    story.given().when(all_five).then_already_so();
}

fn fields_of(playbook: &str, name: &str) -> Vec<String> {
    let start = start(playbook);
    let step = { start.playbook.steps.iter() }.find(|step| step.id.as_str() == name);
    { step.unwrap().done.fields.iter() }
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_picture_that_may_be_illegal_halts_what_ran_and_opens_what_is_to_be_done() {
    let mut story = Story::of(start(BULLYING));
    let keep = step(BULLYING, "5.2");
    assert_eq!(story.state_of(&keep), TaskState::Open);
    let mut unknown = answer("common", "O4", "unknown");
    unknown.opens = Some(start(IMAGE));
    let events = story.and(unknown);
    let [
        CaseEvent::StepDone(done),
        CaseEvent::PlaybookStarted(opened),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert!(done.moves.closed.contains(&keep));
    assert_eq!(opened.playbook, IMAGE);
    assert_eq!(opened.from, Some(step("common", "O4")));
    let needed = desks(&opened.moves.needed);
    assert!(needed.contains(&("police", 1)) && needed.contains(&("social_care", 1)));
    assert!(
        !needed.iter().any(|(agency, _)| *agency == "iwf"),
        "no public address: {needed:?}"
    );
    // The police and the parents stay: 5.5, 5.6.
    for name in ["5.5", "5.6"] {
        assert_eq!(
            story.state_of(&step(BULLYING, name)),
            TaskState::Open,
            "{name}"
        );
    }
    assert_eq!(story.state_of(&step(IMAGE, "11.3")), TaskState::Open);
}

#[test]
fn a_step_takes_what_its_kind_asks_for() {
    let story = Story::of(start(GROOMING));
    let refused = |step: DoStep, pointers: &[&str]| {
        let refusal = story.given().when(step).then_refused_any();
        let found: Vec<_> = refusal
            .faults()
            .filter_map(|it| it.pointer.as_deref())
            .collect();
        assert_eq!(found, pointers, "{refusal}");
    };
    let mut bare = answer(GROOMING, "7.2", "perhaps");
    bare.text = None;
    bare = filled(bare, &["shoe_size"]);
    refused(
        bare,
        &[
            "/answer",
            "/text",
            "/fields",
            "/fields/meeting_arranged",
            "/fields/address_known",
            "/fields/blackmail",
            "/fields/images_asked_or_sent",
            "/fields/child_under_13",
            "/fields/suspect_works_with_children",
        ],
    );
    let mut note = filled(
        answer(GROOMING, "7.4", "yes"),
        &["what_was_kept", "advice_given"],
    );
    refused(note.clone(), &["/answer"]);
    note.answer = None;
    story.given().when(note).then_events();
    let mut reference = answer(GROOMING, "7.5", "yes");
    reference.answer = None;
    refused(reference.clone(), &["/reference"]);
    reference.reference = Some(words("CE-10443"));
    let events = story.given().when(reference).then_events();
    assert!(matches!(&events[0], CaseEvent::StepDone(done) if done.moves.dropped.is_empty()));
    let mut which = filled(answer(GROOMING, "7.8", "yes"), &["agencies_considered"]);
    refused(which.clone(), &["/agencies"]);
    which.agencies = vec!["ceop".to_owned()];
    refused(which.clone(), &["/agencies/0"]);
    which.agencies = vec!["prevent".to_owned()];
    let events = story.given().when(which).then_events();
    assert!(
        matches!(&events[0], CaseEvent::StepDone(done) if desks(&done.moves.needed) == [("prevent", 1)])
    );
}

#[test]
fn a_step_for_each_child_is_done_when_each_had_a_turn() {
    let mut open = an_open();
    open.people = vec![pupil(1), pupil(2)];
    open.playbook = Some(start(BULLYING));
    let mut story = Story(given::<Case>([]).when(open).then_events());
    let heard = |child: Option<u8>| {
        let mut heard = filled(
            answer("common", "Z1", "yes"),
            &["wishes_and_feelings", "told_what_happens_next"],
        );
        heard.answer = None;
        heard.child = child.map(|child| PupilId::new(id(child)));
        heard
    };
    story
        .given()
        .when(heard(None))
        .then_refused(Code::ChildMissing);
    story
        .given()
        .when(heard(Some(9)))
        .then_refused(Code::ChildMissing);
    assert!(!story.and_done(heard(Some(1))).complete);
    assert_eq!(story.state_of(&step("common", "Z1")), TaskState::Open);
    assert!(story.and_done(heard(Some(2))).complete);
    assert_eq!(story.state_of(&step("common", "Z1")), TaskState::Done);
    let mut again = heard(Some(1));
    again.text = Some(words("More."));
    story
        .given()
        .when(again)
        .then_refused(Code::StepAlreadyDone);
}

#[test]
fn telling_the_parents_of_every_child_does_the_step_that_asks_for_it() {
    let mut open = an_open();
    open.people = vec![pupil(1), pupil(2)];
    open.playbook = Some(start(BULLYING));
    let mut story = Story(given::<Case>([]).when(open).then_events());
    let mut by_hand = answer(BULLYING, "5.5", "yes");
    by_hand.answer = None;
    story
        .given()
        .when(by_hand)
        .then_refused(Code::StepTakesContacts);
    let told = |child: u8| RecordParentsContact {
        pupil: PupilId::new(id(child)),
        person: None,
        addressable: crate::pupil::Addressable::Yes,
        contact: words("Mother"),
        how: ContactHow::Telephone,
        summary: words("Told what happened."),
        asked_first: None,
        must_ask: false,
        calendar: calendar(),
    };
    assert_eq!(story.and(told(1)).len(), 1);
    let second = story.and(told(2));
    assert!(matches!(&second[1], CaseEvent::StepDone(done) if done.name == step(BULLYING, "5.5")));
    assert_eq!(story.state_of(&step(BULLYING, "5.5")), TaskState::Done);
}

#[test]
fn a_step_that_waits_is_due_from_the_end_of_the_other() {
    let mut story = Story::of(start("filter_failed_or_bypassed"));
    let later: At = "2026-11-12T10:00:00Z".parse().unwrap();
    let waits = step("filter_failed_or_bypassed", "13.9");
    assert_eq!(story.state_of(&waits), TaskState::Waiting);
    let fields = fields_of("filter_failed_or_bypassed", "13.6");
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut who_saw_it = filled(answer("filter_failed_or_bypassed", "13.6", "yes"), &fields);
    who_saw_it.answer = None;
    let events = story.given().when_at(who_saw_it, later).then_events();
    let CaseEvent::StepDone(done) = &events[0] else {
        panic!("{events:?}");
    };
    let begun = { done.moves.begun.iter() }.find(|begun| begun.name == waits);
    let due = begun.unwrap().due_at.clone().unwrap();
    assert_eq!(due.at.to_string(), "2026-11-12T15:30:00.000Z");
    story.0.extend(events);
    assert_eq!(story.state_of(&waits), TaskState::Open);
    assert!(now() < later);
}

#[test]
fn an_adults_playbook_is_not_opened_in_a_pupils_case() {
    let mut story = Story::of(start(BULLYING));
    let mut adult = answer("common", "O5", "yes");
    adult.opens = Some(start("allegation_against_adult"));
    let events = story.and(adult.clone());
    assert_eq!(events.len(), 1);
    assert!(hands_over(&events));
    // Said again in the same words it changes nothing; "no" hands nothing over.
    story.given().when(adult.clone()).then_already_so();
    adult.answer = Some("no".to_owned());
    assert!(!hands_over(&story.and(adult)));
}

fn hands_over(events: &[CaseEvent]) -> bool {
    let CaseEvent::StepDone(done) = &events[0] else {
        panic!("{events:?}");
    };
    crate::steps::is_handed_over(&done.into())
}

#[test]
fn a_desk_about_adults_is_not_told_out_of_a_pupils_case() {
    let mut story = Story::of(start("inappropriate_contact_with_a_child"));
    let name = "inappropriate_contact_with_a_child";
    let mut who = filled(answer(name, "7.8", "yes"), &["agencies_considered"]);
    who.agencies = vec!["lado".to_owned(), "prevent".to_owned()];
    let events = story.and(who);
    let CaseEvent::StepDone(done) = &events[0] else {
        panic!("{events:?}");
    };
    let needed: Vec<_> = { done.moves.needed.iter() }
        .map(|needed| needed.agency.as_str())
        .collect();
    assert_eq!(needed, ["prevent"]);
    assert!(hands_over(&events));
}
