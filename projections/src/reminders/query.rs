//! Reading what is to be reminded of, and the notices of one person.

use lanyard_access::Scope;
use lanyard_events::{AcademyId, At, Position, StaffId, StreamId};
use rusqlite::Row;

use super::apply::{BOARD_TOLD, DANGER, GOVERNORS_TOLD, RAISED, UNTRIAGED};
use super::history::TakenOver;
use crate::caseload::due_items::{A_DAY, A_QUARTER_OF_AN_HOUR};
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// What is to be reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A concern in which somebody is in danger now, and that nobody has looked at (R2).
    Danger,
    /// A concern that has come (R1).
    Raised {
        /// Nobody has looked at it yet.
        is_untriaged: bool,
    },
    /// A concern that nobody has looked at in time (R1).
    Untriaged,
    /// The trust board is told that there is a matter, and nothing else.
    Board,
    /// The governors are told that there is a serious incident, and nothing else.
    SeriousIncident,
    /// A step, action, review or referral that is due.
    Item {
        /// Whose it is; none where that is nobody on the staff register.
        owner: Option<StaffId>,
    },
}

/// One thing of which somebody is to be reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The matter.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// What sort of thing.
    pub subject: Subject,
    /// What names it within its matter.
    pub item: String,
    /// When it is due.
    pub due_at: At,
    /// The how-manieth time this is.
    pub level: u16,
    /// How long nobody may answer until it goes further up, in milliseconds.
    pub patience: i64,
}

/// A notice that somebody was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Position of the reminder.
    pub position: Position,
    /// The matter; none where all that is told is that there is one.
    pub matter: Option<StreamId>,
    /// Its reference.
    pub reference: Option<String>,
    /// What names the thing within its matter.
    pub item: String,
    /// When it is or was due.
    pub due_at: At,
    /// The how-manieth time: 0 when it fell due.
    pub level: u16,
    /// When the notice was given.
    pub at: At,
}

/// Whatever is to be reminded of by now, danger first. Takes no scope: it shows no content, and only
/// the worker reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn pending(views: &Reading<'_>, now: At, limit: u32) -> Result<Vec<Pending>, ViewError> {
    let mut found = Vec::new();
    for (column, subject, item) in [
        ("danger", Subject::Danger, DANGER),
        ("untriaged", Subject::Untriaged, UNTRIAGED),
    ] {
        let mut sql = Sql::new("SELECT m.stream, c.academy, c.due_at, c.had_since, c.");
        sql.push(column)
            .push("_level FROM concern c JOIN access_row m ON m.id = c.id");
        sql.push(" WHERE c.state = 0 AND c.").push(column);
        sql.bind("_at <= ?", [now.millis()]);
        sql.push(" ORDER BY c.").push(column);
        sql.bind("_at LIMIT ?", [i64::from(limit)]);
        found.extend(sql.rows(views.conn, |row| concern(row, subject, item))?);
    }
    let history = TakenOver::read(views, now)?;
    found.extend(raised(views, now, limit, &history)?);
    found.extend(bare(views, now, limit, &history)?);
    let mut sql = Sql::new(
        "SELECT m.stream, d.academy, d.due_at, d.item, d.reminders, d.owner, d.patience
         FROM due_item d JOIN access_row m ON m.id = d.matter WHERE d.open = 1",
    );
    sql.bind(" AND d.remind_at <= ?", [now.millis()]);
    sql.bind(
        " AND (d.remind_at > ? OR d.id >= ?)",
        [history.open_since(), history.first_item()],
    );
    sql.bind(" ORDER BY d.remind_at LIMIT ?", [i64::from(limit)]);
    found.extend(sql.rows(views.conn, due_item)?);
    Ok(found)
}

/// Concerns of which nobody was told yet. One about an adult that its receiver has already looked at is
/// known to whom it went.
fn raised(
    views: &Reading<'_>,
    now: At,
    limit: u32,
    history: &TakenOver,
) -> Result<Vec<Pending>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream, c.academy, c.due_at, c.had_since, 0, c.state
         FROM concern c JOIN access_row m ON m.id = c.id
         WHERE (c.state = 0 OR c.about_adult = 0)",
    );
    sql.bind(" AND c.raised_at_once <= ?", [now.millis()]);
    sql.bind(
        " AND (c.state = 0 OR c.raised_at_once > ? OR c.id >= ?)",
        [history.decided_since(), history.first_row()],
    );
    sql.bind(" ORDER BY c.raised_at_once LIMIT ?", [i64::from(limit)]);
    sql.rows(views.conn, |row| {
        let is_untriaged = row.get::<_, i64>(5)? == 0;
        concern(row, Subject::Raised { is_untriaged }, RAISED)
    })
}

