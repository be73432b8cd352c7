//! Reading editions. Nothing of them is personal but the reason, so no scope: ask the policies first.

use lanyard_events::{At, PolicyProposalId, Sensitive, StaffId};
use rusqlite::Row;
use uuid::Uuid;

use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};

/// What became of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionState {
    /// It waits for a second person.
    Proposed,
    /// It is in force.
    InForce,
    /// Another proposal took its place before it was published.
    Replaced,
    /// A later edition followed it.
    Followed,
    /// It was withdrawn.
    Withdrawn,
}

impl EditionState {
    const ALL: [Self; 5] = [
        Self::Proposed,
        Self::InForce,
        Self::Replaced,
        Self::Followed,
        Self::Withdrawn,
    ];

    /// As a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::InForce => "in_force",
            Self::Replaced => "replaced",
            Self::Followed => "followed",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub(super) const fn code(self) -> i64 {
        self as i64
    }

    fn of_code(code: i64) -> Result<Self, ViewError> {
        { Self::ALL.into_iter() }
            .find(|state| state.code() == code)
            .ok_or(ViewError::Stored("state of an edition"))
    }
}

/// An edition in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionInForce {
    /// The document's name.
    pub document: String,
    /// The whole file.
    pub text: String,
}

/// An edition with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRow {
    /// The document's name.
    pub document: String,
    /// The proposal that it was.
    pub proposal: PolicyProposalId,
    /// Its number.
    pub edition: u16,
    /// The whole file.
    pub text: String,
    /// Why it was proposed.
    pub reason: Sensitive<String>,
    /// What became of it.
    pub state: EditionState,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// Their name.
    pub proposed_by_name: Option<Sensitive<String>>,
    /// When.
    pub proposed_at: At,
    /// Who published it, and when.
    pub published: Option<(StaffId, At)>,
    /// Their name.
    pub published_by_name: Option<Sensitive<String>>,
    /// The shipped edition that stood when it was published, where that is known.
    pub beside: Option<u16>,
    /// When it went out of force.
    pub ended_at: Option<At>,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(StaffId, Sensitive<String>)>,
}

/// The position of the newest event that put an edition in or out of force; none before the first.
///
/// # Errors
/// When the file cannot be read.
pub fn newest_change(views: &Reading<'_>) -> Result<Option<i64>, ViewError> {
    let sql = Sql::new("SELECT max(changed) FROM edition WHERE changed IS NOT NULL");
    Ok(sql.first(views.conn, |row| Ok(row.get(0)?))?.flatten())
}

/// Every edition of the trust's that is in force.
///
/// # Errors
/// When the file cannot be read.
pub fn editions_in_force(views: &Reading<'_>) -> Result<Vec<EditionInForce>, ViewError> {
    Sql::new("SELECT document, text FROM edition WHERE state = 1 ORDER BY document").rows(
        views.conn,
        |row| {
            Ok(EditionInForce {
                document: row.get(0)?,
                text: row.get(1)?,
            })
        },
    )
}

const COLUMNS: &str =
    "SELECT document, proposal, edition, text, reason, state, proposed_by, proposed_at,
   published_by, published_at, ended_by, ended_at, ended_reason, beside FROM edition WHERE ";

/// Every edition of a document that was proposed, the newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn editions_of(views: &Reading<'_>, document: &str) -> Result<Vec<EditionRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind("document = ?", [document.to_owned()]);
    sql.push(" ORDER BY proposed_at DESC, proposal DESC");
    read(&mut sql, views)
}

/// What waits for a second person, and what is in force, of all documents.
///
/// # Errors
/// When the file cannot be read.
pub fn proposals(views: &Reading<'_>) -> Result<Vec<EditionRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("state IN (0, 1) ORDER BY document, state");
    read(&mut sql, views)
}

fn read(sql: &mut Sql, views: &Reading<'_>) -> Result<Vec<EditionRow>, ViewError> {
    let mut names = Names::new(views.conn);
    sql.rows(views.conn, |row| edition(row, &mut names))
}

fn edition(row: &Row<'_>, names: &mut Names<'_>) -> Result<EditionRow, ViewError> {
    let proposed_by: Key = row.get(6)?;
    let published_by: Option<Key> = row.get(8)?;
    let ended_by: Option<Key> = row.get(10)?;
    let ended_reason: Option<String> = row.get(12)?;
    let by = |key: &Key| stored::staff(key);
    Ok(EditionRow {
        document: row.get(0)?,
        proposal: PolicyProposalId::new(Uuid::from_bytes(row.get(1)?)),
        edition: row.get(2)?,
        text: row.get(3)?,
        reason: Sensitive::from(row.get::<_, String>(4)?),
        state: EditionState::of_code(row.get(5)?)?,
        proposed_by: by(&proposed_by)?,
        proposed_by_name: names.of_key(&proposed_by)?,
        proposed_at: stored::at(row, 7)?,
        published: match (&published_by, stored::optional_at(row, 9)?) {
            (Some(key), Some(at)) => Some((by(key)?, at)),
            _ => None,
        },
        published_by_name: match &published_by {
            Some(key) => names.of_key(key)?,
            None => None,
        },
        beside: row.get(13)?,
        ended_at: stored::optional_at(row, 11)?,
        withdrawn: match (ended_by, ended_reason) {
            (Some(key), Some(reason)) => Some((by(&key)?, Sensitive::from(reason))),
            _ => None,
        },
    })
}
