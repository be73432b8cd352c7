//! Events into rows.

use lanyard_events::snapshot::SnapshotEvent;

use crate::casework::Applying;
use crate::error::Fault;
use crate::stored::json;

/// Keeps what was published, as it was published.
pub(crate) fn apply(at: &Applying<'_>, event: &SnapshotEvent) -> Result<(), Fault> {
    match event {
        SnapshotEvent::Published(published) => {
            at.conn
                .prepare_cached("INSERT INTO snapshot VALUES (?1, ?2, ?3, ?4)")?
                .execute((at.position, at.id, at.at().millis(), json(published)?))?;
            Ok(())
        }
    }
}
