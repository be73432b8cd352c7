//! What can be asked of a pupil's record.

use lanyard_events::{Day, Sensitive};

use crate::command::commands;

commands! {
    /// Any command to a pupil's record.
    Register, ChangeDetails, Leave,
}

/// Who a pupil is, as the MIS has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Unique pupil number, permanent or temporary.
    pub upn: Option<Sensitive<String>>,
    /// Surname, 1 to 100 characters.
    pub surname: Sensitive<String>,
    /// Forename, 1 to 100 characters.
    pub forename: Sensitive<String>,
    /// The forename used in school.
    pub preferred_forename: Option<Sensitive<String>>,
    /// Date of birth: a pupil is 2 to 25 years old.
    pub date_of_birth: Day,
    /// National curriculum year, -1 (nursery) to 14.
    pub year_group: i8,
    /// The MIS's own id.
    pub mis_id: Option<String>,
}

/// Puts a pupil on the roster.
#[derive(Debug, Clone)]
pub struct Register {
    /// Who it is.
    pub details: Details,
}

/// Takes over other details from the MIS.
#[derive(Debug, Clone)]
pub struct ChangeDetails {
    /// All of them, as they are now.
    pub details: Details,
}

/// Records that a pupil left the academy.
#[derive(Debug, Clone)]
pub struct Leave {
    /// Last day; may be ahead.
    pub on: Day,
    /// Where to, if known.
    pub destination: Option<Sensitive<String>>,
}
