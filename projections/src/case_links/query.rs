//! Reading which other cases have to do with one.

use std::collections::BTreeSet;

use lanyard_access::{ResourceKind, Scope};
use lanyard_events::case_links::CaseLinkKind;
use lanyard_events::{
    AcademyId, Actor, At, CaseId, LinkRole, LinkedPerson, PupilId, Sensitive, StaffId,
};
use rusqlite::Row;

use crate::caseload::CaseState;
use crate::error::ViewError;
use crate::names::Names;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};
use crate::visible::{self, RowKind, Rows};

/// Another case, as far as a link shows it: its page has the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCase {
    /// Which one.
    pub case: CaseId,
    /// Its academy.
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category id of the taxonomy.
    pub category: String,
    /// Where it stands.
    pub state: CaseState,
    /// Who owns it.
    pub owner: StaffId,
    /// Their name.
    pub owner_name: Option<Sensitive<String>>,
}

/// A case that one is linked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCase {
    /// The other one.
    pub case: OtherCase,
    /// What they have to do with each other.
    pub kind: CaseLinkKind,
    /// Why they are linked.
    pub reason: Sensitive<String>,
    /// Who linked them.
    pub linked_by: Actor,
    /// Their name, if they are on the staff register.
    pub linked_by_name: Option<Sensitive<String>>,
    /// When.
    pub linked_at: At,
}

/// An open case that names a child who is a brother or sister here or there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiblingsCase {
    /// The case.
    pub case: OtherCase,
    /// The child whom both cases name.
    pub pupil: PupilId,
    /// Their name.
    pub pupil_name: Option<Sensitive<String>>,
}

const OTHER: Rows = Rows {
    alias: "f",
    matter: "f.id",
    kind: RowKind::Matter(ResourceKind::Case),
};

const COLUMNS: &str = "SELECT o.stream, f.academy, f.reference, f.category, f.state, f.owner";

/// The cases that one is linked with and that the scope shows, the oldest first; none where it does not show the
/// case itself.
///
/// # Errors
/// When the file cannot be read.
pub fn linked_cases(
    views: &Reading<'_>,
    scope: &Scope,
    case: CaseId,
) -> Result<Vec<LinkedCase>, ViewError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(", l.kind, l.reason, l.linked_by, l.linked_at FROM access_row m JOIN case_link l ON l.matter = m.id")
        .push(" JOIN access_row o ON o.stream = l.other JOIN case_file f ON f.id = o.id");
    only_of(&mut sql, scope, case);
    visible::restrict_to_readers(&mut sql, scope, OTHER);
    sql.push(" ORDER BY l.linked_at, o.id");
    let mut names = Names::new(views.conn);
    sql.rows(views.conn, |row| {
        let linked_by = stored::actor(&row.get(8)?)?;
        let kind: String = row.get(6)?;
        Ok(LinkedCase {
            case: other_case(row, &mut names)?,
            kind: serde_json::from_str(&kind).map_err(|_| ViewError::Stored("kind of link"))?,
            reason: Sensitive::from(row.get::<_, String>(7)?),
            linked_by,
            linked_by_name: names.of_actor(linked_by)?,
            linked_at: stored::at(row, 9)?,
        })
    })
}

/// Open cases that the scope shows and that name a pupil of this one too, as brother or sister in one of the two;
/// none where the scope does not show the case itself.
///
/// # Errors
/// When the file cannot be read.
pub fn siblings_cases(
    views: &Reading<'_>,
    scope: &Scope,
    case: CaseId,
) -> Result<Vec<SiblingsCase>, ViewError> {
    let mut own = Sql::new("SELECT m.id, m.linked FROM access_row m");
    only_of(&mut own, scope, case);
    let Some((id, linked)) = own.first(views.conn, |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?
    else {
        return Ok(Vec::new());
    };
    let people: Vec<LinkedPerson> =
        serde_json::from_str(&linked).map_err(|_| ViewError::Stored("linked people"))?;
    let pupils = |only_siblings: bool| -> BTreeSet<Key> {
        { people.iter() }
            .filter(|linked| !only_siblings || linked.role == LinkRole::Sibling)
            .filter_map(|linked| linked.person.pupil().map(stored::pupil_key))
            .collect()
    };
    let mut sql = Sql::new(COLUMNS);
    sql.push(", p.person FROM matter_person p JOIN case_file f ON f.id = p.matter AND f.state = 0")
        .push(" JOIN access_row o ON o.id = f.id WHERE (p.person IN ")
        .list(pupils(true));
    sql.push(" OR (p.person IN ").list(pupils(false));
    let sibling = stored::part_bit(LinkRole::Sibling);
    sql.bind(" AND p.parts & ? <> 0)) AND p.matter <> ?", [sibling, id]);
    visible::restrict_to_readers(&mut sql, scope, OTHER);
    sql.push(" ORDER BY f.id, p.person");
    let mut names = Names::new(views.conn);
    sql.rows(views.conn, |row| {
        let person: Key = row.get(6)?;
        Ok(SiblingsCase {
            case: other_case(row, &mut names)?,
            pupil: stored::pupil(&person)?,
            pupil_name: names.of_key(&person)?,
        })
    })
}

/// Adds ` WHERE …`: the one case `m`, where the scope shows it.
fn only_of(sql: &mut Sql, scope: &Scope, case: CaseId) {
    sql.push(" WHERE m.stream = ")
        .bind("?", [case.stream().to_bytes().to_vec()]);
    let rows = Rows {
        alias: "m",
        matter: "m.id",
        kind: RowKind::Matter(ResourceKind::Case),
    };
    visible::restrict_to_readers(sql, scope, rows);
}

fn other_case(row: &Row<'_>, names: &mut Names<'_>) -> Result<OtherCase, ViewError> {
    let owner: Key = row.get(5)?;
    Ok(OtherCase {
        case: stored::case(&row.get::<_, Key>(0)?)?,
        academy: stored::academy(row, 1)?,
        reference: row.get(2)?,
        category: row.get(3)?,
        state: CaseState::of_code(row.get(4)?)?,
        owner: stored::staff(&owner)?,
        owner_name: names.of_key(&owner)?,
    })
}
