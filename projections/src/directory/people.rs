//! The roster of pupils and the register of staff.

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::staff::{Employer, Relation};
use lanyard_events::{
    AcademyId, ConflictId, Day, PersonRef, PupilId, Revision, Sensitive, StaffId,
};
use rusqlite::Row;
use uuid::Uuid;

use super::staff_roles::{RoleRow, roles_of};
use crate::cursor::{Cursor, List, Page, Paging};
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible;

pub(super) const PUPIL: i64 = 1;
pub(super) const STAFF: i64 = 2;

/// A pupil on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PupilRow {
    /// Which one.
    pub pupil: PupilId,
    /// Revision of the roster: what else is recorded of the pupil does not move it.
    pub revision: Revision,
    /// Academy.
    pub academy: Option<AcademyId>,
    /// Surname.
    pub surname: Sensitive<String>,
    /// Forename.
    pub forename: Sensitive<String>,
    /// The forename used in school.
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth.
    pub date_of_birth: Option<Day>,
    /// National curriculum year.
    pub year_group: Option<i8>,
    /// Unique pupil number.
    pub upn: Option<Sensitive<String>>,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Last day, once it is known.
    pub left_on: Option<Day>,
    number: i64,
}

/// Somebody on the staff register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Who.
    pub staff: StaffId,
    /// Revision of the newest event.
    pub revision: Revision,
    /// Academy; none for the trust's own staff.
    pub academy: Option<AcademyId>,
    /// Surname.
    pub surname: Sensitive<String>,
    /// Forename.
    pub forename: Sensitive<String>,
    /// Job title.
    pub job_title: Option<Sensitive<String>>,
    /// Who employs them.
    pub employer: Employer,
    /// The MIS's own id.
    pub mis_id: Option<String>,
    /// Last day, once it is known.
    pub ended_on: Option<Day>,
    number: i64,
}

/// A member of staff whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// The register's row.
    pub staff: StaffRow,
    /// Roles, proposed and ended ones too.
    pub roles: Vec<RoleRow>,
    /// People close to them.
    pub relations: Vec<RelationRow>,
    /// Whether a log-in is bound.
    pub has_login: bool,
    /// Where notices by email go.
    pub email: Option<Sensitive<String>>,
}

/// Somebody on the staff register, as one asks who could see something at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: Option<Sensitive<String>>,
    /// Where they are registered.
    pub academy: Option<AcademyId>,
    /// Their conflict stream.
    pub conflict: ConflictId,
    /// Their last day.
    pub ended_on: Option<Day>,
    /// Roles, proposed and ended ones too.
    pub roles: Vec<RoleRow>,
}

/// Somebody close to a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationRow {
    /// Who.
    pub person: PersonRef,
    /// Their name or description.
    pub name: Option<Sensitive<String>>,
    /// How close.
    pub relation: Relation,
}

/// Which people are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterFilter {
    /// Only of this academy.
    pub academy: Option<AcademyId>,
    /// Only whose surname, forename or forename used in school begins so, whatever the case.
    pub name_prefix: Option<Sensitive<String>>,
    /// Also those who have left.
    pub with_leavers: bool,
}

const COLUMNS: &str = "SELECT p.person, m.revision, p.academy, p.surname, p.forename, \
     p.preferred_forename, p.date_of_birth, p.year_group, p.upn, p.mis_id, p.ended_on, \
     p.job_title, p.employer, p.id, p.roster FROM person p JOIN access_row m ON m.id = p.id";

/// How names are compared and sorted: lower case.
pub(super) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

/// Pupils on the roster, by surname and forename.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn pupils(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &RosterFilter,
    paging: Paging,
) -> Result<Page<PupilRow>, ViewError> {
    let mut sql = people(scope, filter, (PUPIL, ResourceKind::Pupil));
    page_of(&mut sql, paging, List::Pupils)?;
    let rows = sql.rows(views.conn, pupil_row)?;
    Ok(Page::cut(rows, paging, |last: &PupilRow| {
        Cursor::new(List::Pupils, last.number, 0)
    }))
}

/// Staff on the register, by surname and forename.
///
/// # Errors
/// When the file cannot be read or the cursor is of another list.
pub fn staff_register(
    views: &Reading<'_>,
    scope: &Scope,
    filter: &RosterFilter,
    paging: Paging,
) -> Result<Page<StaffRow>, ViewError> {
    let mut sql = people(scope, filter, (STAFF, ResourceKind::Staff));
    page_of(&mut sql, paging, List::Staff)?;
    let rows = sql.rows(views.conn, staff_row)?;
    Ok(Page::cut(rows, paging, |last: &StaffRow| {
        Cursor::new(List::Staff, last.number, 0)
    }))
}

/// One pupil. Takes no scope: decide on the access row first.
///
/// # Errors
/// When the file cannot be read.
pub fn pupil(views: &Reading<'_>, pupil: PupilId) -> Result<Option<PupilRow>, ViewError> {
    one(stored::pupil_key(pupil)).first(views.conn, pupil_row)
}

/// One member of staff. Takes no scope: decide on the access row first.
///
/// # Errors
/// When the file cannot be read.
pub fn staff_member(views: &Reading<'_>, staff: StaffId) -> Result<Option<StaffMember>, ViewError> {
    let Some(staff) = one(stored::staff_key(staff)).first(views.conn, staff_row)? else {
        return Ok(None);
    };
    let number = staff.number;
    let has_login = views
        .conn
        .prepare_cached("SELECT 1 FROM login WHERE staff = ?1")?
        .exists([number])?;
    let email: Option<String> = views
        .conn
        .prepare_cached("SELECT email FROM person WHERE id = ?1")?
        .query_row([number], |row| row.get(0))?;
    Ok(Some(StaffMember {
        email: email.map(Sensitive::from),
        staff,
        roles: roles_of(views.conn, number)?,
        relations: relations_of(views, number)?,
        has_login,
    }))
}

