//! Closed matters of a scope, with the facts by which it is reckoned how long they are kept. The reckoning is a
//! rule, so the caller brings it; the order and the pages are made here.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::allegation::{AllegationOutcome, ThresholdDecision};
use lanyard_events::{AcademyId, At, Day, LinkRole, StreamId};
use rusqlite::Row;

use crate::allegations::word;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// A closed matter: ids and dates, nothing of what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRow {
    id: i64,
    /// The case, or the adult's matter.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy, for the reckoning: not for everybody who sees the row.
    pub category: String,
    /// When it was closed.
    pub closed_at: At,
    /// Whether a legal hold stands on it.
    pub held: bool,
    /// What else is asked.
    pub facts: ClosedFacts,
}

/// What is asked of a closed matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosedFacts {
    /// A case: when its children were born; none of one whose record was erased.
    Case {
        /// Of each child.
        born: Vec<Option<Day>>,
    },
    /// A matter about an adult.
    Allegation {
        /// What was decided about the harm threshold.
        threshold: Option<ThresholdDecision>,
        /// The outcome.
        outcome: Option<AllegationOutcome>,
        /// When that was recorded.
        outcome_at: Option<At>,
        /// The last day of each member of staff who is said to have done it; none while they work here.
        left: Vec<Option<Day>>,
    },
}

/// Which matters are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetentionFilter {
    /// Only what is due before this day; what is not due on any day is then left out.
    pub due_before: Option<Day>,
}

/// Dates of people linked to a matter, one after the other; an unknown one is empty between its commas.
fn dates(sql: &mut Sql, column: &str, matter: &str, parts: Option<LinkRole>, kind: &str) {
    sql.push("(SELECT group_concat(coalesce(p.").push(column);
    sql.push(", ''), ',') FROM matter_person l LEFT JOIN person p ON p.person = l.person WHERE l.matter = ")
        .push(matter)
        .push(" AND substr(l.person, 1, 1) = ")
        .push(kind);
    if let Some(part) = parts {
        sql.bind(" AND (l.parts & ?) <> 0", [stored::part_bit(part)]);
    }
    sql.push(")");
}

/// Closed matters of the scope that `reckon` wants, by the day that it answers with: what is due on no day
/// comes last.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn retention<T>(
    views: &Reading<'_>,
    scope: &Scope,
    filter: RetentionFilter,
    paging: Paging,
    mut reckon: impl FnMut(&ClosedRow) -> Option<(Option<Day>, T)>,
) -> Result<Page<(ClosedRow, T)>, ViewError> {
    let after = paging.keys(List::Retention)?;
    let mut due: Vec<([i64; 2], (ClosedRow, T))> = Vec::new();
    let mut take = |row: ClosedRow| {
        let Some((due_on, reckoned)) = reckon(&row) else {
            return;
        };
        let wanted =
            { filter.due_before }.is_none_or(|before| due_on.is_some_and(|due_on| due_on < before));
        let keys = [due_on.map_or(i64::MAX, number), row.id];
        if wanted && after.is_none_or(|after| keys > after) {
            due.push((keys, (row, reckoned)));
        }
    };
    for sql in [cases(scope), allegations(scope)] {
        sql.each(views.conn, |row| {
            take(closed_row(row)?);
            Ok(())
        })?;
    }
    due.sort_by_key(|(keys, _)| *keys);
    due.truncate(usize::try_from(paging.fetch()).unwrap_or(usize::MAX));
    let last = |row: &([i64; 2], (ClosedRow, T))| {
        let [first, second] = row.0;
        Cursor::new(List::Retention, first, second)
    };
    let page = Page::cut(due, paging, last);
    Ok(Page {
        rows: page.rows.into_iter().map(|(_, row)| row).collect(),
        next: page.next,
    })
}

/// A day as a number in the order of days, which is all that a cursor needs of it.
fn number(day: Day) -> i64 {
    let date = day.date();
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn cases(scope: &Scope) -> Sql {
    let mut sql = Sql::new("SELECT ");
    dates(&mut sql, "date_of_birth", "f.id", None, "x'01'");
    sql.push(
        ", f.id, m.stream, f.academy, f.reference, f.category, f.closed_at,
           EXISTS (SELECT 1 FROM legal_hold h WHERE h.matter = f.id), NULL, NULL, NULL
         FROM case_file f JOIN access_row m ON m.id = f.id WHERE f.closed_at IS NOT NULL",
    );
    let rows = Rows {
        alias: "f",
        matter: "f.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql
}

fn allegations(scope: &Scope) -> Sql {
    let mut sql = Sql::new("SELECT ");
    let alleged = LinkRole::AllegedToHaveDoneIt;
    dates(&mut sql, "ended_on", "a.id", Some(alleged), "x'02'");
    sql.push(
        ", a.id, m.stream, a.academy, a.reference, a.category, a.closed_at,
           EXISTS (SELECT 1 FROM legal_hold h WHERE h.matter = a.id), a.threshold, a.outcome,
           (SELECT max(e.proposed_at) FROM thread_entry t JOIN entry e ON e.position = t.position
            WHERE t.thread = a.id AND e.matter = a.id AND e.event_type = 'allegation.outcome_recorded')
         FROM allegation a JOIN access_row m ON m.id = a.id WHERE a.closed_at IS NOT NULL",
    );
    let rows = Rows {
        alias: "a",
        matter: "a.id",
        kind: RowKind::Matter(ResourceKind::Allegation),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    sql
}

fn closed_row(row: &Row<'_>) -> Result<ClosedRow, ViewError> {
    let dates: Option<String> = row.get(0)?;
    let dates = { dates.iter() }
        .flat_map(|dates| dates.split(','))
        .map(|date| stored::optional_day(Some(date.to_owned()).filter(|date| !date.is_empty())))
        .collect::<Result<Vec<_>, _>>()?;
    let matter = stored::stream(&row.get(2)?)?;
    let facts = if matter.kind == lanyard_events::StreamKind::Case {
        ClosedFacts::Case { born: dates }
    } else {
        ClosedFacts::Allegation {
            threshold: word(row, 8)?,
            outcome: word(row, 9)?,
            outcome_at: stored::optional_at(row, 10)?,
            left: dates,
        }
    };
    Ok(ClosedRow {
        id: row.get(1)?,
        matter,
        academy: stored::academy(row, 3)?,
        reference: row.get(4)?,
        category: row.get(5)?,
        closed_at: stored::at(row, 6)?,
        held: row.get(7)?,
        facts,
    })
}
