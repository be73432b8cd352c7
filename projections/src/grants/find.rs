//! Finding the case of a pupil of another academy, for whoever breaks the glass.

use lanyard_events::{AcademyId, CaseId, Day, Sensitive};

use crate::caseload::CaseState;
use crate::error::ViewError;
use crate::reader::Reading;
use crate::sql::Sql;
use crate::stored::{self, Key};

/// By what a case is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// The case's reference.
    Reference(String),
    /// The pupil's unique pupil number.
    Upn(Sensitive<String>),
    /// The pupil's name and day of birth.
    Name {
        /// Forename or preferred forename.
        forename: Sensitive<String>,
        /// Surname.
        surname: Sensitive<String>,
        /// Day of birth.
        date_of_birth: Day,
    },
}

/// Cases of an academy that are meant: open ones first, the newest first. Takes no scope: nothing of
/// them is shown; each is decided on before anything opens.
///
/// # Errors
/// When the file cannot be read.
pub fn pupils_cases(
    views: &Reading<'_>,
    academy: AcademyId,
    sought: &Sought,
) -> Result<Vec<CaseId>, ViewError> {
    let mut sql = Sql::new(
        "SELECT m.stream FROM case_file f JOIN access_row m ON m.id = f.id WHERE f.academy = ",
    );
    sql.bind("?", [academy.uuid().as_bytes().to_vec()]);
    match sought {
        Sought::Reference(reference) => {
            sql.bind(" AND f.reference = ?", [reference.clone()]);
        }
        Sought::Upn(upn) => {
            sql.push(OF_PUPIL);
            sql.bind(" AND p.upn = ?)", [upn.expose().clone()]);
        }
        Sought::Name {
            forename,
            surname,
            date_of_birth,
        } => {
            sql.push(OF_PUPIL);
            sql.bind(
                " AND lower(p.surname) = lower(?)",
                [surname.expose().clone()],
            );
            sql.bind(
                " AND lower(?) IN (lower(p.forename), lower(ifnull(p.preferred_forename, '')))",
                [forename.expose().clone()],
            );
            sql.bind(" AND p.date_of_birth = ?)", [date_of_birth.to_string()]);
        }
    }
    sql.bind(" ORDER BY f.state <> ?", [CaseState::Open.code()]);
    sql.push(", f.id DESC LIMIT 50");
    sql.rows(views.conn, |row| stored::case(&row.get::<_, Key>(0)?))
}

/// Cases that link a pupil: only pupils have a number and a day of birth in the directory.
const OF_PUPIL: &str = " AND f.id IN (SELECT l.matter FROM matter_person l \
     JOIN person p ON p.person = l.person WHERE 1";
