//! Property: whatever is asked of an adult's matter, in whatever order, its events always add up.
#![allow(clippy::unwrap_used, reason = "tests")]

use lanyard_events::allegation::{
    Adviser, AgencyTold, AllegationOutcome, InterimMeasure, LimbAnswer, MatterDecision,
    TellingTime, ThresholdDecision, ToBeTold,
};
use lanyard_events::concern::{AboutAdult, Due};
use lanyard_events::{
    At, CaseId, Day, LinkRole, LinkedPerson, PersonRef, PupilId, Role, Sensitive,
};
use proptest::prelude::*;

use super::samples::{
    an_open_unmatched, concern, described, duty, limbs, manager, senior, staff_id, with_head,
};
use super::{
    AddConcern, AddNote, Allegation, AskForDecisions, ChangeOwner, Close, Command, Consult,
    CorrectPerson, DecideInterimMeasure, DecideTelling, DecideThreshold, LinkPerson, MatchPerson,
    NameSupportPerson, NoteEnquiry, OpenChildCase, RecordOutcome, Reopen, Reroute, ShareName,
    State,
};
use crate::case::samples::{calendar, start, step as named};
use crate::concern::samples::{all_desks, category, pupil, staff};
use crate::hold::{LiftHold, PlaceHold};
use crate::referral::Stage;
use crate::scenario::{evolve_accepts_what_decide_emits, id, now, words};
use crate::serious::TellGovernors;
use crate::steps::{Doer, GiveStep, SkipStep};

fn person(n: u8) -> PersonRef {
    match n % 5 {
        0 => staff(7, LinkRole::Other).person,
        1 => described(),
        2 => staff(8, LinkRole::Other).person,
        n => pupil(n - 2).person,
    }
}

fn day(n: u8) -> Day {
    let day = format!("2026-11-{:02}", 10 + n % 19);
    day.parse().unwrap()
}

fn text(a: u8) -> Sensitive<String> {
    words(["", "one", "two"][usize::from(a % 3)])
}

fn reason(b: u8) -> Sensitive<String> {
    words(["", "why", "why else"][usize::from(b % 3)])
}

fn due() -> Due {
    Due {
        rule: "R3".to_owned(),
        at: now(),
        reason: "at once".to_owned(),
    }
}

fn role(b: u8) -> Role {
    [Role::Head, Role::TrustLead, Role::Dsl][usize::from(b % 3)]
}

fn command((kind, a, b): (u8, u8, u8)) -> Command {
    match kind % 25 {
        kind @ 0..=5 => about_people(kind, a, b),
        kind @ 6..=12 => work(kind, a, b),
        23 if a.is_multiple_of(2) => TellGovernors { reason: reason(b) }.into(),
        23 => PlaceHold { reason: reason(b) }.into(),
        24 => LiftHold {
            reason: reason(b),
            lifted_by: staff_id(a % 3),
            confirmed_by: senior(b % 3),
        }
        .into(),
        kind @ 18.. => steps(kind, a, b),
        kind => life(kind, a, b),
    }
}

/// Opening, concerns, people.
fn about_people(kind: u8, a: u8, b: u8) -> Command {
    let routing = if a.is_multiple_of(4) {
        with_head(7)
    } else {
        all_desks()
    };
    match kind {
        0 => an_open_unmatched().into(),
        1 => AddConcern {
            concern: concern(a % 3),
            about_adult: AboutAdult::Yes,
            people: vec![pupil(a % 4), staff(b % 4, LinkRole::Other)],
        }
        .into(),
        2 => LinkPerson {
            person: LinkedPerson::new(person(a), LinkRole::Other),
            reason: None,
            routing,
            taxonomy: std::sync::Arc::new(lanyard_events::Taxonomy::v1().clone()),
        }
        .into(),
        3 | 4 => CorrectPerson {
            from: person(a),
            to: person(b),
            reason: words("why"),
            concern: (kind == 4).then(|| concern(a % 3)),
            routing,
        }
        .into(),
        _ => MatchPerson {
            description: words("the cover teacher"),
            staff: staff_id(a % 9),
            reason: reason(b),
            routing,
            owner: manager(3, Role::Head),
            new_owner: b.is_multiple_of(2).then(|| manager(b % 5, role(b))),
        }
        .into(),
    }
}