/// Everybody on the staff register with all their roles, leavers too. Takes no scope: for saying who
/// could see something, to whoever was found to ask.
///
/// # Errors
/// When the file cannot be read.
pub fn everybody(views: &Reading<'_>) -> Result<Vec<Registered>, ViewError> {
    let mut sql = Sql::new(
        "SELECT p.person, p.academy, p.conflict, p.ended_on, p.id FROM person p WHERE p.kind = ",
    );
    sql.bind("?", [STAFF]);
    let mut names = Names::new(views.conn);
    sql.push(" ORDER BY p.sort_name, p.id")
        .rows(views.conn, |row| {
            let key: Key = row.get(0)?;
            Ok(Registered {
                staff: stored::staff(&key)?,
                name: names.of_key(&key)?,
                academy: stored::academy(row, 1)?,
                conflict: ConflictId::new(Uuid::from_bytes(row.get(2)?)),
                ended_on: stored::optional_day(row.get(3)?)?,
                roles: roles_of(views.conn, row.get(4)?)?,
            })
        })
}

fn one(key: Key) -> Sql {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(" WHERE p.person = ?", [key.to_vec()]);
    sql
}

fn people(scope: &Scope, filter: &RosterFilter, kind: (i64, ResourceKind)) -> Sql {
    let mut sql = Sql::new(COLUMNS);
    sql.bind(" WHERE p.kind = ?", [kind.0]);
    if let Some(academy) = filter.academy {
        sql.bind(" AND p.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    }
    if !filter.with_leavers {
        sql.push(" AND p.ended_on IS NULL");
    }
    if let Some(prefix) = &filter.name_prefix {
        begins_with(&mut sql, &name_key(prefix.expose()));
    }
    visible::restrict_persons(&mut sql, scope, "p", kind.1);
    sql
}

fn begins_with(sql: &mut Sql, prefix: &str) {
    let prefix = prefix.trim().to_owned();
    sql.bind(" AND (instr(p.sort_name, ?) = 1", [prefix.clone()]);
    // A word further on: the forename, or a second surname. The bound text has the space before.
    sql.bind(" OR instr(p.sort_name, ?) > 0", [format!(" {prefix}")]);
    sql.bind(" OR instr(lower(p.forename), ?) = 1)", [prefix]);
}

/// The cursor is a number, because a name must not stand in a URL; its name is looked up.
fn page_of(sql: &mut Sql, paging: Paging, list: List) -> Result<(), ViewError> {
    if let Some([number, _]) = paging.keys(list)? {
        sql.bind(
            " AND (p.sort_name, p.id) > (SELECT sort_name, id FROM person WHERE id = ?)",
            [number],
        );
    }
    sql.bind(" ORDER BY p.sort_name, p.id LIMIT ?", [paging.fetch()]);
    Ok(())
}

fn relations_of(views: &Reading<'_>, staff: i64) -> Result<Vec<RelationRow>, ViewError> {
    let mut names = Names::new(views.conn);
    let mut sql = Sql::new("SELECT person, relation FROM relation WHERE staff = ");
    sql.bind("? ORDER BY id", [staff]);
    sql.rows(views.conn, |row| {
        let (person, relation): (String, String) = (row.get(0)?, row.get(1)?);
        let unreadable = |_| ViewError::Stored("relation");
        let person: PersonRef = serde_json::from_str(&person).map_err(unreadable)?;
        Ok(RelationRow {
            name: names.of_person(&person)?,
            person,
            relation: serde_json::from_str(&relation).map_err(unreadable)?,
        })
    })
}

fn pupil_row(row: &Row<'_>) -> Result<PupilRow, ViewError> {
    Ok(PupilRow {
        pupil: stored::pupil(&row.get::<_, Key>(0)?)?,
        revision: stored::revision(row.get(14)?),
        academy: stored::academy(row, 2)?,
        surname: row.get::<_, String>(3)?.into(),
        forename: row.get::<_, String>(4)?.into(),
        preferred_forename: row.get::<_, Option<String>>(5)?.map(Sensitive::from),
        date_of_birth: stored::optional_day(row.get(6)?)?,
        year_group: row.get(7)?,
        upn: row.get::<_, Option<String>>(8)?.map(Sensitive::from),
        mis_id: row.get(9)?,
        left_on: stored::optional_day(row.get(10)?)?,
        number: row.get(13)?,
    })
}

fn staff_row(row: &Row<'_>) -> Result<StaffRow, ViewError> {
    Ok(StaffRow {
        staff: stored::staff(&row.get::<_, Key>(0)?)?,
        revision: stored::revision(row.get(1)?),
        academy: stored::academy(row, 2)?,
        surname: row.get::<_, String>(3)?.into(),
        forename: row.get::<_, String>(4)?.into(),
        job_title: row.get::<_, Option<String>>(11)?.map(Sensitive::from),
        employer: match row.get(12)? {
            0 => Employer::Academy,
            _ => Employer::Trust,
        },
        mis_id: row.get(9)?,
        ended_on: stored::optional_day(row.get(10)?)?,
        number: row.get(13)?,
    })
}
