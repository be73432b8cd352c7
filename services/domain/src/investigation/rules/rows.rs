//! Rows: what was looked at in a sitting, by two at least, and their prints (M6).

use std::collections::BTreeSet;

use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{At, Sensitive, StaffId};

use super::sittings;
use super::{agreed, next, while_looking};
use crate::investigation::command::{InvestigationEntry as Entry, InvestigationFacts};
use crate::investigation::record::{Investigation, Row, Sitting};
use crate::refusal::{Code, Refusal};
use crate::text::{Checks, TEXT_MAX_CHARS};

/// R19: nothing is seen by one alone.
const SEEN_BY_LEAST: usize = 2;

pub(super) fn add(
    record: &Investigation,
    entry: Entry,
    facts: &InvestigationFacts,
    by: StaffId,
    at: At,
) -> Result<Vec<Fact>, Refusal> {
    while_looking(record)?;
    let Entry::AddRow {
        sitting: number,
        address,
        nature,
        seen_at,
        seen_by,
        screenshot,
        evidence,
        printed,
    } = entry
    else {
        return Ok(Vec::new());
    };
    let sitting = sittings::of(record, number)?;
    let mut checks = Checks::default();
    checks.text("/address", address.expose(), TEXT_MAX_CHARS);
    checks.text("/nature", nature.expose(), TEXT_MAX_CHARS);
    if seen_at > at {
        checks.fail(Code::TimeAhead, "/seen_at", "This time is still to come.");
    } else if !goes_on_at(sitting, seen_at) {
        let detail = "Nobody sat together at that time: a row belongs to a sitting.";
        checks.fail(Code::OutsideSitting, "/seen_at", detail);
    }
    let seen_by = who_saw(&mut checks, sitting, &seen_by);
    if evidence.is_some() && !screenshot {
        let detail = "Say that a screenshot is kept, or name no evidence.";
        checks.fail(Code::NoScreenshot, "/screenshot", detail);
    }
    if evidence.is_some() && !facts.evidence_is_here {
        let detail = "This is no evidence of this matter.";
        checks.fail(Code::EvidenceNotHere, "/evidence", detail);
    }
    checks.done()?;
    if seen_by.len() < SEEN_BY_LEAST {
        return Err(Refusal::of_field(
            Code::SecondPersonNeeded,
            "/seen_by",
            "Nothing is looked at alone: name two at least of those who were there.",
        ));
    }
    Ok(vec![Fact::RowAdded {
        row: next(&record.rows, "/address")?,
        sitting: number,
        address,
        nature,
        seen_at,
        seen_by: seen_by.into_iter().collect(),
        screenshot,
        evidence,
        printed,
        by,
    }])
}

pub(super) fn strike(
    record: &Investigation,
    number: u16,
    reason: Sensitive<String>,
    by: StaffId,
) -> Result<Vec<Fact>, Refusal> {
    agreed(record)?;
    let row = of(record, number)?;
    if row.is_struck {
        return Err(is_struck());
    }
    let mut checks = Checks::default();
    checks.text("/reason", reason.expose(), TEXT_MAX_CHARS);
    checks.done()?;
    Ok(vec![Fact::RowStruck {
        row: number,
        reason,
        by,
    }])
}

pub(super) fn sign(record: &Investigation, number: u16, by: StaffId) -> Result<Vec<Fact>, Refusal> {
    agreed(record)?;
    let row = of(record, number)?;
    if row.is_struck {
        return Err(is_struck());
    }
    if !row.printed {
        return Err(Refusal::new(
            Code::NothingPrinted,
            "This row has no print to sign.",
        ));
    }
    if row.signed_by.contains(&by) {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::PrintSigned { row: number, by }])
}

fn goes_on_at(sitting: &Sitting, time: At) -> bool {
    sitting.started_at <= time && sitting.ended_at.is_none_or(|ended| time <= ended)
}

/// Whoever saw it, once each; only who was there can have.
fn who_saw(checks: &mut Checks, sitting: &Sitting, named: &[StaffId]) -> BTreeSet<StaffId> {
    let mut saw = BTreeSet::new();
    for (place, person) in named.iter().enumerate() {
        let pointer = format!("/seen_by/{place}");
        if !saw.insert(*person) {
            let detail = "This person stands in the list twice.";
            checks.fail(Code::PersonNamedTwice, pointer, detail);
        } else if !sitting.present.contains(person) {
            let detail = "This person was not at the sitting.";
            checks.fail(Code::NotPresent, pointer, detail);
        }
    }
    saw
}

fn of(record: &Investigation, number: u16) -> Result<&Row, Refusal> {
    record
        .rows
        .get(&number)
        .ok_or_else(|| Refusal::of_field(Code::UnknownRow, "/row", "This record has no such row."))
}

