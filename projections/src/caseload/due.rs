//! What comes back on a day: planned actions, and reviews of decisions.

use lanyard_access::Scope;
use lanyard_events::step::StepName;
use lanyard_events::{
    AcademyId, ActionId, Actor, At, GrantId, MeasureId, Position, PupilId, ReferralId, Sensitive,
    StaffId, StreamId,
};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::due_items;
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// An action planned in a case.
    Action,
    /// Looking again at a decision not to tell a parent (R9).
    ParentsReview,
    /// Looking again at a concern that is only watched.
    ConcernReview,
    /// A step of a playbook.
    Step,
    /// What comes next with a desk outside.
    Referral,
    /// What comes next with an entry of a register.
    Entry,
    /// Looking again at a decision in an adult's matter.
    AllegationReview,
    /// Confirming or lifting somebody's conflict of interest (domain.md 1 rule 1).
    ConflictReview,
    /// Reviewing somebody's having broken the glass (domain.md 1 rule 2).
    GlassReview,
    /// The next date of the plan that a child is on.
    PlanDate,
    /// Looking again at the assessment of a child, or at their safety plan.
    AssessmentReview,
    /// The last day of a measure.
    MeasureEnd,
    /// Looking again at whether a person is close to a member of staff (domain.md 1 rule 2).
    RelationReview,
}

impl DueKind {
    pub(crate) const fn code(self) -> i64 {
        match self {
            Self::Action => 0,
            Self::ParentsReview => 1,
            Self::ConcernReview => 2,
            Self::Step => 3,
            Self::Referral => 4,
            Self::Entry => 5,
            Self::AllegationReview => 6,
            Self::ConflictReview => 8,
            Self::GlassReview => 9,
            Self::PlanDate => 10,
            Self::AssessmentReview => 20,
            Self::MeasureEnd => 21,
            Self::RelationReview => 11,
        }
    }

    pub(crate) const fn of_code(code: i64) -> Result<Self, ViewError> {
        match code {
            0 => Ok(Self::Action),
            1 => Ok(Self::ParentsReview),
            2 => Ok(Self::ConcernReview),
            3 => Ok(Self::Step),
            4 => Ok(Self::Referral),
            5 => Ok(Self::Entry),
            6 => Ok(Self::AllegationReview),
            8 => Ok(Self::ConflictReview),
            9 => Ok(Self::GlassReview),
            10 => Ok(Self::PlanDate),
            20 => Ok(Self::AssessmentReview),
            21 => Ok(Self::MeasureEnd),
            11 => Ok(Self::RelationReview),
            _ => Err(ViewError::Stored("kind of what is due")),
        }
    }
}

/// One thing that is or was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// Its number in the list.
    pub(crate) id: i64,
    /// Position of the event that planned it.
    pub position: Position,
    /// What sort of thing.
    pub kind: DueKind,
    /// The case or concern.
    pub matter: StreamId,
    /// The matter's reference.
    pub reference: Option<String>,
    /// The matter's academy.
    pub academy: Option<AcademyId>,
    /// A planned action: its id.
    pub action: Option<ActionId>,
    /// A step: which.
    pub step: Option<StepName>,
    /// A referral: which.
    pub referral: Option<ReferralId>,
    /// An entry of a register: which of its clocks. A review in an adult's matter: of which decision.
    pub clock: Option<String>,
    /// A broken glass to be reviewed: by which grant.
    pub grant: Option<GrantId>,
    /// A measure: which.
    pub measure: Option<MeasureId>,
    /// A conflict to be confirmed or lifted: whose. A relation, whose is the matter: to whom.
    pub staff: Option<StaffId>,
    /// Their name.
    pub staff_name: Option<Sensitive<String>>,
    /// An entry of a register, or a conflict in one: which register. An action or a step: what is to be done. A referral: the desk. A parents' review: the contact, none for all of them.
    pub title: Option<Sensitive<String>>,
    /// A parents' review: the child.
    pub pupil: Option<PupilId>,
    /// The child's name.
    pub pupil_name: Option<Sensitive<String>>,
    /// Whom it comes back to.
    pub owner: Actor,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
    /// By when: for a day, its close at 17:00.
    pub due_at: At,
    /// Once done.
    pub done: Option<DoneItem>,
}

/// How something due was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneItem {
    /// When.
    pub at: At,
    /// By whom.
    pub by: Actor,
    /// Their name.
    pub by_name: Option<Sensitive<String>>,
    /// What came of it: actions only.
    pub outcome: Option<Sensitive<String>>,
}

/// Which due things are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueFilter {
    /// Only of this person.
    pub owner: Option<StaffId>,
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only what is due before this moment.
    pub before: Option<At>,
}

const COLUMNS: &str = "SELECT d.id, d.kind, m.stream, d.academy, d.action, d.title, d.pupil, \
     d.owner, d.due_at, d.done_at, d.done_by, d.outcome, coalesce(f.reference, c.reference, a.reference, e.number) \
     FROM due_item d CROSS JOIN access_row m ON m.id = d.matter \
     LEFT JOIN case_file f ON f.id = d.matter LEFT JOIN concern c ON c.id = d.matter \
     LEFT JOIN allegation a ON a.id = d.matter LEFT JOIN register_entry e ON e.id = d.matter";

