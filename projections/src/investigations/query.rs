//! Reading the entries of a matter's records.

use std::collections::BTreeSet;

use lanyard_access::{PersonKey, ResourceKind, Scope};
use lanyard_events::case::CaseInvestigationRecorded;
use lanyard_events::investigation::InvestigationFact;
use lanyard_events::{At, InvestigationId, Sensitive, StaffId, StreamId, StreamKind};

use crate::case_timeline::{ENTRIES, entry, visible_thread};
use crate::caseload::DueKind;
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// One entry of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvestigationEntry {
    /// Of which record.
    pub investigation: InvestigationId,
    /// What it says.
    pub fact: InvestigationFact,
    /// When it was written or signed, by the server's clock.
    pub at: At,
}

/// The entries of all records of a matter, in the order of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Investigations {
    /// The entries.
    pub entries: Vec<InvestigationEntry>,
    /// Entries that were erased.
    pub erased: u32,
    /// Names of the staff whom they mention.
    pub names: Vec<(PersonKey, Sensitive<String>)>,
}

/// The records of a case or an adult's matter; none when the scope does not show the matter.
///
/// # Errors
/// When the file cannot be read.
pub fn investigations(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
) -> Result<Option<Investigations>, ViewError> {
    let kind = if matter.kind == StreamKind::Allegation {
        ResourceKind::Allegation
    } else {
        ResourceKind::Case
    };
    match visible_thread(views, scope, matter, kind)? {
        Some(id) => entries(views, id).map(Some),
        None => Ok(None),
    }
}

/// The records of a matter in which somebody is one of the two seniors who reads nothing else of it: a step of
/// it was given to them by name (domain.md 1, row pastoral). `scope` is that of their own actions; none where
/// it shows no open step of theirs.
///
/// # Errors
/// When the file cannot be read.
pub fn investigations_by_name(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    staff: StaffId,
) -> Result<Option<Investigations>, ViewError> {
    let Some(id) = matter_of_step(views, scope, matter, staff)? else {
        return Ok(None);
    };
    let mut all = entries(views, id)?;
    let theirs: BTreeSet<InvestigationId> = { all.entries.iter() }
        .filter(|entry| names_as_senior(&entry.fact, staff))
        .map(|entry| entry.investigation)
        .collect();
    if theirs.is_empty() {
        return Ok(None);
    }
    all.entries
        .retain(|entry| theirs.contains(&entry.investigation));
    let named: BTreeSet<PersonKey> = { all.entries.iter() }
        .flat_map(|entry| entry.fact.staff())
        .map(PersonKey::Staff)
        .collect();
    all.names.retain(|(person, _)| named.contains(person));
    Ok(Some(all))
}

/// Whether an open step of a matter was given to somebody by name; `scope` is that of their own actions.
///
/// # Errors
/// When the file cannot be read.
pub fn has_open_step(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    staff: StaffId,
) -> Result<bool, ViewError> {
    Ok(matter_of_step(views, scope, matter, staff)?.is_some())
}

/// The number of a matter of which an open step is somebody's.
fn matter_of_step(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    staff: StaffId,
) -> Result<Option<i64>, ViewError> {
    let mut sql = Sql::new(
        "SELECT d.matter FROM due_item d CROSS JOIN access_row m ON m.id = d.matter WHERE d.open = 1",
    );
    sql.bind(" AND d.kind = ?", [DueKind::Step.code()]);
    sql.bind(" AND d.owner = ?", [stored::staff_key(staff).to_vec()]);
    sql.bind(" AND m.stream = ?", [matter.to_bytes().to_vec()]);
    let rows = Rows {
        alias: "d",
        matter: "d.matter",
        kind: RowKind::CaseAction,
    };
    visible::restrict(&mut sql, scope, rows);
    sql.push(" LIMIT 1");
    sql.first(views.conn, |row| Ok(row.get::<_, i64>(0)?))
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "a record names its two seniors when it is proposed, and never again"
)]
fn names_as_senior(fact: &InvestigationFact, staff: StaffId) -> bool {
    match fact {
        InvestigationFact::Proposed { by, second, .. } => *by == staff || *second == staff,
        _ => false,
    }
}

fn entries(views: &Reading<'_>, id: i64) -> Result<Investigations, ViewError> {
    let mut sql = Sql::new(ENTRIES);
    sql.bind("? AND e.matter = ?", [id, id]).push(
        " AND e.event_type IN ('case.investigation_recorded', 'allegation.investigation_recorded')
         ORDER BY t.position",
    );
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| entry(row, &mut names))?;
    let mut found = Investigations {
        entries: Vec::with_capacity(rows.len()),
        erased: 0,
        names: Vec::new(),
    };
    for row in rows {
        let Some(detail) = row.detail else {
            found.erased += 1;
            continue;
        };
        // Both kinds of matter have the same fields.
        let recorded: CaseInvestigationRecorded = serde_json::from_str(detail.expose())
            .map_err(|_| ViewError::Stored("entry of a record of looking into misuse"))?;
        found.entries.push(InvestigationEntry {
            investigation: recorded.investigation,
            fact: recorded.fact,
            at: row.proposed_at,
        });
    }
    found.names = names.into_people()?;
    Ok(found)
}
