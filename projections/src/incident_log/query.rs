//! Reading the log, page by page.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::{AcademyId, At, ConcernId};

use crate::caseload::{CasePage, case_page};
use crate::concern_page::{ConcernPage, concern_page};
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;
use crate::visible::{self, RowKind, Rows};

/// Which incidents are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentFilter {
    /// Of this academy.
    pub academy: AcademyId,
    /// Raised at this moment or later.
    pub from: Option<At>,
    /// Raised before this moment.
    pub to: Option<At>,
}

/// One incident: a concern, and the case that it is part of, where the reader may see that.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// The concern.
    pub concern: ConcernPage,
    /// Its case.
    pub case: Option<CasePage>,
}

const ROWS: Rows = Rows {
    alias: "c",
    matter: "c.id",
    kind: RowKind::Matter(ResourceKind::Concern),
};

/// Incidents that the reader may see, the oldest first. `scope` is for reading concerns, `cases` for reading cases.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn incident_log(
    views: &Reading<'_>,
    scope: &Scope,
    cases: &Scope,
    filter: &IncidentFilter,
    paging: Paging,
) -> Result<Page<Incident>, ViewError> {
    let mut sql =
        Sql::new("SELECT m.stream, c.id FROM concern c JOIN access_row m ON m.id = c.id WHERE 1");
    let academy = filter.academy.uuid().as_bytes().to_vec();
    sql.bind(" AND c.academy = ?", [academy]);
    if let Some(from) = filter.from {
        sql.bind(" AND c.raised_at >= ?", [from.millis()]);
    }
    if let Some(to) = filter.to {
        sql.bind(" AND c.raised_at < ?", [to.millis()]);
    }
    if let Some([id, _]) = paging.keys(List::Incidents)? {
        sql.bind(" AND c.id > ?", [id]);
    }
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY c.id LIMIT ?", [paging.fetch()]);
    let found: Vec<(ConcernId, i64)> = sql.rows(views.conn, |row| {
        Ok((stored::concern(&row.get(0)?)?, row.get(1)?))
    })?;
    let page = Page::cut(found, paging, |(_, last)| {
        Cursor::new(List::Incidents, *last, 0)
    });
    let mut rows = Vec::with_capacity(page.rows.len());
    for (concern, _) in page.rows {
        // One whose beginning was erased has nothing left to show.
        let Some(concern) = concern_page(views, scope, concern)? else {
            continue;
        };
        let case = match concern.concern.case {
            Some(case) => case_page(views, cases, case)?,
            None => None,
        };
        rows.push(Incident { concern, case });
    }
    Ok(Page {
        rows,
        next: page.next,
    })
}
