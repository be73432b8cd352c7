//! The referrals of one matter to one desk.

use lanyard_events::StreamId;

use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;

/// Every referral of a matter to a desk, the oldest first. Takes no scope: only what decides whether another
/// one is needed reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn referrals_of_matter(
    views: &Reading<'_>,
    matter: StreamId,
    agency: &str,
) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT s.stream FROM referral r CROSS JOIN access_row s ON s.id = r.id WHERE r.matter = ",
    );
    sql.bind(
        "(SELECT id FROM access_row WHERE stream = ?)",
        [matter.to_bytes().to_vec()],
    );
    sql.bind(" AND r.agency = ? ORDER BY r.id", [agency.to_owned()]);
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}
