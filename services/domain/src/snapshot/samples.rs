//! A term of Ridgeway, for tests.

use lanyard_events::snapshot::Suppression;
use lanyard_events::{AcademyId, Day};

use super::{CountedRow, CountedTable, PublishSnapshot};
use crate::scenario::id;

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn row(id: &str, group: usize, counts: [u64; 3]) -> CountedRow {
    CountedRow {
        id: id.to_owned(),
        group,
        counts: counts.to_vec(),
    }
}

/// S20's term: Oakfield, St Aldhelm's, The Beacon.
pub(crate) fn a_publish() -> PublishSnapshot {
    PublishSnapshot {
        first: day("2026-09-01"),
        last: day("2026-12-18"),
        suppression: Suppression::Dfe,
        academies: (1..=3).map(|n| AcademyId::new(id(n))).collect(),
        pupils: vec![900, 420, 1_100],
        triage_minutes: vec![(10..20).collect(), vec![5, 6], Vec::new()],
        tables: vec![
            CountedTable {
                id: "cases_by_category",
                by_academy: true,
                hides: true,
                groups: vec!["conduct".to_owned(), "none".to_owned()],
                rows: vec![
                    row("bullying", 0, [14, 8, 21]),
                    row("sexual_harassment", 0, [3, 0, 9]),
                    row("neglect", 1, [11, 7, 16]),
                ],
            },
            CountedTable {
                id: "filter_changes",
                by_academy: true,
                hides: false,
                groups: Vec::new(),
                rows: vec![row("blocked", 0, [1, 2, 0])],
            },
        ],
    }
}
