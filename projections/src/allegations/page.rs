//! The page of one adult's matter.

use std::collections::BTreeSet;

use lanyard_access::{PersonKey, Scope};
use lanyard_events::allegation::{AllegationOutcome, AllegationTellingDecided, ThresholdDecision};
use lanyard_events::{AcademyId, AllegationId, At, CaseId, Sensitive, StreamId};
use rusqlite::Row;

use super::query::{self, AllegationRow, AllegationState, COLUMNS, ROWS};
use crate::case_timeline::{ENTRIES, TimelineEntry, entry};
use crate::caseload::{CaseConcern, concerns_of};
use crate::concern_inbox::ConcernState;
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// More about one adult than this is no pattern to read on one page.
const SAME_ADULT_MAX: usize = 50;

/// One adult's matter whole, but for its timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllegationPage {
    /// What lists show of it.
    pub allegation: AllegationRow,
    /// The concerns it comes from, the oldest first, where the reader may see them.
    pub concerns: Vec<CaseConcern>,
    /// The decisions in force, in the order in which they were made: the newest on the threshold, on
    /// the measure, on telling each of those to be told, the support person, the outcome, the end.
    pub in_force: Vec<TimelineEntry>,
    /// Names of the pupils and staff whom these mention.
    pub names: Vec<(PersonKey, Sensitive<String>)>,
    /// The children's own cases, where the reader may see them.
    pub child_cases: Vec<ChildCase>,
    /// What else is said of the same adult, as far as the reader may see it, the newest first.
    pub same_adult: Vec<SameAdult>,
}

/// A case of the child's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildCase {
    /// Which one.
    pub case: CaseId,
    /// Whether a name was shared in it.
    pub name_shared: bool,
}

/// Where something said of the same adult stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameAdultState {
    /// A concern by itself.
    Concern(ConcernState),
    /// A matter.
    Allegation {
        /// Open or closed.
        state: AllegationState,
        /// The decision on the threshold.
        threshold: Option<ThresholdDecision>,
        /// The outcome.
        outcome: Option<AllegationOutcome>,
    },
}

/// Another concern or matter in which the same adult is said to have done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAdult {
    /// The concern or matter.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// When it was raised or opened.
    pub begun_at: At,
    /// Where it stands.
    pub state: SameAdultState,
}

/// The page of an adult's matter; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn allegation_page(
    views: &Reading<'_>,
    scope: &Scope,
    allegation: AllegationId,
) -> Result<Option<AllegationPage>, ViewError> {
    let mut names = Names::new(views.conn);
    let Some(row) = row_of(views, scope, allegation, &mut names)? else {
        return Ok(None);
    };
    let id = stored::position_column(row.position);
    let in_force = in_force(views, id, &mut names)?;
    Ok(Some(AllegationPage {
        allegation: row,
        concerns: concerns_of(views, scope, id)?,
        in_force,
        names: names.into_people()?,
        child_cases: child_cases(views, scope, id)?,
        same_adult: same_adult(views, scope, id)?,
    }))
}

/// What lists show of one adult's matter; none when the scope does not show it.
///
/// # Errors
/// When the file cannot be read.
pub fn allegation(
    views: &Reading<'_>,
    scope: &Scope,
    allegation: AllegationId,
) -> Result<Option<AllegationRow>, ViewError> {
    row_of(views, scope, allegation, &mut Names::new(views.conn))
}

fn row_of(
    views: &Reading<'_>,
    scope: &Scope,
    allegation: AllegationId,
    names: &mut Names<'_>,
) -> Result<Option<AllegationRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM access_row m JOIN allegation a ON a.id = m.id WHERE m.stream = ")
        .bind("?", [allegation.stream().to_bytes().to_vec()]);
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.first(views.conn, |row| query::allegation_row(row, names))
}

