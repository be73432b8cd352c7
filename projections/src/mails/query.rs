//! Reading whose notices no email has covered, and whose emails failed.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::delivery::MailFailure;
use lanyard_events::staff::EmailChoice;
use lanyard_events::{At, Day, StaffId};
use rusqlite::Row;

use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

/// A notice that no email has covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Whose.
    pub staff: StaffId,
    /// When they are sent an email.
    pub choice: EmailChoice,
    /// What names the thing within its matter.
    pub item: String,
    /// When the notice was given.
    pub at: At,
}

/// Somebody whose newest email failed. It says nothing of what the email was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedMail {
    /// To whom.
    pub staff: StaffId,
    /// Why.
    pub failure: MailFailure,
    /// What the mail server answered, as a number of RFC 5321.
    pub code: Option<u16>,
    /// The how-manieth attempt in a row that failed.
    pub attempt: u16,
    /// When it failed.
    pub failed_at: At,
    /// When it is tried again; none when it is not, or as soon as the server answers again.
    pub next_at: Option<At>,
    number: i64,
}

/// Notices of people with an address that no email has covered, by person; of somebody to whom none was ever
/// sent or tried, those given since a moment. Whoever works here until a day to come is sent them until then.
/// Takes no scope: it shows no content, and only the worker reads it, who asks again with one.
///
/// # Errors
/// When the file cannot be read.
pub fn unsent(views: &Reading<'_>, (since, today): (At, Day)) -> Result<Vec<Unsent>, ViewError> {
    // By person: of each, only what comes after the newest email is read.
    let mut sql = Sql::new(
        "SELECT n.owner, p.email_choice, n.item, n.at FROM person p
         LEFT JOIN mail m ON m.staff = p.person CROSS JOIN notice n
         WHERE n.owner = p.person AND n.id > ifnull(m.through, 0) AND p.email IS NOT NULL",
    );
    sql.bind(
        " AND (p.ended_on IS NULL OR p.ended_on >= ?)",
        [today.to_string()],
    );
    sql.bind(
        " AND (m.staff IS NOT NULL OR n.at > ?) ORDER BY n.owner, n.id",
        [since.millis()],
    );
    sql.rows(views.conn, |row| {
        let choice: Option<String> = row.get(1)?;
        let choice = choice.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Unsent {
            staff: stored::staff(&row.get::<_, Key>(0)?)?,
            choice: choice
                .map_err(|_| ViewError::Stored("choice of emails"))?
                .unwrap_or_default(),
            item: row.get(2)?,
            at: stored::at(row, 3)?,
        })
    })
}

/// Whose newest email failed, of those who work here today, the newest first. It names no matter.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn failed_mails(
    views: &Reading<'_>,
    scope: &Scope,
    today: Day,
    paging: Paging,
) -> Result<Page<FailedMail>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.staff, m.failure, m.code, m.attempt, m.failed_at, m.next_at, m.id FROM mail m
         JOIN person p ON p.person = m.staff WHERE m.failure IS NOT NULL",
    );
    sql.bind(
        " AND (p.ended_on IS NULL OR p.ended_on >= ?)",
        [today.to_string()],
    );
    visible::restrict_persons(&mut sql, scope, "p", ResourceKind::Staff);
    if let Some([at, id]) = paging.keys(List::Mails)? {
        sql.bind(" AND (m.failed_at, m.id) < (?, ?)", [at, id]);
    }
    sql.bind(
        " ORDER BY m.failed_at DESC, m.id DESC LIMIT ?",
        [paging.fetch()],
    );
    let rows = sql.rows(views.conn, failed)?;
    Ok(Page::cut(rows, paging, |last: &FailedMail| {
        Cursor::new(List::Mails, last.failed_at.millis(), last.number)
    }))
}

/// How many people's newest email failed. Takes no scope: a number for whoever keeps the machine.
///
/// # Errors
/// When the file cannot be read.
pub fn failing(views: &Reading<'_>) -> Result<u64, ViewError> {
    let counted: i64 = views
        .conn
        .prepare_cached("SELECT count(*) FROM mail WHERE failure IS NOT NULL")?
        .query_row([], |row| row.get(0))?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

fn failed(row: &Row<'_>) -> Result<FailedMail, ViewError> {
    let failure: String = row.get(1)?;
    Ok(FailedMail {
        staff: stored::staff(&row.get::<_, Key>(0)?)?,
        failure: serde_json::from_str(&failure).map_err(|_| ViewError::Stored("failed email"))?,
        code: row.get(2)?,
        attempt: row.get(3)?,
        failed_at: stored::at(row, 4)?,
        next_at: stored::optional_at(row, 5)?,
        number: row.get(6)?,
    })
}