/// What is due in open matters of the scope, the most pressing first. "My actions" is this with
/// `owner` set to oneself.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn due(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &DueFilter,
    paging: Paging,
) -> Result<Page<DueRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE d.open = 1");
    if let Some(owner) = filter.owner {
        sql.bind(" AND d.owner = ?", [stored::staff_key(owner).to_vec()]);
    }
    if let Some(academy) = filter.academy {
        sql.bind(" AND d.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if let Some(before) = filter.before {
        sql.bind(" AND d.due_at < ?", [before.millis()]);
    }
    if let Some([due_at, id]) = paging.keys(List::Due)? {
        sql.bind(" AND (d.due_at, d.id) > (?, ?)", [due_at, id]);
    }
    let rows = Rows {
        alias: "d",
        matter: "d.matter",
        kind: RowKind::CaseAction,
    };
    visible::restrict(&mut sql, scope, rows);
    sql.bind(" ORDER BY d.due_at, d.id LIMIT ?", [paging.fetch()]);
    let mut names = Names::new(views.conn);
    let rows = sql.rows(views.conn, |row| due_row(row, &mut names))?;
    Ok(Page::cut(rows, paging, |last: &DueRow| {
        Cursor::new(List::Due, last.due_at.millis(), last.id)
    }))
}

/// Everything planned in one matter that the caller was found to see.
pub(super) fn of_matter(
    conn: &Connection,
    matter: i64,
    names: &mut Names<'_>,
) -> Result<Vec<DueRow>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    // Steps and desks have pages of their own.
    sql.bind(" WHERE d.matter = ? AND d.kind < ", [matter]);
    sql.bind("? ORDER BY d.id", [DueKind::Step.code()]);
    sql.rows(conn, |row| due_row(row, names))
}

fn due_row(row: &Row<'_>, names: &mut Names<'_>) -> Result<DueRow, ViewError> {
    let id: i64 = row.get(0)?;
    let kind = DueKind::of_code(row.get(1)?)?;
    let named = Named::read(kind, row.get(4)?)?;
    let pupil: Option<Key> = row.get(6)?;
    let owner: Key = row.get(7)?;
    Ok(DueRow {
        id,
        position: stored::position(id >> due_items::PLACE_BITS),
        kind,
        matter: stored::stream(&row.get(2)?)?,
        reference: row.get(12)?,
        academy: stored::academy(row, 3)?,
        action: named.action,
        step: named.step,
        referral: named.referral,
        clock: named.clock,
        grant: named.grant,
        measure: named.measure,
        staff: named.staff,
        staff_name: match named.staff {
            Some(staff) => names.of_key(&stored::staff_key(staff))?,
            None => None,
        },
        title: row.get::<_, Option<String>>(5)?.map(Sensitive::from),
        pupil: pupil.as_ref().map(stored::pupil).transpose()?,
        pupil_name: match &pupil {
            Some(key) => names.of_key(key)?,
            None => None,
        },
        owner: stored::actor(&owner)?,
        owner_name: names.of_key(&owner)?,
        due_at: stored::at(row, 8)?,
        done: done(row, names)?,
    })
}

/// What names a thing within its matter, by its kind.
#[derive(Default)]
struct Named {
    action: Option<ActionId>,
    step: Option<StepName>,
    referral: Option<ReferralId>,
    clock: Option<String>,
    staff: Option<StaffId>,
    grant: Option<GrantId>,
    measure: Option<MeasureId>,
}

impl Named {
    fn read(kind: DueKind, bytes: Option<Vec<u8>>) -> Result<Self, ViewError> {
        let mut named = Self::default();
        let Some(bytes) = bytes else {
            return Ok(named);
        };
        let uuid = || Uuid::from_slice(&bytes).map_err(|_| ViewError::Stored("what is due"));
        match kind {
            DueKind::Action => named.action = Some(ActionId::new(uuid()?)),
            DueKind::Referral => named.referral = Some(ReferralId::new(uuid()?)),
            DueKind::GlassReview => named.grant = Some(GrantId::new(uuid()?)),
            DueKind::ConflictReview => named.staff = Some(StaffId::new(uuid()?)),
            DueKind::Step => {
                let text = std::str::from_utf8(&bytes).ok();
                let (playbook, step) = { text.and_then(|text| text.split_once('/')) }
                    .ok_or(ViewError::Stored("what is due"))?;
                named.step = Some(StepName {
                    playbook: playbook.to_owned(),
                    step: step.to_owned(),
                });
            }
            DueKind::Entry | DueKind::AllegationReview => {
                named.clock = String::from_utf8(bytes).ok();
            }
            DueKind::MeasureEnd => named.measure = Some(MeasureId::new(uuid()?)),
            DueKind::RelationReview => {
                let key: Key =
                    { bytes.try_into() }.map_err(|_| ViewError::Stored("who is close"))?;
                named.staff = stored::staff(&key).ok();
            }
            DueKind::ParentsReview
            | DueKind::ConcernReview
            | DueKind::PlanDate
            | DueKind::AssessmentReview => {}
        }
        Ok(named)
    }
}

fn done(row: &Row<'_>, names: &mut Names<'_>) -> Result<Option<DoneItem>, ViewError> {
    let (Some(at), Some(by)) = (stored::optional_at(row, 9)?, row.get::<_, Option<Key>>(10)?)
    else {
        return Ok(None);
    };
    Ok(Some(DoneItem {
        at,
        by: stored::actor(&by)?,
        by_name: names.of_key(&by)?,
        outcome: row.get::<_, Option<String>>(11)?.map(Sensitive::from),
    }))
}
