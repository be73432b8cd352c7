//! What one person has in hand.

use lanyard_events::{StaffId, StreamId};

use crate::allegations::AllegationState;
use crate::caseload::CaseState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;

/// Every open case and adult's matter that somebody owns, or in which something is due from them. Takes
/// no scope: only reactions read it.
///
/// # Errors
/// When the file cannot be read.
pub fn in_hand(views: &Reading<'_>, staff: StaffId) -> Result<Vec<StreamId>, ViewError> {
    let key = stored::staff_key(staff).to_vec();
    let mut sql = Sql::new(
        "SELECT stream FROM access_row WHERE id IN (SELECT id FROM case_file WHERE owner = ",
    );
    sql.bind("?", [key.clone()]);
    sql.bind(" AND state = ?", [CaseState::Open.code()]);
    sql.bind(
        " UNION SELECT id FROM allegation WHERE owner = ?",
        [key.clone()],
    );
    sql.bind(" AND state = ?", [AllegationState::Open.code()]);
    sql.bind(
        " UNION SELECT matter FROM due_item WHERE open = 1 AND owner = ?)",
        [key],
    );
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}
