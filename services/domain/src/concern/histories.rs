//! Property: whatever is asked of a concern, in whatever order, its events always add up.

use lanyard_events::concern::{AboutAdult, ConcernText};
use lanyard_events::{At, CaseId, LinkRole, PersonRef, Role};
use proptest::prelude::*;

use super::samples::{a_raise, all_desks, pupil, staff};
use super::{
    AddInformation, Command, Concern, CorrectPerson, CorrectText, Decision, PassOn, Reroute, Stage,
    Standing, TargetCase, Triage, Way,
};
use crate::scenario::{evolve_accepts_what_decide_emits, id, now, words};

fn person(n: u8) -> PersonRef {
    match n % 4 {
        0 => staff(7, LinkRole::Other).person,
        1 => PersonRef::Described {
            description: words("a boy"),
        },
        n => pupil(n).person,
    }
}

fn decision(n: u8) -> Decision {
    let case = CaseId::new(id(n % 2));
    match n % 5 {
        0 => Decision::NoFurtherAction,
        1 => Decision::Monitor {
            review_on: crate::clock::london_day(At::from_millis(
                now().millis() + i64::from(n) * 86_400_000,
            )),
        },
        2 => Decision::OpenCase { case },
        3 => Decision::AddToCase {
            case,
            target: TargetCase::Open,
        },
        _ => Decision::AddToCase {
            case,
            target: TargetCase::Closed,
        },
    }
}

fn command((kind, a, b): (u8, u8, u8)) -> Command {
    let by = if b == 0 {
        Standing::Neither
    } else {
        Standing::Senior
    };
    let text = words(["", "one", "two"][usize::from(a % 3)]);
    match kind % 9 {
        0 => {
            let mut raise = a_raise();
            if a % 2 == 0 {
                raise.about_adult = AboutAdult::NotSure;
                raise.people.push(staff(7, LinkRole::AllegedToHaveDoneIt));
            }
            raise.into()
        }
        1 => AddInformation {
            by,
            text,
            childs_words: None,
        }
        .into(),
        2 => CorrectPerson {
            by,
            from: person(a),
            to: person(b),
            reason: words("why"),
            routing: all_desks(),
        }
        .into(),
        3 => {
            let field = [
                ConcernText::Account,
                ConcernText::ChildsWords,
                ConcernText::ActionTaken,
            ];
            CorrectText {
                by,
                field: field[usize::from(b % 3)],
                text,
                reason: words("why"),
            }
            .into()
        }
        4 => Reroute {
            routing: all_desks(),
            receivers: Vec::new(),
            reason: words("why"),
        }
        .into(),
        5 => PassOn {
            to: if a.is_multiple_of(2) {
                Way::Head
            } else {
                Way::Dsl
            },
            reason: text,
            taxonomy: a_raise().taxonomy,
            calendar: a_raise().calendar,
            routing: all_desks(),
        }
        .into(),
        _ => Triage {
            decision: decision(a),
            reason: words(["why", "why else"][usize::from(b % 2)]),
            sub_risks: Vec::new(),
            taxonomy: a_raise().taxonomy,
        }
        .into(),
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8, u8)>(), prop::bool::weighted(0.1)), 0..40)
    ) {
        let mut millis = now().millis();
        let commands = steps.into_iter().map(|(seed, erase)| {
            millis += 60_000;
            (command(seed), At::from_millis(millis), erase)
        });
        let state = evolve_accepts_what_decide_emits::<Concern>(commands);
        if let Some(matter) = state.matter() {
            prop_assert!(!matter.routed_to.is_empty());
            if matter.is_adult_matter() {
                prop_assert!(!matter.routed_to.contains(&Role::Dsl));
                prop_assert!(!matches!(matter.stage, Stage::InCase(_)));
            }
        }
    }
}
