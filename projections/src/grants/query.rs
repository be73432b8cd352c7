//! Reading grants.

use std::collections::BTreeSet;

use lanyard_access::{AcademySet, Scope};
use lanyard_events::concern::Due;
use lanyard_events::grant::GlassFinding;
use lanyard_events::{
    AcademyId, Actor, At, GrantId, Position, Revision, Sensitive, StaffId, StreamId,
};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::playbook_steps::parsed;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

/// One grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// Which one.
    pub grant: GrantId,
    /// Its revision.
    pub revision: Revision,
    /// The case.
    pub matter: StreamId,
    /// Who may read it.
    pub to: StaffId,
    /// Their name.
    pub to_name: Option<Sensitive<String>>,
    /// Who gave it; whoever broke the glass.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// Since when.
    pub since: At,
    /// Until when.
    pub until: At,
    /// Why.
    pub reason: Sensitive<String>,
    /// When it was taken back, and why.
    pub ended: Option<(At, Sensitive<String>)>,
    /// By when it is reviewed: the glass was broken.
    pub review_due: Option<Due>,
    /// What was thought of it.
    pub review: Option<GrantReview>,
}

/// What was thought of somebody's having broken the glass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantReview {
    /// When.
    pub at: At,
    /// Who thought so.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// What.
    pub finding: GlassFinding,
    /// In words.
    pub text: Sensitive<String>,
}

/// A page that was opened by a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantPageLook {
    /// Its position in the record.
    pub position: Position,
    /// When.
    pub looked_at: At,
    /// The route, without ids.
    pub route: Option<String>,
}

/// A grant with every page that was opened by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantPage {
    /// The grant.
    pub grant: GrantRow,
    /// What was opened of the case by whom it is for, while it was in force; the oldest first.
    pub pages: Vec<GrantPageLook>,
}

/// A broken glass, or an attempt that opened nothing, by ids only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassRow {
    number: i64,
    /// Which one.
    pub grant: GrantId,
    /// The academy of the case; of an attempt, the one that was named.
    pub academy: Option<AcademyId>,
    /// Who broke it, or tried to.
    pub by: Actor,
    /// When.
    pub at: At,
    /// By when it is reviewed; none for an attempt.
    pub review_due: Option<Due>,
    /// When it was reviewed.
    pub reviewed_at: Option<At>,
    /// With which finding.
    pub finding: Option<GlassFinding>,
}

/// Every broken glass and every attempt, the newest first, but for what the reader's conflicts hide. Like
/// looks they are for whoever checks the whole trust: only a scope over all of it shows any.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn broken_glasses(
    views: &Reading<'_>,
    scope: &Scope,
    paging: Paging,
) -> Result<Page<GlassRow>, ViewError> {
    let after = paging.keys(List::Glasses)?;
    if scope.unrouted != AcademySet::All || scope.within != AcademySet::All {
        return Ok(Page {
            rows: Vec::new(),
            next: None,
        });
    }
    let mut sql = Sql::new(
        "SELECT r.* FROM (
           SELECT m.id, m.stream, m.academy, g.staff, g.given_at, g.review_due, g.reviewed_at,
                  g.finding, g.matter
           FROM case_grant g JOIN access_row m ON m.id = g.id WHERE g.review_due IS NOT NULL
           UNION ALL
           SELECT m.id, m.stream, m.academy, h.tried_by, h.tried_at, NULL, NULL, NULL, m.id
           FROM glass_held h JOIN access_row m ON m.id = h.id) r WHERE 1",
    );
    if let Some([id, _]) = after {
        sql.bind(" AND r.id < ?", [id]);
    }
    visible::not_excluded(&mut sql, scope, "r.matter");
    sql.bind(" ORDER BY r.id DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, |row| {
        let grant = stored::stream(&row.get(1)?)?;
        Ok(GlassRow {
            number: row.get(0)?,
            grant: GrantId::new(grant.uuid),
            academy: stored::academy(row, 2)?,
            by: stored::actor(&row.get(3)?)?,
            at: stored::at(row, 4)?,
            review_due: parsed(row.get(5)?, "review of a broken glass")?,
            reviewed_at: stored::optional_at(row, 6)?,
            finding: parsed(row.get(7)?, "finding about a broken glass")?,
        })
    })?;
    Ok(Page::cut(rows, paging, |last: &GlassRow| {
        Cursor::new(List::Glasses, last.number, 0)
    }))
}

const COLUMNS: &str = "SELECT m.stream, m.revision, c.stream, g.staff, g.given_by, g.given_at, \
     g.until_at, g.reason, g.ended_at, g.ended_reason, g.review_due, g.reviewed_at, g.reviewed_by, \
     g.finding, g.review_text \
     FROM case_grant g JOIN access_row m ON m.id = g.id JOIN access_row c ON c.id = g.matter";

/// Pages that are listed of one grant: in an hour nobody opens more, and an inspection hardly does.
const MOST_PAGES: i64 = 1_000;

