//! Reading the evidence of a matter, and one piece with its history.

use lanyard_access::{PersonKey, ResourceKind, Scope};
use lanyard_events::evidence::{
    EvidenceCaptured, EvidenceCustodyPassed, EvidenceOpeningAgreed, EvidenceOpeningAsked,
    EvidenceReleased, UnreadableWhy,
};
use lanyard_events::{
    AcademyId, Actor, At, EvidenceId, Position, Revision, Sensitive, StreamId, StreamKind,
};
use rusqlite::Row;

use crate::case_timeline::{ENTRIES, TimelineEntry, entry};
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::playbook_steps::parsed;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Whether a file may be read, as far as its own events say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceStage {
    /// Yes.
    Readable,
    /// No, by nobody (R6).
    Unreadable,
    /// Nor is it to be kept: an instruction of the police is recorded.
    DestructionInstructed,
    /// Two have agreed to destroy it.
    BeingDestroyed,
    /// It is gone.
    Destroyed,
}

impl EvidenceStage {
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Readable => 0,
            Self::Unreadable => 1,
            Self::DestructionInstructed => 2,
            Self::BeingDestroyed => 3,
            Self::Destroyed => 4,
        }
    }

    const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Readable),
            1 => Ok(Self::Unreadable),
            2 => Ok(Self::DestructionInstructed),
            3 => Ok(Self::BeingDestroyed),
            4 => Ok(Self::Destroyed),
            _ => Err(ViewError::Stored("stage of evidence")),
        }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// Which one.
    pub evidence: EvidenceId,
    /// Position of the event that took it in.
    pub position: Position,
    /// Revision of its newest event.
    pub revision: Revision,
    /// The concern, case or adult's matter that it belongs to.
    pub matter: StreamId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// When it was taken in.
    pub captured_at: At,
    /// Who sent it.
    pub sent_by: Actor,
    /// Their name.
    pub sent_by_name: Option<Sensitive<String>>,
    /// All that was said of it then.
    pub captured: EvidenceCaptured,
    /// Whether it may be read.
    pub stage: EvidenceStage,
    /// Why nobody may read it.
    pub why: Option<UnreadableWhy>,
    /// It takes two to open it.
    pub sealed: bool,
    /// Somebody has asked to open it, and nobody has agreed yet.
    pub asked: Option<EvidenceOpeningAsked>,
    /// Who may read it although it is sealed, and until when.
    pub opened: Option<EvidenceOpeningAgreed>,
    /// Who keeps what it is of, and where.
    pub custody: Option<EvidenceCustodyPassed>,
    /// To whom it was handed over last.
    pub released: Option<EvidenceReleased>,
}

/// One piece of evidence whole.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidencePage {
    /// What lists show of it.
    pub row: EvidenceRow,
    /// Everything that happened to it, in order.
    pub history: Vec<TimelineEntry>,
    /// Names of the staff whom the history mentions.
    pub names: Vec<(PersonKey, Sensitive<String>)>,
}

const ROWS: Rows = Rows {
    alias: "r",
    matter: "r.matter",
    kind: RowKind::Matter(ResourceKind::Evidence),
};

const COLUMNS: &str = "SELECT s.stream, r.id, s.revision, m.stream, r.academy, r.captured_at, r.sent_by, \
     r.captured, r.stage, r.why, r.sealed, r.asked, r.opened, r.custody, r.released \
     FROM evidence r CROSS JOIN access_row s ON s.id = r.id CROSS JOIN access_row m ON m.id = r.matter";

/// The evidence of a matter, and for one with a thread that of its concerns, the oldest first.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn evidence_of(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    paging: Paging,
) -> Result<Page<EvidenceRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(
        " WHERE r.matter IN (SELECT id FROM access_row WHERE stream = ?1 UNION ALL \
           SELECT member FROM thread_member WHERE thread = (SELECT id FROM access_row WHERE stream = ?1))",
        [matter.to_bytes().to_vec()],
    );
    if let Some([after, _]) = paging.keys(List::Evidence)? {
        sql.bind(" AND r.id > ?", [after]);
    }
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    sql.bind(" ORDER BY r.id LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| evidence_row(row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &EvidenceRow| {
        Cursor::new(List::Evidence, stored::position_column(last.position), 0)
    }))
}

/// One piece; none when the scope does not show it, or its beginning was erased.
///
/// # Errors
/// When the file cannot be read.
pub fn evidence_page(
    views: &Reading<'_>,
    scope: &Scope,
    evidence: EvidenceId,
) -> Result<Option<EvidencePage>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(
        " WHERE s.stream = ?",
        [evidence.stream().to_bytes().to_vec()],
    );
    visible::restrict_to_readers(&mut sql, scope, ROWS);
    let mut names = Names::new(views.conn);
    let Some(row) = sql.first(views.conn, |row| evidence_row(row, &mut names))? else {
        return Ok(None);
    };
    let mut sql = Sql::new(ENTRIES);
    sql.bind("?", [stored::position_column(row.position)]);
    sql.push(" ORDER BY t.position");
    let history = sql.rows(views.conn, |row| entry(row, &mut names))?;
    Ok(Some(EvidencePage {
        row,
        history,
        names: names.into_people()?,
    }))
}

/// Which pieces belong to these very matters: ids only, for what makes them unreadable (R6).
///
/// # Errors
/// When the file cannot be read.
pub fn pieces_of(views: &Reading<'_>, matters: &[StreamId]) -> Result<Vec<EvidenceId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT s.stream FROM evidence r CROSS JOIN access_row s ON s.id = r.id \
         WHERE r.matter IN (SELECT id FROM access_row WHERE stream IN ",
    );
    sql.list(matters.iter().map(|matter| matter.to_bytes()));
    sql.push(") ORDER BY r.id");
    sql.rows(views.conn, |row| evidence_of_key(&row.get(0)?))
}

fn evidence_of_key(key: &Key) -> Result<EvidenceId, ViewError> {
    let stream = stored::stream(key)?;
    (stream.kind == StreamKind::Evidence)
        .then(|| EvidenceId::new(stream.uuid))
        .ok_or(ViewError::Stored("evidence"))
}

fn evidence_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<EvidenceRow, ViewError> {
    let sent_by = stored::actor(&row.get::<_, Key>(6)?)?;
    Ok(EvidenceRow {
        evidence: evidence_of_key(&row.get::<_, Key>(0)?)?,
        position: stored::position(row.get(1)?),
        revision: stored::revision(row.get(2)?),
        matter: stored::stream(&row.get::<_, Key>(3)?)?,
        academy: stored::academy(row, 4)?,
        captured_at: stored::at(row, 5)?,
        sent_by,
        sent_by_name: names.of_actor(sent_by)?,
        captured: parsed(row.get(7)?, "evidence")?.ok_or(ViewError::Stored("evidence"))?,
        stage: EvidenceStage::of_code(row.get(8)?)?,
        why: parsed(row.get(9)?, "why evidence is unreadable")?,
        sealed: row.get::<_, i64>(10)? != 0,
        asked: parsed(row.get(11)?, "opening of evidence")?,
        opened: parsed(row.get(12)?, "opening of evidence")?,
        custody: parsed(row.get(13)?, "custody of evidence")?,
        released: parsed(row.get(14)?, "release of evidence")?,
    })
}