/// Matters of which the board or the governors are told nothing but that.
fn bare(
    views: &Reading<'_>,
    now: At,
    limit: u32,
    history: &TakenOver,
) -> Result<Vec<Pending>, ViewError> {
    let mut found = Vec::new();
    for (item, subject) in [
        (BOARD_TOLD, Subject::Board),
        (GOVERNORS_TOLD, Subject::SeriousIncident),
    ] {
        let mut sql = Sql::new(
            "SELECT m.stream, m.academy, b.at, b.at, 0 FROM bare_notice b
             JOIN access_row m ON m.id = b.matter",
        );
        sql.bind(" WHERE b.item = ?", [item.to_owned()]);
        sql.bind(" AND b.at <= ?", [now.millis()]);
        sql.bind(" AND b.at > ?", [history.decided_since()]);
        sql.bind(" ORDER BY b.at LIMIT ?", [i64::from(limit)]);
        found.extend(sql.rows(views.conn, |row| concern(row, subject, item))?);
    }
    Ok(found)
}

fn concern(row: &Row<'_>, subject: Subject, item: &str) -> Result<Pending, ViewError> {
    // What has come is due at once, to each who gets it: passed on, it is another thing to be told of.
    let (due, patience) = match subject {
        Subject::Danger => (stored::at(row, 3)?, A_QUARTER_OF_AN_HOUR),
        Subject::Raised { .. } => (stored::at(row, 3)?, A_DAY),
        Subject::Untriaged | Subject::Board | Subject::SeriousIncident | Subject::Item { .. } => {
            (stored::at(row, 2)?, A_DAY)
        }
    };
    Ok(Pending {
        matter: stored::stream(&row.get::<_, Key>(0)?)?,
        academy: stored::academy(row, 1)?,
        subject,
        item: item.to_owned(),
        due_at: due,
        level: row.get(4)?,
        patience,
    })
}

fn due_item(row: &Row<'_>) -> Result<Pending, ViewError> {
    let owner: Key = row.get(5)?;
    Ok(Pending {
        matter: stored::stream(&row.get::<_, Key>(0)?)?,
        academy: stored::academy(row, 1)?,
        subject: Subject::Item {
            owner: stored::staff(&owner).ok(),
        },
        item: row.get(3)?,
        due_at: stored::at(row, 2)?,
        level: row.get(4)?,
        patience: row.get(6)?,
    })
}

/// The notices of the scope's actor, the newest first. One of a matter that was closed to them since
/// is not among them. `bare` are the items that they may be told without seeing the matter.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn notices(
    views: &Reading<'_>,
    scope: &Scope,
    (staff, bare): (StaffId, &[&str]),
    paging: Paging,
) -> Result<Page<Notice>, ViewError> {
    let mut sql = notices_of(staff, scope, bare);
    if let Some([id, _]) = paging.keys(List::Notices)? {
        sql.bind(" AND n.id < ?", [id]);
    }
    sql.bind(" ORDER BY n.id DESC LIMIT ?", [paging.fetch()]);
    let rows = sql.rows(views.conn, notice)?;
    Ok(Page::cut(rows, paging, |last: &Notice| {
        Cursor::new(List::Notices, stored::position_column(last.position), 0)
    }))
}

/// The notices of the scope's actor that came after a position and a moment, the oldest first: the
/// same as in their list, for an email must not tell of what the product hides.
///
/// # Errors
/// When the file cannot be read.
pub fn notices_since(
    views: &Reading<'_>,
    scope: &Scope,
    (staff, bare): (StaffId, &[&str]),
    (after, since): (Position, At),
) -> Result<Vec<Notice>, ViewError> {
    let mut sql = notices_of(staff, scope, bare);
    sql.bind(" AND n.id > ?", [stored::position_column(after)]);
    sql.bind(" AND n.at > ? ORDER BY n.id", [since.millis()]);
    sql.rows(views.conn, notice)
}

fn notices_of(staff: StaffId, scope: &Scope, bare: &[&str]) -> Sql {
    let mut sql = Sql::new(
        "SELECT n.id, m.stream, coalesce(f.reference, c.reference), n.item, n.due_at, n.level, n.at
         FROM notice n JOIN access_row m ON m.id = n.matter
         LEFT JOIN case_file f ON f.id = n.matter LEFT JOIN concern c ON c.id = n.matter",
    );
    sql.bind(" WHERE n.owner = ?", [stored::staff_key(staff).to_vec()]);
    let all_bare = [BOARD_TOLD, GOVERNORS_TOLD].map(str::to_owned);
    sql.bind(" AND ((n.item NOT IN (?, ?)", all_bare);
    let rows = Rows {
        alias: "n",
        matter: "n.matter",
        kind: RowKind::CaseAction,
    };
    visible::restrict(&mut sql, scope, rows);
    sql.push(")");
    for item in bare {
        sql.bind(" OR n.item = ?", [(*item).to_owned()]);
    }
    sql.push(")");
    // Whoever has a conflict in the matter is not told that there is one either (domain.md 1 rule 1).
    visible::not_excluded(&mut sql, scope, "n.matter");
    sql
}

fn notice(row: &Row<'_>) -> Result<Notice, ViewError> {
    let item: String = row.get(3)?;
    let is_bare = [BOARD_TOLD, GOVERNORS_TOLD].contains(&item.as_str());
    let matter = stored::stream(&row.get::<_, Key>(1)?)?;
    Ok(Notice {
        position: stored::position(row.get(0)?),
        matter: (!is_bare).then_some(matter),
        reference: if is_bare { None } else { row.get(2)? },
        item,
        due_at: stored::at(row, 4)?,
        level: row.get(5)?,
        at: stored::at(row, 6)?,
    })
}
