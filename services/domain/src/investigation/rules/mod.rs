//! One file per part of a record.

mod judge;
mod open;
mod rows;
mod sittings;
mod stop;

use lanyard_events::investigation::InvestigationFact as Fact;
use lanyard_events::{At, StaffId};

use super::command::{InvestigationEntry as Entry, RecordInvestigation};
use super::record::{Investigation, Investigations};
use crate::refusal::{Code, Refusal};
use crate::senior::Senior;

/// Sittings, rows and judgements of one record; more would be several records.
const MOST: u16 = 1_000;

pub(super) fn decide(
    investigations: &Investigations,
    command: RecordInvestigation,
    at: At,
) -> Result<Vec<Fact>, Refusal> {
    let RecordInvestigation {
        investigation,
        entry,
        by,
        facts,
    } = command;
    let found = investigations.get(investigation);
    if let Entry::Propose {
        device,
        computer,
        second,
    } = entry
    {
        let second = Senior {
            staff: second,
            is_senior_here: facts.second_is_senior,
            is_conflicted: facts.conflicted.contains(&second),
        };
        let pair = open::Pair {
            by,
            second,
            second_has_access: facts.second_has_access,
        };
        return open::propose(found, device, computer, pair);
    }
    let record = found.ok_or_else(absent)?;
    one_of_the_two(record, by)?;
    let staff = by.staff;
    match entry {
        Entry::Propose { .. } => Err(absent()),
        Entry::Agree => open::agree(record, by, at),
        Entry::ChangeComputer { computer, reason } => {
            open::change_computer(record, computer, reason, staff)
        }
        Entry::StartSitting { .. } => sittings::start(record, entry, &facts, staff, at),
        Entry::EndSitting { sitting, ended_at } => {
            sittings::end(record, sitting, ended_at, staff, at)
        }
        Entry::AddRow { .. } => rows::add(record, entry, &facts, staff, at),
        Entry::StrikeRow { row, reason } => rows::strike(record, row, reason, staff),
        Entry::SignPrint { row } => rows::sign(record, row, staff),
        Entry::Stop { .. } => stop::stop(record, entry, staff, at),
        Entry::GivePoliceReference { police_reference } => {
            stop::give_reference(record, police_reference, staff)
        }
        Entry::Judge { substance, reasons } => judge::judge(record, substance, reasons, staff),
        Entry::SignJudgement { judgement } => judge::sign(record, judgement, staff),
    }
}

fn absent() -> Refusal {
    Refusal::new(
        Code::NoSuchInvestigation,
        "This matter has no such record of looking into misuse.",
    )
}

/// Only the two seniors write in it, and only while they are unconflicted seniors (domain.md 1 rule 4).
fn one_of_the_two(record: &Investigation, by: Senior) -> Result<(), Refusal> {
    if by.is_conflicted || !record.is_of(by.staff) {
        return Err(Refusal::new(
            Code::OnlyInvestigators,
            "Only the two seniors of this record can write in it.",
        ));
    }
    by.check("")
}

/// The record while something can still be looked at.
fn while_looking(record: &Investigation) -> Result<At, Refusal> {
    let opened_at = agreed(record)?;
    if !record.stopped.is_empty() {
        return Err(Refusal::new(
            Code::InvestigationStopped,
            "This was stopped: nothing more is looked at. Keep everybody away from the device and do what \
             the police say.",
        ));
    }
    not_concluded(record)?;
    Ok(opened_at)
}

fn agreed(record: &Investigation) -> Result<At, Refusal> {
    record.opened_at.ok_or_else(|| {
        Refusal::new(
            Code::InvestigationNotAgreed,
            "The second senior has not agreed yet. What was seen by chance is written down as a concern or \
             a note.",
        )
    })
}

fn not_concluded(record: &Investigation) -> Result<(), Refusal> {
    if !record.is_concluded() {
        return Ok(());
    }
    Err(Refusal::new(
        Code::InvestigationConcluded,
        "Both seniors have signed this record: begin a new one for anything that is looked into later.",
    ))
}

fn both_of(record: &Investigation, among: impl Fn(StaffId) -> bool) -> bool {
    among(record.first) && among(record.second)
}

/// The number after the last.
fn next<T>(
    numbered: &std::collections::BTreeMap<u16, T>,
    pointer: &'static str,
) -> Result<u16, Refusal> {
    let next = numbered
        .last_key_value()
        .map_or(1, |(last, _)| last.saturating_add(1));
    if next <= MOST {
        return Ok(next);
    }
    Err(Refusal::of_field(
        Code::TooMany,
        pointer,
        format!("One record holds {MOST} of these: begin another one."),
    ))
}

/// What a late entry says of a time: it lies after the opening, and is not still to come.
fn in_its_time(
    checks: &mut crate::text::Checks,
    pointer: &'static str,
    time: At,
    opened_at: At,
    now: At,
) {
    if time > now {
        checks.fail(Code::TimeAhead, pointer, "This time is still to come.");
    } else if time < opened_at {
        let detail = "This comes before the second senior agreed: nobody looks alone.";
        checks.fail(Code::BeforeItOpened, pointer, detail);
    }
}
