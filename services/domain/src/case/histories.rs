//! Property: whatever is asked of a case, in whatever order, its events always add up.

use std::sync::Arc;

use lanyard_events::case::{
    AssessmentKind, CaseAssessed, CaseMeasureEnded, CaseMeasureTaken, ContactHow, MeasureKind,
    NoteKind,
};
use lanyard_events::investigation::StopRule;
use lanyard_events::{At, LinkRole, MeasureId, PersonRef, PupilId, Sensitive, Taxonomy};
use proptest::prelude::*;

use super::samples::{DSL, action, an_open, calendar, concern, outcome, senior, staff_id};
use super::{
    AddConcern, AddNote, Assess, Case, ChangeOwner, Close, Command, CompleteAction, CorrectPerson,
    EndMeasure, GiveAction, LinkPerson, LoseOwner, PlanAction, RecordParentsContact,
    RecordParentsNotTold, Reopen, State, TakeMeasure,
};
use crate::clock::london_day;
use crate::concern::samples::{pupil, staff};
use crate::hold::{LiftHold, PlaceHold};
use crate::investigation::{InvestigationEntry, samples as investigation};
use crate::scenario::{evolve_accepts_what_decide_emits, id, now, words};
use crate::serious::TellGovernors;

fn person(n: u8) -> PersonRef {
    match n % 4 {
        0 => staff(7, LinkRole::Other).person,
        1 => PersonRef::Described {
            description: words("a boy"),
        },
        n => pupil(n).person,
    }
}

#[allow(clippy::too_many_lines, reason = "one arm for each command")]
fn command((kind, a, b): (u8, u8, u8)) -> Command {
    let text = words(["", "one", "two"][usize::from(a % 3)]);
    let reason = words(["", "why", "why else"][usize::from(b % 3)]);
    let later = At::from_millis(now().millis() + i64::from(a) * 3_600_000);
    match kind % 21 {
        0 => an_open().into(),
        1 => AddConcern {
            concern: concern(a % 3),
            people: vec![pupil(a % 4), pupil(b % 4 + 4)],
        }
        .into(),
        2 => AddNote {
            kind: NoteKind::Decision,
            text,
        }
        .into(),
        3 => PlanAction {
            action: action(b % 3),
            title: text,
            owner: staff_id(b % 2),
            owner_is_conflicted: false,
            due_at: later,
        }
        .into(),
        4 => CompleteAction {
            action: action(b % 3),
            outcome: text,
            by: staff_id(a % 2),
            by_senior: a % 5 == 0,
        }
        .into(),
        5 => RecordParentsContact {
            pupil: PupilId::new(id(b % 4)),
            person: None,
            addressable: crate::pupil::Addressable::Yes,
            contact: text,
            how: ContactHow::Letter,
            summary: reason,
            asked_first: None,
            must_ask: false,
            calendar: calendar(),
        }
        .into(),
        6 => RecordParentsNotTold {
            pupil: PupilId::new(id(b % 4)),
            contact: None,
            reason: text,
            review_on: london_day(later),
            calendar: calendar(),
        }
        .into(),
        7 => {
            let mut person = pupil(a % 6);
            person.person = self::person(b);
            LinkPerson {
                person,
                reason: None,
                taxonomy: Arc::new(Taxonomy::v1().clone()),
            }
            .into()
        }
        8 => CorrectPerson {
            from: person(a),
            to: person(b),
            reason: words("why"),
            concern: None,
        }
        .into(),
        9 => CorrectPerson {
            from: person(a),
            to: person(b),
            reason: words("why"),
            concern: Some(concern(a % 3)),
        }
        .into(),
        10 => ChangeOwner {
            owner: senior(a % 3),
            reason,
        }
        .into(),
        11 => Close {
            outcome: outcome("police_action"),
            taxonomy: Arc::new(Taxonomy::v1().clone()),
            reason,
            leaving_open: (a % 2 == 0).then(|| words("why")),
            closed_by: staff_id(a % 3),
            confirmed_by: senior(b % 3),
        }
        .into(),
        12 => GiveAction {
            action: action(b % 3),
            owner: staff_id(a % 3),
            owner_is_conflicted: false,
            reason,
        }
        .into(),
        13 => Reopen { reason }.into(),
        14 if a.is_multiple_of(2) => TellGovernors { reason }.into(),
        14 => PlaceHold { reason }.into(),
        15 => LiftHold {
            reason,
            lifted_by: staff_id(a % 3),
            confirmed_by: senior(b % 3),
        }
        .into(),
        16 => LoseOwner { reason }.into(),
        17 => looking(a, b),
        kind => for_the_child(kind, (a, b), text, reason),
    }
}

