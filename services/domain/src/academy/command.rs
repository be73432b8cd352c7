//! What can be asked of an academy.

use lanyard_events::academy::{DeskContact, Phase, Term};
use lanyard_events::{At, Day, DutyId, StaffId};

use crate::command::commands;

commands! {
    /// Any command to an academy.
    Open, SetCalendar, SetContacts, SetDuty, EndDuty,
}

/// Takes an academy into the record.
#[derive(Debug, Clone)]
pub struct Open {
    /// Name.
    pub name: String,
    /// Unique reference number, six digits.
    pub urn: Option<String>,
    /// Local authority code, three digits.
    pub local_authority: String,
    /// Which ages.
    pub phase: Phase,
    /// End of the school day, `15:30`.
    pub day_ends: String,
}

/// Sets the term dates, all of them: an earlier calendar is replaced.
#[derive(Debug, Clone)]
pub struct SetCalendar {
    /// Terms and half-terms, in order, not overlapping.
    pub terms: Vec<Term>,
    /// Days within them without pupils, in order.
    pub closed: Vec<Day>,
}

/// Sets how the local desks are reached, all of them.
#[derive(Debug, Clone)]
pub struct SetContacts {
    /// One for each desk.
    pub contacts: Vec<DeskContact>,
}

/// Puts somebody on duty for a time.
#[derive(Debug, Clone, Copy)]
pub struct SetDuty {
    /// Its id, made from the command's.
    pub duty: DutyId,
    /// Who.
    pub staff: StaffId,
    /// Fact: they hold a role of [`super::rota::ON_DUTY`] at this academy, and have not left.
    pub can_be_on_duty: bool,
    /// From when.
    pub from: At,
    /// Until when.
    pub until: At,
}

/// Ends a time on duty now, or takes one back that has not begun.
#[derive(Debug, Clone, Copy)]
pub struct EndDuty {
    /// Which.
    pub duty: DutyId,
}