/// The cases that somebody may read by name at a moment. Takes no scope: it is part of what scopes are
/// made of.
///
/// # Errors
/// When the file cannot be read.
pub fn in_force(
    views: &Reading<'_>,
    staff: StaffId,
    now: At,
) -> Result<BTreeSet<StreamId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT c.stream FROM case_grant g JOIN access_row c ON c.id = g.matter WHERE g.staff = ",
    );
    sql.bind("?", [stored::staff_key(staff).to_vec()]);
    sql.bind(" AND g.until_at > ?", [now.millis()]);
    sql.push(" AND g.ended_at IS NULL");
    let found = sql.rows(views.conn, |row| stored::stream(&row.get(0)?))?;
    Ok(found.into_iter().collect())
}

/// The grants of a case that the caller was found to answer for, the newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn grants_of(views: &Reading<'_>, case: StreamId) -> Result<Vec<GrantRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(" WHERE c.stream = ?", [case.to_bytes().to_vec()]);
    sql.push(" ORDER BY g.id DESC");
    let mut names = Names::new(views.conn);
    sql.rows(views.conn, |row| grant_row(row, &mut names))
}

/// One grant that the caller was found to see, with the pages that were opened by it; none for an
/// attempt that opened nothing.
///
/// # Errors
/// When a file cannot be read.
pub fn grant_page(views: &Reading<'_>, grant: GrantId) -> Result<Option<GrantPage>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(" WHERE m.stream = ?", [grant.stream().to_bytes().to_vec()]);
    let mut names = Names::new(views.conn);
    let Some(row) = sql.first(views.conn, |row| grant_row(row, &mut names))? else {
        return Ok(None);
    };
    let until = row.ended.as_ref().map_or(row.until, |(at, _)| *at);
    let mut sql = Sql::new(
        "SELECT l.position, l.looked_at, l.route FROM looks.look_stream s
         JOIN looks.look l ON l.position = s.position WHERE s.stream = ",
    );
    sql.bind("?", [row.matter.to_bytes().to_vec()]);
    sql.bind(" AND l.actor = ?", [stored::staff_key(row.to).to_vec()]);
    sql.bind(
        " AND l.opened = 1 AND l.looked_at BETWEEN ? AND ?",
        [row.since.millis(), until.millis()],
    );
    sql.bind(" ORDER BY l.position LIMIT ?", [MOST_PAGES]);
    let pages = sql.rows(views.conn, |row| {
        Ok(GrantPageLook {
            position: stored::position(row.get(0)?),
            looked_at: stored::at(row, 1)?,
            route: row.get(2)?,
        })
    })?;
    Ok(Some(GrantPage { grant: row, pages }))
}

/// An attempt to break the glass that opened nothing.
#[derive(Debug, Clone)]
pub struct HeldGlass {
    /// Who tried.
    pub by: Actor,
    /// When.
    pub at: At,
    /// What they asked for.
    pub asked: Sensitive<String>,
    /// Why.
    pub reason: Sensitive<String>,
}

/// What somebody asked for who tried to break the glass, and why; for whoever was found to review it.
///
/// # Errors
/// When the file cannot be read.
pub fn attempt(views: &Reading<'_>, grant: GrantId) -> Result<Option<HeldGlass>, ViewError> {
    let mut sql = Sql::new(
        "SELECT h.tried_by, h.tried_at, h.asked, h.reason FROM glass_held h
         JOIN access_row m ON m.id = h.id WHERE m.stream = ",
    );
    sql.bind("?", [grant.stream().to_bytes().to_vec()]);
    sql.first(views.conn, |row| {
        Ok(HeldGlass {
            by: stored::actor(&row.get(0)?)?,
            at: stored::at(row, 1)?,
            asked: Sensitive::from(row.get::<_, String>(2)?),
            reason: Sensitive::from(row.get::<_, String>(3)?),
        })
    })
}

fn grant_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<GrantRow, ViewError> {
    let grant = stored::stream(&row.get(0)?)?;
    let to: Key = row.get(3)?;
    let by = stored::actor(&row.get(4)?)?;
    let ended_reason: Option<String> = row.get(9)?;
    Ok(GrantRow {
        grant: GrantId::new(grant.uuid),
        revision: stored::revision(row.get(1)?),
        matter: stored::stream(&row.get(2)?)?,
        to: stored::staff(&to)?,
        to_name: names.of_key(&to)?,
        by,
        by_name: names.of_actor(by)?,
        since: stored::at(row, 5)?,
        until: stored::at(row, 6)?,
        reason: Sensitive::from(row.get::<_, String>(7)?),
        ended: { stored::optional_at(row, 8)? }.zip(ended_reason.map(Sensitive::from)),
        review_due: parsed(row.get(10)?, "review of a broken glass")?,
        review: review(row, names)?,
    })
}

fn review(row: &Row<'_>, names: &mut Names<'_>) -> Result<Option<GrantReview>, ViewError> {
    let (Some(at), Some(by), Some(finding)) = (
        stored::optional_at(row, 11)?,
        row.get::<_, Option<Key>>(12)?,
        parsed(row.get(13)?, "finding about a broken glass")?,
    ) else {
        return Ok(None);
    };
    let by = stored::actor(&by)?;
    Ok(Some(GrantReview {
        at,
        by,
        by_name: names.of_actor(by)?,
        finding,
        text: Sensitive::from(row.get::<_, String>(14)?),
    }))
}