/// Assessments and measures.
fn for_the_child(
    kind: u8,
    (a, b): (u8, u8),
    text: Sensitive<String>,
    reason: Sensitive<String>,
) -> Command {
    let later = At::from_millis(now().millis() + i64::from(a) * 3_600_000);
    match kind {
        18 => Assess(CaseAssessed {
            pupil: PupilId::new(id(b % 4)),
            kind: AssessmentKind::RiskAndNeeds,
            text,
            review_on: london_day(later),
        })
        .into(),
        19 => TakeMeasure(CaseMeasureTaken {
            measure: MeasureId::new(id(a % 3)),
            pupil: PupilId::new(id(b % 4)),
            kind: MeasureKind::Interim,
            text,
            from: london_day(now()),
            until: Some(london_day(later)),
        })
        .into(),
        _ => EndMeasure(CaseMeasureEnded {
            measure: MeasureId::new(id(a % 3)),
            on: london_day(later),
            reason,
        })
        .into(),
    }
}

/// An entry of the record of looking into misuse.
fn looking(a: u8, b: u8) -> Command {
    let time = investigation::minute(i64::from(b % 8));
    let entry = match a % 10 {
        0 | 1 => return investigation::propose().into(),
        2 => InvestigationEntry::Agree,
        3 => return investigation::start(&[DSL, investigation::SECOND], time).into(),
        4 => InvestigationEntry::EndSitting {
            sitting: u16::from(b % 3),
            ended_at: time,
        },
        5 => InvestigationEntry::AddRow {
            sitting: u16::from(b % 3),
            address: words("an address"),
            nature: words("a site"),
            seen_at: time,
            seen_by: vec![staff_id(DSL), staff_id(investigation::SECOND)],
            screenshot: false,
            evidence: None,
            printed: b.is_multiple_of(2),
        },
        6 => InvestigationEntry::SignPrint {
            row: u16::from(b % 3),
        },
        7 => InvestigationEntry::StrikeRow {
            row: u16::from(b % 3),
            reason: words("why"),
        },
        8 => InvestigationEntry::Judge {
            substance: b.is_multiple_of(2),
            reasons: words("why"),
        },
        _ if b.is_multiple_of(8) => InvestigationEntry::Stop {
            rule: StopRule::OtherCrime,
            stopped_at: time,
            seen: words("both"),
            police_reference: None,
        },
        _ => InvestigationEntry::SignJudgement {
            judgement: u16::from(b % 3),
        },
    };
    let by = if b.is_multiple_of(2) {
        DSL
    } else {
        investigation::SECOND
    };
    investigation::record(entry, by).into()
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8, u8)>(), prop::bool::weighted(0.05)), 0..60)
    ) {
        let open = std::iter::once((an_open().into(), now(), false));
        let mut millis = now().millis();
        let commands = steps.into_iter().map(|(seed, erase)| {
            millis += 60_000;
            (command(seed), At::from_millis(millis), erase)
        });
        let state = evolve_accepts_what_decide_emits::<Case>(open.chain(commands));
        prop_assert!(!matches!(state, State::Absent | State::Erased));
        if let Some(record) = state.record() {
            let mut people: Vec<_> = record.links.people().map(|linked| &linked.person).collect();
            people.sort();
            people.dedup();
            prop_assert_eq!(people.len(), record.links.count(), "each person is linked once");
        }
    }
}