/// What is written and decided.
fn work(kind: u8, a: u8, b: u8) -> Command {
    let (text, reason) = (text(a), reason(b));
    match kind {
        6 => DecideThreshold {
            limbs: limbs([LimbAnswer::Yes, LimbAnswer::No][usize::from(a % 2)]),
            decision: [
                ThresholdDecision::MayMeetThreshold,
                ThresholdDecision::LowLevel,
            ][usize::from(b % 2)],
            reasons: text,
        }
        .into(),
        7 => Consult {
            with: Adviser::Lado,
            adviser: None,
            advice: text,
        }
        .into(),
        8 => AddNote { text }.into(),
        9 => NameSupportPerson {
            person: person(a),
            note: None,
        }
        .into(),
        10 => DecideTelling {
            whom: [ToBeTold::Adult, ToBeTold::Parents][usize::from(a % 2)],
            when: TellingTime::AfterAdvice { review_on: day(b) },
            advised_by: Vec::new(),
            reason,
        }
        .into(),
        11 => DecideInterimMeasure {
            measure: [InterimMeasure::Moved, InterimMeasure::Suspension][usize::from(a % 2)],
            alternatives: Some(text),
            reason,
            review_on: Some(day(b)),
            ends_on: None,
        }
        .into(),
        _ => NoteEnquiry {
            looked_at: text,
            found: reason,
        }
        .into(),
    }
}

/// Playbooks, their steps, and who has them when nobody else is left.
fn steps(kind: u8, a: u8, b: u8) -> Command {
    const ADULT: &str = "allegation_against_adult";
    let name = || named(ADULT, ["15.3", "15.4", "15.6"][usize::from(a % 3)]);
    let by = Doer::Person {
        staff: staff_id(b % 4),
        is_senior: b.is_multiple_of(2),
    };
    match kind {
        22 => AskForDecisions {
            asked: [MatterDecision::Threshold, MatterDecision::ChildsSide]
                .map(|decision| (decision, due()))
                .to_vec(),
        }
        .into(),
        18 => start([ADULT, "adult_misuses_equipment"][usize::from(a % 2)]).into(),
        19 => SkipStep {
            name: name(),
            said: None,
            reason: reason(b),
            second: Some(senior(b % 3)),
            by,
            calendar: calendar(),
        }
        .into(),
        20 => GiveStep {
            name: name(),
            owner: staff_id(b % 5),
            owner_is_conflicted: b.is_multiple_of(7),
            reason: None,
        }
        .into(),
        _ => Reroute {
            routing: all_desks(),
            owner: (!b.is_multiple_of(3)).then(|| manager(b % 5, Role::Head)),
            reason: words("why"),
        }
        .into(),
    }
}

/// The outcome, the child's side, the end.
fn life(kind: u8, a: u8, b: u8) -> Command {
    let reason = reason(b);
    match kind {
        13 => RecordOutcome {
            outcome: AllegationOutcome::False,
            reasons: reason,
            recorded_by: staff_id(a % 3),
            confirmed_by: senior(b % 3),
            dbs: duty(),
            tra: duty(),
            agency_told: AgencyTold::Yes,
        }
        .into(),
        14 => OpenChildCase {
            case: CaseId::new(id(a)),
            pupils: vec![PupilId::new(id(b % 3))],
            category: category("physical_abuse"),
            taxonomy: std::sync::Arc::new(lanyard_events::Taxonomy::v1().clone()),
            owner: senior(2),
            reason: words("why"),
        }
        .into(),
        15 => ShareName {
            person: person(a),
            reason,
        }
        .into(),
        16 if a.is_multiple_of(2) => ChangeOwner {
            owner: manager(a % 5, role(b)),
            reason,
        }
        .into(),
        16 => Close {
            reason,
            leaving_open: (b > 100).then(|| words("why")),
            lado: a.is_multiple_of(3).then_some(Stage::Submitted),
            closed_by: staff_id(a % 3),
            confirmed_by: senior(b % 3),
        }
        .into(),
        _ => Reopen { reason }.into(),
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8, u8)>(), prop::bool::weighted(0.05)), 0..60)
    ) {
        let open = std::iter::once((an_open_unmatched().into(), now(), false));
        let mut millis = now().millis();
        let commands = steps.into_iter().map(|(seed, erase)| {
            millis += 60_000;
            (command(seed), At::from_millis(millis), erase)
        });
        let state = evolve_accepts_what_decide_emits::<Allegation>(open.chain(commands));
        prop_assert!(!matches!(state, State::Absent | State::Erased));
        if let Some(record) = state.record() {
            let mut people: Vec<_> = record.links.people().map(|linked| &linked.person).collect();
            people.sort();
            people.dedup();
            prop_assert_eq!(people.len(), record.links.count(), "each person is linked once");
            prop_assert!(!record.routed_to.contains(&Role::Dsl));
        }
    }
}
