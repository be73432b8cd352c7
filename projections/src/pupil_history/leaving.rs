//! What there is of a child who leaves, so that a file has to follow (R12).

use lanyard_access::PersonKey;
use lanyard_events::{AcademyId, LinkRole, Position, PupilId, Role, StreamId};

use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;

/// What there is of a child who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OnLeaving {
    /// A concern, a case, or a file of a school before, about the child.
    pub has_file: bool,
    /// A case of theirs is open, or they are on a plan.
    pub is_open: bool,
    /// The register of files has an entry of their leaving already that was not called off.
    pub is_entered: bool,
    /// The register has one, called off or not.
    pub is_known: bool,
    /// The one matter that the file is of, with the concerns that are in it; none where it is of several, or only
    /// came from a school before.
    pub only: Option<StreamId>,
}

/// Looks for it, across academies. Takes no scope: only a reaction reads it. What goes to no safeguarding
/// lead, as an adult's matter, goes with no child's file, and shows nothing of itself here.
///
/// # Errors
/// When the file cannot be read.
pub fn on_leaving(
    views: &Reading<'_>,
    pupil: PupilId,
    academy: AcademyId,
) -> Result<OnLeaving, ViewError> {
    let person = PersonKey::Pupil(pupil).to_bytes().to_vec();
    let of_the_child = [LinkRole::Affected, LinkRole::AllegedToHaveDoneIt];
    let parts = of_the_child
        .into_iter()
        .fold(0, |bits, part| bits | stored::part_bit(part));
    let mut sql = Sql::new(
        "SELECT ifnull(f.state = 0, 0) OR EXISTS (SELECT 1 FROM plan n WHERE n.matter = m.id AND n.open = 1",
    );
    sql.bind(" AND n.pupil = ?)", [person.clone()]);
    sql.push(
        ", m.stream, coalesce(c.id, f.id) IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM thread_member t JOIN case_file x ON x.id = t.thread
                           WHERE t.member = c.id)
         FROM matter_person p JOIN access_row m ON m.id = p.matter
         LEFT JOIN concern c ON c.id = m.id LEFT JOIN case_file f ON f.id = m.id
         LEFT JOIN register_value v ON v.entry = m.id AND v.field = 'covers_from'",
    );
    sql.bind(" WHERE p.person = ?", [person]);
    sql.bind(
        " AND ((coalesce(c.id, f.id) IS NOT NULL AND p.parts & ? <> 0)",
        [parts],
    );
    sql.bind(
        " OR v.entry IS NOT NULL) AND m.routed & ? <> 0",
        [stored::routed(&[Role::Dsl])],
    );
    let found: Vec<(bool, StreamId, bool)> = sql.rows(views.conn, |row| {
        Ok((row.get(0)?, stored::stream(&row.get(1)?)?, row.get(2)?))
    })?;
    let mut matters = found.iter().filter(|(_, _, stands_alone)| *stands_alone);
    let first = matters.next().map(|(_, matter, _)| *matter);
    Ok(OnLeaving {
        only: first.filter(|_| matters.next().is_none()),
        has_file: !found.is_empty(),
        is_open: found.iter().any(|(is_open, _, _)| *is_open),
        is_entered: is_there(
            views,
            entries_of(pupil, academy).push(" AND e.state <> 'called_off'"),
        )?,
        is_known: is_there(views, &entries_of(pupil, academy))?,
    })
}

/// Whether what came up about a child who has left goes with a file of theirs: one is not sent yet, or has come
/// back, or one was sent since. What is on its way already goes without it, though nobody has confirmed it. Where
/// somebody has called one off since, they knew of it. Takes no scope: only a reaction reads it.
///
/// # Errors
/// When the file cannot be read.
pub fn goes_along(
    views: &Reading<'_>,
    pupil: PupilId,
    academy: AcademyId,
    came_up: Position,
) -> Result<bool, ViewError> {
    let mut sql = entries_of(pupil, academy);
    sql.push(" AND (e.state IN ('prepared', 'rejected')");
    sql.bind(
        " OR EXISTS (SELECT 1 FROM entry h WHERE h.matter = e.id AND h.position > ?
                       AND h.event_type = 'register.moved'
                       AND json_extract(h.detail, '$.made') IN ('send', 'call_off')))",
        [stored::position_column(came_up)],
    );
    is_there(views, &sql)
}

/// The entries of a child's file that goes to another school.
fn entries_of(pupil: PupilId, academy: AcademyId) -> Sql {
    let mut sql = Sql::new(
        "SELECT e.id FROM register_value p JOIN register_entry e ON e.id = p.entry
         JOIN register_value d ON d.entry = e.id AND d.field = 'direction' AND d.value = 'out'
         WHERE e.register = 'file_transfers' AND p.field = 'pupil'",
    );
    sql.bind(" AND p.value = ?", [pupil.to_string()]);
    sql.bind(" AND e.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    sql
}

fn is_there(views: &Reading<'_>, sql: &Sql) -> Result<bool, ViewError> {
    let found = sql.first(views.conn, |row| Ok(row.get::<_, i64>(0)?))?;
    Ok(found.is_some())
}
