//! Reading the playbooks of one matter.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::concern::Due;
use lanyard_events::step::{PlaybookStep, StepName};
use lanyard_events::{Actor, AllegationId, At, CaseId, Sensitive, StaffId, StreamId};
use rusqlite::Row;
use serde::de::DeserializeOwned;

use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Another step comes first.
    Waiting,
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Left out, with a reason.
    Skipped,
    /// It does not apply, or everything halts.
    NotApplicable,
}

impl StepState {
    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Open => 1,
            Self::Done => 2,
            Self::Skipped => 3,
            Self::NotApplicable => 4,
        }
    }

    const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Waiting),
            1 => Ok(Self::Open),
            2 => Ok(Self::Done),
            3 => Ok(Self::Skipped),
            4 => Ok(Self::NotApplicable),
            _ => Err(ViewError::Stored("state of a step")),
        }
    }
}

/// A playbook that runs in a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningPlaybook {
    /// Its id.
    pub playbook: String,
    /// The edition that the matter keeps.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// When it started.
    pub started_at: At,
    /// Who started it.
    pub started_by: Actor,
    /// Their name.
    pub started_by_name: Option<Sensitive<String>>,
    /// The step that led to it, if one did.
    pub from: Option<StepName>,
    /// Its steps, in order.
    pub steps: Vec<ShownStep>,
}

/// A step, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownStep {
    /// As its edition had it.
    pub step: PlaybookStep,
    /// Where it stands.
    pub state: StepState,
    /// Whose it is.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
    /// By when.
    pub due: Option<Due>,
    /// What was recorded last, in the shape of the event of the step done or left out.
    pub detail: Option<Sensitive<String>>,
    /// When it was done or left out.
    pub ended_at: Option<At>,
    /// By whom.
    pub ended_by: Option<Actor>,
    /// Their name.
    pub ended_by_name: Option<Sensitive<String>>,
}

/// The playbooks of a case in the order in which they started; none when the scope does not show
/// the case.
///
/// # Errors
/// When the file cannot be read.
pub fn playbooks_of_case(
    views: &Reading<'_>,
    scope: &Scope,
    case: CaseId,
) -> Result<Option<Vec<RunningPlaybook>>, ViewError> {
    playbooks_of(views, scope, case.stream(), ResourceKind::Case)
}

/// The same of an adult's matter.
///
/// # Errors
/// When the file cannot be read.
pub fn playbooks_of_allegation(
    views: &Reading<'_>,
    scope: &Scope,
    allegation: AllegationId,
) -> Result<Option<Vec<RunningPlaybook>>, ViewError> {
    playbooks_of(views, scope, allegation.stream(), ResourceKind::Allegation)
}

fn playbooks_of(
    views: &Reading<'_>,
    scope: &Scope,
    matter: StreamId,
    kind: ResourceKind,
) -> Result<Option<Vec<RunningPlaybook>>, ViewError> {
    let mut sql = Sql::new("SELECT m.id FROM access_row m WHERE m.stream = ");
    sql.bind("?", [matter.to_bytes().to_vec()]);
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        kind: RowKind::Matter(kind),
    };
    visible::restrict_to_readers(&mut sql, scope, rows);
    let Some(matter) = sql.first(views.conn, |row| Ok(row.get::<_, i64>(0)?))? else {
        return Ok(None);
    };
    let mut names = Names::new(views.conn);
    let mut sql = Sql::new(
        "SELECT playbook, edition, title, started_at, started_by, from_step FROM playbook",
    );
    sql.bind(" WHERE matter = ? ORDER BY id", [matter]);
    let mut playbooks = sql.rows(views.conn, |row| playbook(row, &mut names))?;
    for playbook in &mut playbooks {
        let mut sql = Sql::new(
            "SELECT definition, state, owner, due, detail, ended_at, ended_by FROM playbook_step",
        );
        sql.bind(" WHERE matter = ?", [matter]);
        sql.bind(
            " AND playbook = ? ORDER BY place",
            [playbook.playbook.clone()],
        );
        playbook.steps = sql.rows(views.conn, |row| step(row, &mut names))?;
    }
    Ok(Some(playbooks))
}

fn playbook(row: &Row<'_>, names: &mut Names<'_>) -> Result<RunningPlaybook, ViewError> {
    let started_by = stored::actor(&row.get(4)?)?;
    Ok(RunningPlaybook {
        playbook: row.get(0)?,
        edition: row.get(1)?,
        title: row.get(2)?,
        started_at: stored::at(row, 3)?,
        started_by,
        started_by_name: names.of_actor(started_by)?,
        from: parsed(row.get(5)?, "step that led to a playbook")?,
        steps: Vec::new(),
    })
}

fn step(row: &Row<'_>, names: &mut Names<'_>) -> Result<ShownStep, ViewError> {
    let owner: Key = row.get(2)?;
    let ended_by: Option<Key> = row.get(6)?;
    Ok(ShownStep {
        step: parsed(row.get(0)?, "step")?.ok_or(ViewError::Stored("step"))?,
        state: StepState::of_code(row.get(1)?)?,
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
        due: parsed(row.get(3)?, "clock of a step")?,
        detail: row.get::<_, Option<String>>(4)?.map(Sensitive::from),
        ended_at: stored::optional_at(row, 5)?,
        ended_by: ended_by.as_ref().map(stored::actor).transpose()?,
        ended_by_name: match &ended_by {
            Some(key) => names.of_key(key)?,
            None => None,
        },
    })
}

pub(crate) fn parsed<T: DeserializeOwned>(
    json: Option<String>,
    what: &'static str,
) -> Result<Option<T>, ViewError> {
    json.map(|json| serde_json::from_str(&json))
        .transpose()
        .map_err(|_| ViewError::Stored(what))
}
