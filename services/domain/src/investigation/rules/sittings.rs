//! Sittings: both seniors are at every one, from its beginning to its end (R19).

use std::collections::BTreeSet;

use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{At, StaffId};

use super::{both_of, in_its_time, next, while_looking};
use crate::investigation::command::{InvestigationEntry as Entry, InvestigationFacts};
use crate::investigation::record::{Investigation, Sitting};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// More people are a meeting.
const PRESENT_MAX: usize = 20;

pub(super) fn start(
    record: &Investigation,
    entry: Entry,
    facts: &InvestigationFacts,
    by: StaffId,
    at: At,
) -> Result<Vec<Fact>, Refusal> {
    let opened_at = while_looking(record)?;
    let Entry::StartSitting {
        present,
        others_present,
        started_at,
    } = entry
    else {
        return Ok(Vec::new());
    };
    let mut checks = Checks::default();
    checks.count("/present", present.len(), PRESENT_MAX);
    let mut there = BTreeSet::new();
    for (place, person) in present.iter().enumerate() {
        let pointer = format!("/present/{place}");
        if !there.insert(*person) {
            let detail = "This person stands in the list twice.";
            checks.fail(Code::PersonNamedTwice, pointer, detail);
        } else if facts.conflicted.contains(person) {
            let detail = "This person cannot act in this matter: do it without them.";
            checks.fail(Code::Conflicted, pointer, detail);
        }
    }
    checks.optional("/others_present", others_present.as_ref(), TEXT_MAX_CHARS);
    in_its_time(&mut checks, "/started_at", started_at, opened_at, at);
    checks.done()?;
    // R19: never alone, not for a minute.
    if !both_of(record, |senior| there.contains(&senior)) {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/present",
            "Both seniors of this record have to be there, from the beginning to the end.",
        ));
    }
    for sitting in record.sittings.values() {
        match sitting.ended_at {
            None => {
                return Err(Refusal::new(
                    Code::SittingOpen,
                    "Another sitting of this record goes on: end it first.",
                ));
            }
            Some(ended_at) if sitting.started_at <= started_at && started_at < ended_at => {
                return Err(overlap("/started_at"));
            }
            Some(_) => {}
        }
    }
    Ok(vec![Fact::SittingStarted {
        sitting: next(&record.sittings, "/present")?,
        present: there.into_iter().collect(),
        others_present,
        started_at,
        by,
    }])
}

pub(super) fn end(
    record: &Investigation,
    number: u16,
    ended_at: At,
    by: StaffId,
    at: At,
) -> Result<Vec<Fact>, Refusal> {
    let opened_at = while_looking(record)?;
    let sitting = of(record, number)?;
    match sitting.ended_at {
        Some(ended) if ended == ended_at => return Ok(Vec::new()),
        Some(_) => {
            return Err(Refusal::new(
                Code::SittingEnded,
                "This sitting has ended already, at another time: add a note where that was wrong.",
            ));
        }
        None => {}
    }
    let mut checks = Checks::default();
    in_its_time(&mut checks, "/ended_at", ended_at, opened_at, at);
    if ended_at < sitting.started_at {
        let detail = "This comes before the sitting began.";
        checks.fail(Code::EndsBeforeItBegins, "/ended_at", detail);
    }
    checks.done()?;
    let began_within =
        |other: &Sitting| sitting.started_at < other.started_at && other.started_at < ended_at;
    if record.sittings.values().any(began_within) {
        return Err(overlap("/ended_at"));
    }
    Ok(vec![Fact::SittingEnded {
        sitting: number,
        ended_at,
        by,
    }])
}

/// A sitting of the record.
pub(super) fn of(record: &Investigation, number: u16) -> Result<&Sitting, Refusal> {
    record.sittings.get(&number).ok_or_else(|| {
        Refusal::of_field(
            Code::UnknownSitting,
            "/sitting",
            "This record has no such sitting.",
        )
    })
}

