//! The page of one adult's matter.

use std::collections::BTreeSet;

use lanyard_access::{PersonKey, Scope};
use lanyard_events::allegation::AllegationTellingDecided;
use lanyard_events::{AllegationId, CaseId, Sensitive};

use super::patterns::{SameAdult, about_same_adult, same_adult};
use super::query::{self, AllegationRow, COLUMNS, ROWS};
use crate::case_timeline::{ENTRIES, TimelineEntry, entry};
use crate::caseload::{CaseConcern, concerns_of};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

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
    let Some(mut row) = row_of(views, scope, allegation, &mut names)? else {
        return Ok(None);
    };
    let id = stored::position_column(row.position);
    row.about_same_adult = about_same_adult(views, scope, id)?;
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
