//! Publishing figures: of a time that is over and not out yet, hidden as R16 says, and attacked first.

use jiff::Unit;
use lanyard_events::snapshot::{
    SnapshotEvent, SnapshotLine, SnapshotPublished, SnapshotRow, SnapshotTable,
};
use lanyard_events::{At, Day};

use crate::clock::london_day;
use crate::figures::{Counts, Protected, Shown, SuppressionRule};
use crate::refusal::{Code, Refusal};
use crate::snapshot::command::{CountedTable, PublishSnapshot};
use crate::snapshot::rules::patterns::withhold_patterns;
use crate::snapshot::state::{CLOSED, State, in_all};

/// Figures are of a term: a shorter time would tell what happened in a week, and a longer one is no term.
/// The shortest half-term of a school year, and R14's year with its leap day and a week to spare.
const SHORTEST_DAYS: i32 = 28;
const LONGEST_DAYS: i32 = 373;
/// A middle value is shown of so many at least (ONS; research/evidence.md 5.1).
const FEWEST_FOR_MEDIAN: usize = 10;

pub(in crate::snapshot) fn decide(
    state: &State,
    publish: PublishSnapshot,
    at: At,
) -> Result<Vec<SnapshotEvent>, Refusal> {
    of_a_term(publish.first, publish.last)?;
    if publish.last >= london_day(at) {
        let detail = "Figures are published when their time is over.";
        return Err(Refusal::of_field(Code::NotOver, "/last", detail));
    }
    if state.overlaps(publish.first, publish.last) {
        let detail = "Figures of some of these days are out: two tables over the same days would give \
            away what each of them hides.";
        return Err(Refusal::of_field(Code::PeriodOverlaps, "/first", detail));
    }
    if publish.academies.is_empty() {
        return Err(Refusal::new(
            Code::NothingToPublish,
            "There is no academy yet: nothing can be counted.",
        ));
    }
    let rule = SuppressionRule::from(publish.suppression);
    let mut tables = { publish.tables.iter() }
        .map(|table| shown(table, rule))
        .collect::<Result<Vec<_>, _>>()?;
    withhold_closed(state, &mut tables, rule);
    withhold_patterns(&mut tables, rule);
    Ok(vec![
        SnapshotPublished {
            first: publish.first,
            last: publish.last,
            suppression: publish.suppression,
            academies: publish.academies,
            pupils: publish.pupils,
            triage_minutes: publish.triage_minutes.into_iter().map(median).collect(),
            tables,
        }
        .into(),
    ])
}

fn of_a_term(first: Day, last: Day) -> Result<(), Refusal> {
    let length = last.date().since((Unit::Day, first.date()));
    let days = length.map_or(0, |length| length.get_days() + 1);
    if (SHORTEST_DAYS..=LONGEST_DAYS).contains(&days) {
        return Ok(());
    }
    let detail = format!("Figures are of {SHORTEST_DAYS} days at least and of a year at most.");
    Err(Refusal::of_field(Code::NoTerm, "/first", detail))
}

/// No case is closed that was not opened, so that the table of closed cases bounds that of opened ones, and
/// the other way round. All of it is hidden unless its total is shown and bounds nothing (ADR 21).
fn withhold_closed(state: &State, tables: &mut [SnapshotTable], rule: SuppressionRule) {
    let bounds_nothing = state.closed_bound_nothing(tables, rule);
    let closed = tables.iter_mut().filter(|table| table.id == CLOSED);
    for table in closed {
        if bounds_nothing && in_all(table).is_some() {
            continue;
        }
        for row in &mut table.rows {
            row.counts.fill(None);
        }
    }
}

/// A table as it may be seen. Its lines stand in the order of [`Counts`].
fn shown(table: &CountedTable, rule: SuppressionRule) -> Result<SnapshotTable, Refusal> {
    let rows: Vec<_> = { table.rows.iter() }
        .map(|row| (row.group, row.counts.clone()))
        .collect();
    let counts = Counts::new(&rows);
    let subtotals = (counts.groups() > 1).then_some(&table.groups);
    let lines = if table.hides {
        let protected = Protected::new(counts, rule);
        // It was hidden until this held; asked once more of what leaves, so that a fault there is loud.
        protected.check().map_err(|exposed| {
            Refusal::new(Code::FiguresExposed, format!("{}: {exposed}.", table.id))
        })?;
        protected.lines()
    } else {
        counts.lines_shown()
    };
    let named = {
        table
            .rows
            .iter()
            .map(|row| (row.id.clone(), SnapshotLine::Row))
    }
    .chain({ subtotals.into_iter().flatten() }.map(|id| (id.clone(), SnapshotLine::Subtotal)))
    .chain([("total".to_owned(), SnapshotLine::Total)]);
    Ok(SnapshotTable {
        id: table.id.to_owned(),
        by_academy: table.by_academy,
        rows: named
            .zip(lines)
            .map(|((id, line), counts)| SnapshotRow {
                id,
                line,
                counts: counts.into_iter().map(Shown::count).collect(),
            })
            .collect(),
    })
}

