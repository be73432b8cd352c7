//! A record between the safeguarding lead and the headteacher, for tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use lanyard_events::case::{CaseEvent, CaseInvestigationRecorded};
use lanyard_events::investigation::{InvestigationFact as Fact, Machine};
use lanyard_events::{At, InvestigationId, StaffId};

use super::command::{Computer, InvestigationEntry, InvestigationFacts, RecordInvestigation};
use crate::case::samples::{DSL, HEAD, opened, senior, staff_id};
use crate::scenario::{id, now, words};

/// The second senior: the headteacher.
pub(crate) const SECOND: u8 = HEAD;

pub(crate) fn by(n: u8) -> StaffId {
    staff_id(n)
}

/// So many minutes after the record was opened.
pub(crate) fn minute(minutes: i64) -> At {
    At::from_millis(now().millis() + minutes * 60_000)
}

pub(crate) fn machine(number: &str) -> Machine {
    Machine {
        number: words(number),
        place: words("The safeguarding office"),
    }
}

pub(crate) fn proposal() -> (Machine, Computer) {
    let computer = Computer {
        machine: machine("Laptop 7"),
        used_by_pupils: false,
    };
    (machine("Desktop 12"), computer)
}

/// An entry by one of the staff.
pub(crate) fn record(entry: InvestigationEntry, n: u8) -> RecordInvestigation {
    RecordInvestigation {
        investigation: InvestigationId::new(id(40)),
        entry,
        by: senior(n),
        facts: InvestigationFacts {
            conflicted: BTreeSet::new(),
            second_is_senior: true,
            second_has_access: true,
            evidence_is_here: false,
        },
    }
}

pub(crate) fn propose() -> RecordInvestigation {
    let (device, computer) = proposal();
    record(
        InvestigationEntry::Propose {
            device,
            computer,
            second: by(SECOND),
        },
        DSL,
    )
}

pub(crate) fn fact(fact: Fact) -> CaseEvent {
    CaseInvestigationRecorded {
        investigation: InvestigationId::new(id(40)),
        fact,
    }
    .into()
}

pub(crate) fn proposed() -> Fact {
    let (device, computer) = proposal();
    Fact::Proposed {
        device,
        computer: computer.machine,
        by: by(DSL),
        second: by(SECOND),
    }
}

pub(crate) fn agreed() -> Fact {
    Fact::Agreed {
        by: by(SECOND),
        opened_at: now(),
    }
}

/// Sitting 1 from minute 10 on, of the two.
pub(crate) fn started() -> Fact {
    Fact::SittingStarted {
        sitting: 1,
        present: vec![by(DSL), by(SECOND)],
        others_present: None,
        started_at: minute(10),
        by: by(DSL),
    }
}

pub(crate) fn ended(minutes: i64) -> Fact {
    Fact::SittingEnded {
        sitting: 1,
        ended_at: minute(minutes),
        by: by(DSL),
    }
}

/// Row 1, seen in minute 12 and printed.
pub(crate) fn row() -> Fact {
    Fact::RowAdded {
        row: 1,
        sitting: 1,
        address: words("bets.example/slips"),
        nature: words("A betting site"),
        seen_at: minute(12),
        seen_by: vec![by(DSL), by(SECOND)],
        screenshot: true,
        evidence: None,
        printed: true,
        by: by(DSL),
    }
}

/// An agreed record in an open case, with more facts.
pub(crate) fn story(facts: &[Fact]) -> Vec<CaseEvent> {
    { [opened(), fact(proposed()), fact(agreed())].into_iter() }
        .chain(facts.iter().cloned().map(fact))
        .collect()
}

pub(crate) fn start(present: &[u8], started_at: At) -> RecordInvestigation {
    record(
        InvestigationEntry::StartSitting {
            present: present.iter().copied().map(by).collect(),
            others_present: None,
            started_at,
        },
        DSL,
    )
}
