//! Who holds a role: routing needs to know whether somebody unconflicted does.

use lanyard_events::{AcademyId, At, ConflictId, Role, StaffId};

use super::caller::{CallerRow, caller_of_staff};
use super::staff_roles::RoleState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::stored::{self, Key};

/// Everybody who holds a role: for one academy, or for the whole trust where the role is
/// trust-wide. Takes no scope: it carries no content, and only rules read it.
///
/// # Errors
/// When the file cannot be read.
pub fn holders(
    views: &Reading<'_>,
    role: Role,
    academy: Option<AcademyId>,
    now: At,
) -> Result<Vec<CallerRow>, ViewError> {
    let academy = academy.filter(|_| !role.is_trust_wide());
    let mut statement = views.conn.prepare_cached(
        "SELECT p.person FROM staff_role r JOIN person p ON p.id = r.staff
         WHERE r.role = ?1 AND r.state = ?2 AND r.academy IS ?3 AND (r.until IS NULL OR r.until > ?4)
         GROUP BY p.id ORDER BY p.id",
    )?;
    let academy = academy.map(|id| *id.uuid().as_bytes());
    let mut rows = statement.query((role.name(), RoleState::Held.code(), academy, now.millis()))?;
    let mut staff: Vec<StaffId> = Vec::new();
    while let Some(row) = rows.next()? {
        staff.push(stored::staff(&row.get::<_, Key>(0)?)?);
    }
    let mut holders = Vec::with_capacity(staff.len());
    for id in staff {
        holders.extend(caller_of_staff(views, id, now)?);
    }
    Ok(holders)
}

/// Whose a conflict stream is. Takes no scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn staff_of_conflict(
    views: &Reading<'_>,
    conflict: ConflictId,
) -> Result<Option<StaffId>, ViewError> {
    let mut statement = views
        .conn
        .prepare_cached("SELECT person FROM person WHERE conflict = ?1")?;
    let mut rows = statement.query([conflict.uuid().as_bytes()])?;
    rows.next()?
        .map(|row| stored::staff(&row.get::<_, Key>(0)?))
        .transpose()
}
