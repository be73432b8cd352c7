//! Who a log-in is: the first question of every request.

use lanyard_access::HeldRole;
use lanyard_events::{AcademyId, At, ConflictId, Day, Revision, StaffId};
use rusqlite::Row;
use uuid::Uuid;

use super::staff_roles::roles_of;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::stored::{self, Key};

/// A member of staff as a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerRow {
    /// Who.
    pub staff: StaffId,
    /// Where they are registered; none for the trust's own staff. Everybody on the register is
    /// `staff` there; that role is not in `roles`.
    pub academy: Option<AcademyId>,
    /// Their conflict stream, read from the store at every request.
    pub conflict: ConflictId,
    /// Roles in effect: proposed by one and confirmed by another.
    pub roles: Vec<HeldRole>,
    /// Their last day, if they leave or left: access ends that day (domain.md 1 rule 2).
    pub ended_on: Option<Day>,
    /// Revision of their stream.
    pub revision: Revision,
}

const COLUMNS: &str = "SELECT p.person, p.academy, p.conflict, p.ended_on, m.revision, p.id \
     FROM person p JOIN access_row m ON m.id = p.id";

/// The member of staff bound to a log-in, with the roles held now. A log-in bound to two people who have not left lets
/// neither in: whose it is has to be settled first.
///
/// # Errors
/// When the file cannot be read.
pub fn caller(
    views: &Reading<'_>,
    issuer: &str,
    subject: &str,
    now: At,
) -> Result<Option<CallerRow>, ViewError> {
    let mut statement = views.conn.prepare_cached(&format!(
        "{COLUMNS} JOIN login l ON l.staff = p.id WHERE l.issuer = ?1 AND l.subject = ?2
         ORDER BY p.ended_on IS NOT NULL, p.id LIMIT 2"
    ))?;
    let mut rows = statement.query((issuer, subject))?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let first = caller_row(views, row, now)?;
    if let Some(second) = rows.next()?
        && second.get::<_, Option<String>>(3)?.is_none()
    {
        return Ok(None);
    }
    Ok(Some(first))
}

/// A member of staff by id, with the roles held now.
///
/// # Errors
/// When the file cannot be read.
pub fn caller_of_staff(
    views: &Reading<'_>,
    staff: StaffId,
    now: At,
) -> Result<Option<CallerRow>, ViewError> {
    let mut statement = views
        .conn
        .prepare_cached(&format!("{COLUMNS} WHERE p.person = ?1"))?;
    let mut rows = statement.query([stored::staff_key(staff)])?;
    rows.next()?
        .map(|row| caller_row(views, row, now))
        .transpose()
}

fn caller_row(views: &Reading<'_>, row: &Row<'_>, now: At) -> Result<CallerRow, ViewError> {
    let roles = roles_of(views.conn, row.get(5)?)?;
    Ok(CallerRow {
        staff: stored::staff(&row.get::<_, Key>(0)?)?,
        academy: stored::academy(row, 1)?,
        conflict: ConflictId::new(Uuid::from_bytes(row.get(2)?)),
        ended_on: stored::optional_day(row.get(3)?)?,
        revision: stored::revision(row.get(4)?),
        roles: roles
            .into_iter()
            .filter(|role| role.is_held(now))
            .map(|role| HeldRole {
                role: role.role,
                academy: role.academy,
            })
            .collect(),
    })
}
