//! Reading who was asked about, and who was told "reassigned".

use lanyard_events::{At, StaffId, StreamId};

use crate::caseload::DueKind;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key, STAFF};

/// Everybody for whom a conflict was ever marked by hand in a matter. Takes no scope: only reactions
/// read it, and ask each one's own stream whether it still holds.
///
/// # Errors
/// When the file cannot be read.
pub fn asked_about(views: &Reading<'_>, matter: StreamId) -> Result<Vec<StaffId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT d.action FROM due_item d JOIN access_row m ON m.id = d.matter WHERE m.stream = ",
    );
    sql.bind("?", [matter.to_bytes().to_vec()]);
    sql.bind(" AND d.kind = ?", [DueKind::ConflictReview.code()]);
    sql.rows(views.conn, |row| {
        let named: [u8; 16] = row.get(0)?;
        let mut key: Key = [STAFF; 17];
        key[1..].copy_from_slice(&named);
        stored::staff(&key)
    })
}

/// When something that somebody had in hand was last given to others because it was closed to them.
/// Says nothing of what it was.
///
/// # Errors
/// When the file cannot be read.
pub fn reassigned_at(views: &Reading<'_>, staff: StaffId) -> Result<Option<At>, ViewError> {
    let mut sql = Sql::new("SELECT max(at) FROM reassigned WHERE staff = ");
    sql.bind("?", [stored::staff_key(staff).to_vec()]);
    let newest = sql.first(views.conn, |row| Ok(stored::optional_at(row, 0)?))?;
    Ok(newest.flatten())
}
