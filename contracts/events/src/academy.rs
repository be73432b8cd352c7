//! Events of an academy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::calendar::Day;
use crate::id::{DutyId, StaffId};
use crate::payload::{aggregate, payloads};

/// Which ages an academy teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Primary.
    Primary,
    /// Secondary.
    Secondary,
    /// All-through.
    AllThrough,
    /// Special.
    Special,
}

/// A term, from its first to its last school day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

/// How a desk of the local authority is reached: offices, never a person's own number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskContact {
    /// Which desk.
    pub desk: String,
    /// Telephone in office hours.
    pub phone: Option<String>,
    /// Telephone at night, at weekends and on holidays.
    pub out_of_hours: Option<String>,
    /// Email address or portal.
    pub online: Option<String>,
}

payloads! {
    /// An academy joined the record.
    "academy.opened" v 1 AcademyOpened {
        /// Name.
        name: String,
        /// Unique reference number.
        urn: Option<String>,
        /// Local authority code, three digits.
        local_authority: String,
        /// Which ages.
        phase: Phase,
        /// End of the school day, `15:30`.
        day_ends: String,
    }
    /// Its term dates were set.
    "academy.calendar_set" v 1 AcademyCalendarSet {
        /// Terms and half-terms, in order.
        terms: Vec<Term>,
        /// Days within them without pupils: INSET and closures.
        closed: Vec<Day>,
    }
}

payloads! {
    /// How the local desks are reached was set, all of them.
    "academy.contacts_set" v 1 AcademyContactsSet {
        /// One for each desk.
        contacts: Vec<DeskContact>,
    }
}

payloads! {
    /// Somebody is on duty for safeguarding for a time (domain.md 1, row DSL).
    "academy.duty_set" v 1 AcademyDutySet {
        /// The time on duty.
        duty: DutyId,
        /// Who.
        staff: StaffId,
        /// From when.
        from: At,
        /// Until when; that moment is not part of it.
        until: At,
    }
    /// A time on duty ends before its time, or was taken back before it began.
    "academy.duty_ended" v 1 AcademyDutyEnded {
        /// The time on duty.
        duty: DutyId,
        /// When it ends; its beginning where it was taken back.
        at: At,
    }
}

aggregate! {
    /// An event of an academy.
    AcademyEvent {
        Opened(AcademyOpened),
        CalendarSet(AcademyCalendarSet),
        ContactsSet(AcademyContactsSet),
        DutySet(AcademyDutySet),
        DutyEnded(AcademyDutyEnded),
    }
}
