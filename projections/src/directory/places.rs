//! Academies and the trust: nothing personal, so no scope.

use lanyard_events::academy::{DeskContact, Phase, Term};
use lanyard_events::{AcademyId, Day, Revision, StaffId, TrustId};
use rusqlite::Row;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::ViewError;
use crate::reader::Reading;
use crate::stored;

/// One academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcademyRow {
    /// Which one.
    pub academy: AcademyId,
    /// Revision of its newest event.
    pub revision: Revision,
    /// Name.
    pub name: String,
    /// Unique reference number.
    pub urn: Option<String>,
    /// Local authority code, three digits.
    pub local_authority: String,
    /// Which ages.
    pub phase: Phase,
    /// End of the school day, `15:30`.
    pub day_ends: String,
    /// Terms and half-terms, in order.
    pub terms: Vec<Term>,
    /// Days within them without pupils.
    pub closed: Vec<Day>,
    /// How the local desks are reached.
    pub contacts: Vec<DeskContact>,
}

/// The trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustRow {
    /// Its id.
    pub trust: TrustId,
    /// Revision of its newest event.
    pub revision: Revision,
    /// Name.
    pub name: String,
    /// Origin of its log.
    pub origin: String,
    /// Group safeguarding lead named at set-up.
    pub trust_lead: StaffId,
    /// The second person named at set-up.
    pub second: StaffId,
    /// Version of the taxonomy in force; 0 before the first.
    pub taxonomy: u16,
    /// The event format that may appear; 0 before it was raised.
    pub format: u16,
}

const ACADEMY: &str = "SELECT a.academy, m.revision, a.name, a.urn, a.local_authority, a.phase, \
     a.day_ends, a.terms, a.closed, a.contacts FROM academy a JOIN access_row m ON m.id = a.id";

/// All academies by name: a trust has tens of them.
///
/// # Errors
/// When the file cannot be read.
pub fn academies(views: &Reading<'_>) -> Result<Vec<AcademyRow>, ViewError> {
    let mut statement = views
        .conn
        .prepare_cached(&format!("{ACADEMY} ORDER BY a.name, a.id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(academy_row(row)?);
    }
    Ok(found)
}

/// One academy.
///
/// # Errors
/// When the file cannot be read.
pub fn academy(views: &Reading<'_>, academy: AcademyId) -> Result<Option<AcademyRow>, ViewError> {
    let mut statement = views
        .conn
        .prepare_cached(&format!("{ACADEMY} WHERE a.academy = ?1"))?;
    let mut rows = statement.query([academy.uuid().as_bytes()])?;
    rows.next()?.map(academy_row).transpose()
}

/// The trust; none before it was established.
///
/// # Errors
/// When the file cannot be read.
pub fn trust(views: &Reading<'_>) -> Result<Option<TrustRow>, ViewError> {
    let mut statement = views.conn.prepare_cached(
        "SELECT t.trust, m.revision, t.name, t.origin, t.trust_lead, t.second, t.taxonomy, t.format
         FROM trust t JOIN access_row m ON m.id = t.id ORDER BY t.id LIMIT 1",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(TrustRow {
        trust: TrustId::new(Uuid::from_bytes(row.get(0)?)),
        revision: stored::revision(row.get(1)?),
        name: row.get(2)?,
        origin: row.get(3)?,
        trust_lead: StaffId::new(Uuid::from_bytes(row.get(4)?)),
        second: StaffId::new(Uuid::from_bytes(row.get(5)?)),
        taxonomy: row.get(6)?,
        format: row.get(7)?,
    }))
}

fn academy_row(row: &Row<'_>) -> Result<AcademyRow, ViewError> {
    Ok(AcademyRow {
        academy: AcademyId::new(Uuid::from_bytes(row.get(0)?)),
        revision: stored::revision(row.get(1)?),
        name: row.get(2)?,
        urn: row.get(3)?,
        local_authority: row.get(4)?,
        phase: json(row, 5)?,
        day_ends: row.get(6)?,
        terms: json(row, 7)?,
        closed: json(row, 8)?,
        contacts: json(row, 9)?,
    })
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, ViewError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| ViewError::Stored("academy"))
}
