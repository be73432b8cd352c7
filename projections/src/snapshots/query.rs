//! Reading what was published. Takes no scope: nothing in it is personal, and what may not be told is
//! not in it. Who may read it is decided before.

use lanyard_events::At;
use lanyard_events::snapshot::SnapshotPublished;

use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;

/// One snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedSnapshot {
    /// When it was published.
    pub at: At,
    /// What it shows.
    pub figures: SnapshotPublished,
}

/// The newest snapshots, the newest time first.
///
/// # Errors
/// When the file cannot be read.
pub fn published_snapshots(
    views: &Reading<'_>,
    most: u32,
) -> Result<Vec<PublishedSnapshot>, ViewError> {
    let mut sql = Sql::new("SELECT published_at, figures FROM snapshot");
    sql.bind(" ORDER BY id DESC LIMIT ?", [i64::from(most)]);
    let mut found = sql.rows(views.conn, |row| {
        let figures: String = row.get(1)?;
        Ok(PublishedSnapshot {
            at: stored::at(row, 0)?,
            figures: serde_json::from_str(&figures).map_err(|_| ViewError::Stored("snapshot"))?,
        })
    })?;
    found.sort_by_key(|one| std::cmp::Reverse(one.figures.first));
    Ok(found)
}
