//! Concerns that wait for a decision, for whoever sends them on when nobody to whom they went can take it.
//!
//! None of these takes a scope: only reactions and the worker ask, and they tell nobody which they are.

use lanyard_access::{PersonKey, RoleSet};
use lanyard_events::{AcademyId, Role, StreamId};

use super::query::ConcernState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored;

const AWAITED: &str =
    "SELECT m.stream FROM concern c JOIN access_row m ON m.id = c.id WHERE c.state IN (";

fn awaited() -> Sql {
    let mut sql = Sql::new(AWAITED);
    sql.bind("?", [ConcernState::Untriaged.code()]);
    sql.bind(", ?)", [ConcernState::Monitored.code()]);
    sql
}

/// Those that link somebody.
///
/// # Errors
/// When the file cannot be read.
pub fn linking(views: &Reading<'_>, person: PersonKey) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = awaited();
    sql.bind(
        " AND c.id IN (SELECT matter FROM matter_person WHERE person = ?)",
        [person.to_bytes().to_vec()],
    );
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

/// Concerns in which somebody was ever put in the place of somebody else, whatever became of them.
///
/// # Errors
/// When the file cannot be read.
pub fn corrected(views: &Reading<'_>) -> Result<Vec<StreamId>, ViewError> {
    let mut sql =
        Sql::new("SELECT DISTINCT m.stream FROM entry e JOIN access_row m ON m.id = e.matter");
    sql.bind(
        " WHERE e.event_type = ? ORDER BY m.id",
        ["concern.person_corrected".to_owned()],
    );
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

/// Those about adults: a few people see each, so that one who leaves may leave nobody.
///
/// # Errors
/// When the file cannot be read.
pub fn about_adults(views: &Reading<'_>) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = awaited();
    let leads = i64::from(RoleSet::of(Role::Dsl).bits());
    sql.bind(" AND c.routed & ? = 0", [leads]);
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

/// Those about children of an academy.
///
/// # Errors
/// When the file cannot be read.
pub fn about_children(views: &Reading<'_>, academy: AcademyId) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = awaited();
    sql.bind(" AND c.academy = ?", [academy.uuid().as_bytes().to_vec()]);
    let leads = i64::from(RoleSet::of(Role::Dsl).bits());
    sql.bind(" AND c.routed & ? <> 0", [leads]);
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}

/// Those that nobody unconflicted is left to decide on.
///
/// # Errors
/// When the file cannot be read.
pub fn without_receiver(views: &Reading<'_>) -> Result<Vec<StreamId>, ViewError> {
    let mut sql = awaited();
    sql.push(" AND c.without_receiver = 1");
    sql.rows(views.conn, |row| stored::stream(&row.get(0)?))
}
