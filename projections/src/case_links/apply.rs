//! Events into links.

use lanyard_events::case_links::{CaseLinksEvent, CaseUnlinked};

use crate::casework::Applying;
use crate::error::Fault;
use crate::stored;

pub(crate) fn apply(at: &Applying<'_>, event: &CaseLinksEvent) -> Result<(), Fault> {
    match event {
        CaseLinksEvent::Linked(linked) => {
            at.conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO case_link
                     SELECT c.id, ?2, ?3, ?4, ?5, ?6, ?7 FROM access_row c WHERE c.stream = ?1",
                )?
                .execute((
                    linked.of.stream().to_bytes(),
                    linked.case.stream().to_bytes(),
                    at.id,
                    stored::json(&linked.kind)?,
                    linked.reason.expose(),
                    at.actor(),
                    at.at().millis(),
                ))?;
            Ok(())
        }
        // The row may have gone with a case that cannot be shown.
        CaseLinksEvent::Unlinked(CaseUnlinked { case, .. }) => {
            at.conn
                .prepare_cached("DELETE FROM case_link WHERE id = ?1 AND other = ?2")?
                .execute((at.id, case.stream().to_bytes()))?;
            Ok(())
        }
    }
}
