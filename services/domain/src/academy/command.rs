//! What can be asked of an academy.

use lanyard_events::Day;
use lanyard_events::academy::{DeskContact, Phase, Term};

use crate::command::commands;

commands! {
    /// Any command to an academy.
    Open, SetCalendar, SetContacts,
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