/// The middle one, of two the lower; none of too few.
fn median(mut minutes: Vec<u64>) -> Option<u64> {
    if minutes.len() < FEWEST_FOR_MEDIAN {
        return None;
    }
    let middle = (minutes.len() - 1) / 2;
    Some(*minutes.select_nth_unstable(middle).1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::scenario::given;
    use crate::snapshot::samples::{a_publish, day};
    use crate::snapshot::{CountedRow, Snapshots};
    use lanyard_events::snapshot::Suppression;

    const AFTER: &str = "2026-12-19T09:00:00Z";

    fn at(text: &str) -> At {
        text.parse().unwrap()
    }

    fn published(publish: PublishSnapshot) -> SnapshotPublished {
        let events = decide(&State::default(), publish, at(AFTER)).unwrap();
        match events.into_iter().next().unwrap() {
            SnapshotEvent::Published(published) => published,
        }
    }

    /// S20.
    #[test]
    fn what_is_recorded_has_no_small_count_in_it() {
        let published = published(a_publish());
        let row = { published.tables[0].rows.iter() }.find(|row| row.id == "sexual_harassment");
        assert_eq!(row.unwrap().counts, [None, Some(0), None, Some(12)]);
        let text = serde_json::to_string(&published).unwrap();
        assert!(!text.contains("[3,") && text.contains("null"), "{text}");
        // The filter's changes are of nobody: they are shown.
        let changes = &published.tables[1];
        assert_eq!(changes.rows[0].counts, [Some(1), Some(2), Some(0), Some(3)]);
    }

    #[test]
    fn lines_are_named_in_their_order_and_a_middle_value_is_of_ten_at_least() {
        let published = published(a_publish());
        let lines: Vec<_> = { published.tables[0].rows.iter() }
            .map(|row| (row.id.as_str(), row.line))
            .collect();
        assert_eq!(
            lines,
            [
                ("bullying", SnapshotLine::Row),
                ("sexual_harassment", SnapshotLine::Row),
                ("neglect", SnapshotLine::Row),
                ("conduct", SnapshotLine::Subtotal),
                ("none", SnapshotLine::Subtotal),
                ("total", SnapshotLine::Total),
            ]
        );
        assert_eq!(published.triage_minutes, [Some(14), None, None]);
    }

    #[test]
    fn a_time_is_over_and_as_long_as_a_term() {
        let refused = |first: &str, last: &str, code| {
            let mut publish = a_publish();
            (publish.first, publish.last) = (day(first), day(last));
            let outcome = given::<Snapshots>([]).when_at(publish, at(AFTER));
            outcome.then_refused(code);
        };
        refused("2026-12-18", "2026-09-01", Code::NoTerm);
        refused("2026-12-01", "2026-12-07", Code::NoTerm);
        refused("2024-09-01", "2026-07-20", Code::NoTerm);
        refused("2026-09-01", "2026-12-19", Code::NotOver);
        let mut nowhere = a_publish();
        nowhere.academies.clear();
        given::<Snapshots>([])
            .when_at(nowhere, at(AFTER))
            .then_refused(Code::NothingToPublish);
    }

    /// Cases opened by academy, and closed by outcome.
    fn with_closed(opened: &[u64; 3], closed: &[u64]) -> PublishSnapshot {
        let mut publish = a_publish();
        publish.tables.truncate(1);
        publish.tables[0].groups.clear();
        publish.tables[0].rows.truncate(1);
        publish.tables[0].rows[0].counts = opened.to_vec();
        let rows = { closed.iter().enumerate() }.map(|(place, count)| CountedRow {
            id: format!("outcome {place}"),
            group: 0,
            counts: vec![*count],
        });
        publish.tables.push(CountedTable {
            id: CLOSED,
            by_academy: false,
            hides: true,
            groups: Vec::new(),
            rows: rows.collect(),
        });
        publish
    }

    fn closed_shown(published: &SnapshotPublished) -> Vec<Option<u64>> {
        let rows = &published.tables[1].rows;
        rows.iter().map(|row| row.counts[0]).collect()
    }

    /// No case is closed that was not opened: 9 opened in all, 8 closed.
    #[test]
    fn closed_cases_are_shown_for_the_trust_where_their_total_bounds_nothing() {
        let shown = published(with_closed(&[1, 8, 0], &[8, 0]));
        assert_eq!(in_all(&shown.tables[0]), Some(9));
        assert_eq!(shown.tables[0].rows[0].counts[..2], [None, None]);
        assert_eq!(closed_shown(&shown), [Some(8), Some(0), Some(8)]);
    }

    #[test]
    fn closed_cases_are_hidden_altogether_where_a_total_of_cases_is_hidden() {
        for (opened, closed) in [
            // Few were closed: a row would be one of very few.
            ([1, 8, 0], [1, 1]),
            // Few were opened: how many of them is hidden.
            ([1, 2, 0], [7, 0]),
            // More were closed than opened: some are of earlier terms.
            ([1, 8, 0], [10, 0]),
        ] {
            let shown = closed_shown(&published(with_closed(&opened, &closed)));
            assert_eq!(shown, [None; 3], "{opened:?} {closed:?}");
        }
    }

    /// A few opened in the first term, hidden; in the second ten opened and twelve closed: two of them at
    /// least were opened in the first.
    #[test]
    fn what_is_closed_in_a_later_term_bounds_no_earlier_one() {
        let first = SnapshotEvent::Published(published(with_closed(&[3, 0, 0], &[0, 0])));
        let state = State::default().evolve(&first);
        let second = |closed: u64| {
            let mut publish = with_closed(&[10, 0, 0], &[closed, 0]);
            (publish.first, publish.last) = (day("2026-12-19"), day("2027-03-26"));
            let events = decide(&state, publish, at("2027-04-01T09:00:00Z")).unwrap();
            match events.into_iter().next().unwrap() {
                SnapshotEvent::Published(published) => closed_shown(&published),
            }
        };
        assert_eq!(second(12), [None; 3]);
        assert_eq!(second(10), [Some(10), Some(0), Some(10)]);
    }

    /// Low-level concerns, and the adults about whom there are several.
    fn with_patterns(low_level: u64, patterns: u64) -> Option<u64> {
        let mut publish = a_publish();
        let table = |id, rows: Vec<(&str, u64)>| CountedTable {
            id,
            by_academy: false,
            hides: true,
            groups: Vec::new(),
            rows: { rows.into_iter() }
                .map(|(id, count)| CountedRow {
                    id: id.to_owned(),
                    group: 0,
                    counts: vec![count],
                })
                .collect(),
        };
        publish.tables = vec![
            table(
                "adults",
                vec![("allegations", 20), ("low_level", low_level)],
            ),
            table("adult_patterns", vec![("several_low_level", patterns)]),
        ];
        let published = published(publish);
        published.tables[1].rows[0].counts[0]
    }

    #[test]
    fn patterns_are_recorded_only_where_they_give_no_number_of_matters_away() {
        assert_eq!(with_patterns(16, 7), Some(7));
        assert_eq!(with_patterns(16, 0), Some(0));
        assert_eq!(with_patterns(16, 9), None);
        assert_eq!(with_patterns(16, 2), None);
        assert_eq!(with_patterns(8, 0), None);
    }

    /// A snapshot keeps the rule by which it was published: a laxer one shows nothing of the days of an
    /// earlier one.
    #[test]
    fn a_laxer_rule_opens_no_earlier_snapshot() {
        let mut strict = a_publish();
        strict.suppression = Suppression::Ons;
        let out = published(strict);
        assert_eq!(out.suppression, Suppression::Ons);
        // St Aldhelm's 8 are shown by the Department's rule, and not by this one.
        assert_eq!(out.tables[0].rows[0].counts[1], None);
        given::<Snapshots>([SnapshotEvent::Published(out)])
            .when_at(a_publish(), at("2027-04-01T09:00:00Z"))
            .then_refused(Code::PeriodOverlaps);
    }

    /// Late entries go into the next snapshot; an earlier one beside a later one gives nothing away.
    #[test]
    fn no_day_is_in_two_snapshots() {
        let out = SnapshotEvent::Published(published(a_publish()));
        for (first, last) in [
            ("2026-09-01", "2026-12-18"),
            ("2026-12-18", "2027-03-26"),
            ("2026-06-01", "2026-09-01"),
            ("2026-10-01", "2026-11-10"),
        ] {
            let mut again = a_publish();
            (again.first, again.last) = (day(first), day(last));
            given::<Snapshots>([out.clone()])
                .when_at(again, at("2027-04-01T09:00:00Z"))
                .then_refused(Code::PeriodOverlaps);
        }
        let mut next = a_publish();
        (next.first, next.last) = (day("2026-12-19"), day("2027-03-26"));
        given::<Snapshots>([out])
            .when_at(next, at("2027-04-01T09:00:00Z"))
            .then_events();
    }
}
