//! Who is on duty for safeguarding at an academy, as its rota says.

use lanyard_events::academy::{AcademyDutyEnded, AcademyDutySet};
use lanyard_events::{AcademyId, At, DutyId, Sensitive, StaffId};
use rusqlite::Row;
use uuid::Uuid;

use crate::casework::Applying;
use crate::error::{Fault, ViewError};
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};

/// A time on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// Names it.
    pub duty: DutyId,
    /// Who. Whether they can still be on duty, the rota does not know.
    pub staff: StaffId,
    /// Their name, if the register still has it.
    pub name: Option<Sensitive<String>>,
    /// From when.
    pub from: At,
    /// Until when; that moment is not part of it.
    pub until: At,
}

pub(super) fn set(at: &Applying<'_>, set: &AcademyDutySet) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT INTO duty VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((
            set.duty.uuid().as_bytes(),
            at.id,
            stored::staff_key(set.staff),
            set.from.millis(),
            set.until.millis(),
        ))?;
    Ok(())
}

pub(super) fn end(at: &Applying<'_>, ended: &AcademyDutyEnded) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE duty SET until_at = ?3 WHERE duty = ?1 AND academy = ?2")?
        .execute((ended.duty.uuid().as_bytes(), at.id, ended.at.millis()))?;
    at.met(rows)
}

/// Times on duty at an academy that touch the stretch from one moment until before another, by their
/// beginning. Takes no scope: a rota is no content; decide on the academy first.
///
/// # Errors
/// When the file cannot be read.
pub fn duties(
    views: &Reading<'_>,
    academy: AcademyId,
    (from, until): (At, At),
) -> Result<Vec<DutyRow>, ViewError> {
    let mut sql = Sql::new(
        "SELECT d.duty, d.staff, d.from_at, d.until_at FROM duty d JOIN academy a ON a.id = d.academy",
    );
    sql.bind(" WHERE a.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    sql.bind(" AND d.until_at > ?", [from.millis()]);
    // One that was taken back has no length.
    sql.push(" AND d.until_at > d.from_at");
    sql.bind(
        " AND d.from_at < ? ORDER BY d.from_at, d.duty",
        [until.millis()],
    );
    let mut names = Names::new(views.conn);
    sql.rows(views.conn, |row| duty(row, &mut names))
}

fn duty(row: &Row<'_>, names: &mut Names<'_>) -> Result<DutyRow, ViewError> {
    let staff: Key = row.get(1)?;
    Ok(DutyRow {
        duty: DutyId::new(Uuid::from_bytes(row.get(0)?)),
        name: names.of_key(&staff)?,
        staff: stored::staff(&staff)?,
        from: stored::at(row, 2)?,
        until: stored::at(row, 3)?,
    })
}