fn overlap(pointer: &'static str) -> Refusal {
    Refusal::of_field(
        Code::SittingsOverlap,
        pointer,
        "Another sitting of this record went on at that time.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::case::samples::{DSL, opened};
    use crate::investigation::samples::{
        SECOND, agreed, by, ended, fact, minute, proposed, record, start, started, story,
    };
    use crate::investigation::{InvestigationEntry, RecordInvestigation};
    use crate::scenario::given;

    fn end(minutes: i64) -> RecordInvestigation {
        let entry = InvestigationEntry::EndSitting {
            sitting: 1,
            ended_at: minute(minutes),
        };
        record(entry, DSL)
    }

    #[test]
    fn the_two_sit_together_also_when_it_is_written_down_later() {
        given::<Case>(story(&[]))
            .when_at(start(&[DSL, SECOND], minute(10)), minute(60))
            .then([fact(started())])
            .when_at(end(20), minute(60))
            .then([fact(ended(20))])
            .when_at(end(20), minute(61))
            .then_already_so();
    }

    #[test]
    fn nobody_looks_alone() {
        for present in [&[][..], &[DSL], &[SECOND], &[DSL, 8]] {
            let refusal = given::<Case>(story(&[]))
                .when_at(start(present, minute(10)), minute(60))
                .then_refused(Code::SecondPersonNeeded);
            assert_eq!(refusal.pointer(), Some("/present"));
        }
    }

    #[test]
    fn nobody_who_is_conflicted_is_there_nor_anybody_twice() {
        let mut command = start(&[DSL, SECOND, 8], minute(10));
        command.facts.conflicted = [by(8)].into();
        let refusal = given::<Case>(story(&[]))
            .when_at(command, minute(60))
            .then_refused(Code::Conflicted);
        assert_eq!(refusal.pointer(), Some("/present/2"));
        given::<Case>(story(&[]))
            .when_at(start(&[DSL, SECOND, DSL], minute(10)), minute(60))
            .then_refused(Code::PersonNamedTwice);
    }

    #[test]
    fn before_the_second_has_agreed_nobody_looks() {
        given::<Case>([opened(), fact(proposed())])
            .when_at(start(&[DSL, SECOND], minute(10)), minute(60))
            .then_refused(Code::InvestigationNotAgreed);
        given::<Case>(story(&[]))
            .when_at(start(&[DSL, SECOND], minute(-1)), minute(60))
            .then_refused(Code::BeforeItOpened);
    }

    #[test]
    fn times_are_not_still_to_come_and_an_end_is_not_before_its_beginning() {
        given::<Case>(story(&[]))
            .when_at(start(&[DSL, SECOND], minute(61)), minute(60))
            .then_refused(Code::TimeAhead);
        given::<Case>(story(&[started()]))
            .when_at(end(61), minute(60))
            .then_refused(Code::TimeAhead);
        let refusal = given::<Case>(story(&[started()]))
            .when_at(end(9), minute(60))
            .then_refused(Code::EndsBeforeItBegins);
        assert_eq!(refusal.pointer(), Some("/ended_at"));
    }

    #[test]
    fn sittings_do_not_overlap() {
        given::<Case>(story(&[started()]))
            .when_at(start(&[DSL, SECOND], minute(15)), minute(60))
            .then_refused(Code::SittingOpen);
        given::<Case>(story(&[started(), ended(20)]))
            .when_at(start(&[DSL, SECOND], minute(15)), minute(60))
            .then_refused(Code::SittingsOverlap);
        // One that was forgotten began before the first and cannot end within it.
        let forgotten = Fact::SittingStarted {
            sitting: 2,
            present: vec![by(DSL), by(SECOND)],
            others_present: None,
            started_at: minute(5),
            by: by(DSL),
        };
        let entry = |minutes| InvestigationEntry::EndSitting {
            sitting: 2,
            ended_at: minute(minutes),
        };
        let facts = [started(), ended(20), forgotten];
        given::<Case>(story(&facts))
            .when_at(record(entry(12), DSL), minute(60))
            .then_refused(Code::SittingsOverlap);
        let _ = given::<Case>(story(&facts))
            .when_at(record(entry(10), DSL), minute(60))
            .then_events();
    }

    #[test]
    fn a_sitting_that_there_is_not_does_not_end_nor_one_twice() {
        given::<Case>(story(&[]))
            .when_at(end(20), minute(60))
            .then_refused(Code::UnknownSitting);
        given::<Case>(story(&[started(), ended(20)]))
            .when_at(end(21), minute(60))
            .then_refused(Code::SittingEnded);
        assert!(matches!(agreed(), Fact::Agreed { .. }));
    }
}