/// Of the matter's own decisions the newest of each sort.
fn in_force(
    views: &Reading<'_>,
    id: i64,
    names: &mut Names<'_>,
) -> Result<Vec<TimelineEntry>, ViewError> {
    let mut sql = Sql::new(ENTRIES);
    sql.bind("? AND e.matter = ?", [id, id]).push(
        " AND e.event_type IN ('allegation.threshold_decided', 'allegation.support_person_named',
           'allegation.telling_decided', 'allegation.interim_measure_decided',
           'allegation.outcome_recorded', 'allegation.closed', 'allegation.reopened')
         ORDER BY t.position DESC",
    );
    let mut seen = BTreeSet::new();
    let mut newest = sql.rows(views.conn, |row| entry(row, names))?;
    newest.retain(|entry| topic(entry).is_none_or(|topic| seen.insert(topic)));
    newest.retain(|entry| entry.kind != "allegation.reopened");
    newest.reverse();
    Ok(newest)
}

/// What a decision is about, so that a newer one takes its place; none of one that was erased.
fn topic(entry: &TimelineEntry) -> Option<String> {
    let detail = entry.detail.as_ref()?;
    match entry.kind.as_str() {
        "allegation.telling_decided" => {
            let decided: AllegationTellingDecided = serde_json::from_str(detail.expose()).ok()?;
            Some(format!("{:?}", decided.whom))
        }
        // Opening it again ends that it was closed.
        "allegation.reopened" => Some("allegation.closed".to_owned()),
        kind => Some(kind.to_owned()),
    }
}

fn child_cases(views: &Reading<'_>, scope: &Scope, id: i64) -> Result<Vec<ChildCase>, ViewError> {
    let mut sql = Sql::new("SELECT case_stream, name_shared FROM allegation_child_case");
    sql.bind(" WHERE matter = ? ORDER BY case_stream", [id]);
    let mut cases = sql.rows(views.conn, |row| {
        Ok(ChildCase {
            case: stored::case(&row.get::<_, Key>(0)?)?,
            name_shared: row.get(1)?,
        })
    })?;
    let streams = cases.iter().map(|child| child.case.stream()).collect();
    let hidden = visible::hidden(views.conn, scope, &streams)?;
    cases.retain(|child| !hidden.contains(&child.case.stream()));
    Ok(cases)
}

/// Concerns that are part of a matter are counted with it, not again.
fn same_adult(views: &Reading<'_>, scope: &Scope, id: i64) -> Result<Vec<SameAdult>, ViewError> {
    let alleged = stored::part_bit(lanyard_events::LinkRole::AllegedToHaveDoneIt);
    let mut sql = Sql::new(
        "SELECT DISTINCT m.stream, m.academy, coalesce(c.reference, a.reference),
           coalesce(c.category, a.category), coalesce(c.raised_at, a.opened_at), c.state, a.state,
           a.threshold, a.outcome, m.id
         FROM matter_person own JOIN matter_person p ON p.person = own.person
         JOIN access_row m ON m.id = p.matter
         LEFT JOIN concern c ON c.id = m.id AND c.allegation_uuid IS NULL
         LEFT JOIN allegation a ON a.id = m.id
         WHERE coalesce(c.id, a.id) IS NOT NULL AND substr(own.person, 1, 1) = x'02'",
    );
    sql.bind(
        " AND own.matter = ? AND p.matter <> ? AND (own.parts & ?) <> 0 AND (p.parts & ?) <> 0",
        [id, id, alleged, alleged],
    );
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        // Read by the same readers as the matter itself, whatever they are.
        kind: RowKind::PartOfCase,
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let most = i64::try_from(SAME_ADULT_MAX).unwrap_or(i64::MAX);
    sql.bind(" ORDER BY m.id DESC LIMIT ?", [most])
        .rows(views.conn, same_adult_row)
}

fn same_adult_row(row: &Row<'_>) -> Result<SameAdult, ViewError> {
    let state = match (row.get::<_, Option<i64>>(5)?, row.get::<_, Option<i64>>(6)?) {
        (Some(code), _) => SameAdultState::Concern(ConcernState::of_code(code)?),
        (None, Some(code)) => SameAdultState::Allegation {
            state: AllegationState::of_code(code)?,
            threshold: query::word(row, 7)?,
            outcome: query::word(row, 8)?,
        },
        (None, None) => return Err(ViewError::Stored("matter of the same adult")),
    };
    Ok(SameAdult {
        matter: stored::stream(&row.get(0)?)?,
        academy: stored::academy(row, 1)?,
        reference: row.get(2)?,
        category: row.get(3)?,
        begun_at: stored::at(row, 4)?,
        state,
    })
}