fn is_struck() -> Refusal {
    Refusal::new(Code::RowStruck, "This row is struck already.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::case::Case;
    use crate::case::samples::DSL;
    use crate::investigation::samples::{
        SECOND, by, ended, fact, minute, record, row, started, story,
    };
    use crate::investigation::{InvestigationEntry, RecordInvestigation};
    use crate::scenario::{Outcome, given, id, words};
    use lanyard_events::EvidenceId;

    /// Row 1 as [`row`] has it, but for what is changed.
    fn adding(change: impl FnOnce(&mut InvestigationEntry)) -> RecordInvestigation {
        let mut entry = InvestigationEntry::AddRow {
            sitting: 1,
            address: words("bets.example/slips"),
            nature: words("A betting site"),
            seen_at: minute(12),
            seen_by: vec![by(DSL), by(SECOND)],
            screenshot: true,
            evidence: None,
            printed: true,
        };
        change(&mut entry);
        record(entry, DSL)
    }

    fn when(facts: &[Fact], command: RecordInvestigation) -> Outcome<Case> {
        given::<Case>(story(facts)).when_at(command, minute(60))
    }

    fn seen(at: At, by: Vec<StaffId>) -> RecordInvestigation {
        adding(|entry| {
            if let InvestigationEntry::AddRow {
                seen_at, seen_by, ..
            } = entry
            {
                (*seen_at, *seen_by) = (at, by);
            }
        })
    }

    fn both() -> Vec<StaffId> {
        vec![by(DSL), by(SECOND)]
    }

    #[test]
    fn what_two_saw_in_a_sitting_is_a_row_and_both_sign_its_print() {
        let sign = |n| record(InvestigationEntry::SignPrint { row: 1 }, n);
        let signed = |n| fact(Fact::PrintSigned { row: 1, by: by(n) });
        given::<Case>(story(&[started()]))
            .when_at(adding(|_| {}), minute(60))
            .then([fact(row())])
            .when(sign(DSL))
            .then([signed(DSL)])
            .when(sign(SECOND))
            .then([signed(SECOND)])
            .when(sign(SECOND))
            .then_already_so();
    }

    #[test]
    fn a_row_lies_within_its_sitting() {
        let unknown = adding(|entry| {
            if let InvestigationEntry::AddRow { sitting, .. } = entry {
                *sitting = 2;
            }
        });
        when(&[], adding(|_| {})).then_refused(Code::UnknownSitting);
        when(&[started()], unknown).then_refused(Code::UnknownSitting);
        when(&[started()], seen(minute(9), both())).then_refused(Code::OutsideSitting);
        when(&[started()], seen(minute(61), both())).then_refused(Code::TimeAhead);
        let over = [started(), ended(20)];
        when(&over, seen(minute(21), both())).then_refused(Code::OutsideSitting);
        // Written down after the sitting, with its true time.
        let _ = when(&over, seen(minute(20), both())).then_events();
    }

    #[test]
    fn nothing_is_seen_by_one_alone_nor_by_somebody_who_was_not_there() {
        for alone in [Vec::new(), vec![by(DSL)]] {
            let refusal =
                when(&[started()], seen(minute(12), alone)).then_refused(Code::SecondPersonNeeded);
            assert_eq!(refusal.pointer(), Some("/seen_by"));
        }
        let twice = vec![by(DSL), by(DSL)];
        when(&[started()], seen(minute(12), twice)).then_refused(Code::PersonNamedTwice);
        let other = vec![by(DSL), by(8)];
        let refusal = when(&[started()], seen(minute(12), other)).then_refused(Code::NotPresent);
        assert_eq!(refusal.pointer(), Some("/seen_by/1"));
    }

    #[test]
    fn a_row_says_something_and_its_evidence_is_the_matters() {
        let wrong = adding(|entry| {
            if let InvestigationEntry::AddRow {
                address,
                nature,
                screenshot,
                evidence,
                ..
            } = entry
            {
                (*address, *nature, *screenshot) = (words(""), words(" "), false);
                *evidence = Some(EvidenceId::new(id(50)));
            }
        });
        let refusal = when(&[started()], wrong).then_refused_any();
        let codes: Vec<_> = refusal.faults().map(|fault| fault.code).collect();
        assert_eq!(
            codes,
            [
                Code::TextBlank,
                Code::TextBlank,
                Code::NoScreenshot,
                Code::EvidenceNotHere
            ]
        );
    }

    #[test]
    fn a_wrong_row_stays_struck_and_its_print_is_signed_no_more() {
        let strike = |reason: &str| {
            let reason = words(reason);
            record(InvestigationEntry::StrikeRow { row: 1, reason }, SECOND)
        };
        let facts = [started(), row()];
        when(&facts, strike("")).then_refused(Code::TextBlank);
        when(&[started()], strike("Another address.")).then_refused(Code::UnknownRow);
        let struck = Fact::RowStruck {
            row: 1,
            reason: words("Another address."),
            by: by(SECOND),
        };
        given::<Case>(story(&facts))
            .when(strike("Another address."))
            .then([fact(struck)])
            .when(strike("Once more."))
            .then_refused(Code::RowStruck);
        let struck = when(&facts, strike("Another address.")).then_events();
        let sign = record(InvestigationEntry::SignPrint { row: 1 }, DSL);
        given::<Case>(story(&facts).into_iter().chain(struck))
            .when(sign)
            .then_refused(Code::RowStruck);
    }

    #[test]
    fn only_what_was_printed_is_signed() {
        let mut unprinted = row();
        if let Fact::RowAdded { printed, .. } = &mut unprinted {
            *printed = false;
        }
        let sign = || record(InvestigationEntry::SignPrint { row: 1 }, DSL);
        when(&[started(), unprinted], sign()).then_refused(Code::NothingPrinted);
        when(&[started()], sign()).then_refused(Code::UnknownRow);
    }
}
