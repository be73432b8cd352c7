//! The clock of each rule of domain.md 3 that has one, by the rule's id.
//!
//! Desks and steps keep the rules that belong to them as data (`policy`); what is reckoned here is what
//! they and the registers share. R2 is reminding (`app`, `projections::reminders`). R6, R7, R16, R17, R19 and R21 have no clock: at once, always, or
//! behind a date that is not known yet.

use lanyard_events::At;

use super::school::{SchoolCalendar, end_of_school_day, school_days_later};
use super::working::{CLOSE_OF_DAY, calendar_month_deadline, hours_deadline, working_day_deadline};
use super::{ClockError, Deadline};

/// R20: whichever is shorter.
const R20_SCHOOL_DAYS: u32 = 20;
const R20_WORKING_DAYS: u32 = 60;

/// Clocks of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A concern is looked at by the end of the school day.
    R1,
    /// An allegation reaches the LADO within one working day.
    R3,
    /// R3 where the authority says 24 hours.
    R3In24Hours,
    /// What was said to social care follows in writing within 24 hours.
    R4InWriting,
    /// Social care decides within one working day.
    R4Answer,
    /// Known FGM is with the police by the close of the next working day at the latest.
    R5,
    /// Grooming is with CEOP the same day.
    R8,
    /// Parents are told the same day.
    R9,
    /// A breach is with the ICO within 72 hours.
    R10,
    /// Subject access is answered within a calendar month.
    R11,
    /// R11 where it is complex: two months more.
    R11Complex,
    /// The child protection file follows within five school days.
    R12,
    /// Freedom of information: 20 school days or 60 working days, whichever is shorter.
    R20,
}

impl Rule {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::R1,
        Self::R3,
        Self::R3In24Hours,
        Self::R4InWriting,
        Self::R4Answer,
        Self::R5,
        Self::R8,
        Self::R9,
        Self::R10,
        Self::R11,
        Self::R11Complex,
        Self::R12,
        Self::R20,
    ];

    /// The id in domain.md 3.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::R1 => "R1",
            Self::R3 | Self::R3In24Hours => "R3",
            Self::R4InWriting | Self::R4Answer => "R4",
            Self::R5 => "R5",
            Self::R8 => "R8",
            Self::R9 => "R9",
            Self::R10 => "R10",
            Self::R11 | Self::R11Complex => "R11",
            Self::R12 => "R12",
            Self::R20 => "R20",
        }
    }

    /// By when, counted from `from`, and why then.
    ///
    /// # Errors
    /// When bank holidays or term dates do not reach that far. Never guessed.
    pub fn deadline(self, from: At, calendar: &SchoolCalendar) -> Result<Deadline, ClockError> {
        match self {
            Self::R1 | Self::R8 | Self::R9 => {
                let due = end_of_school_day(from, calendar);
                Ok(Deadline {
                    at: due.at,
                    reason: due.reason.replace("(R1)", &format!("({})", self.id())),
                })
            }
            Self::R3 | Self::R4Answer | Self::R5 => working_day_deadline(from, 1, CLOSE_OF_DAY),
            Self::R3In24Hours | Self::R4InWriting => Ok(hours_deadline(from, 24)),
            Self::R10 => Ok(hours_deadline(from, 72)),
            Self::R11 => calendar_month_deadline(from, 1),
            Self::R11Complex => calendar_month_deadline(from, 3),
            Self::R12 => school_days_later(from, 5, calendar),
            Self::R20 => freedom_of_information(from, calendar),
        }
    }
}

/// The shorter of the two; where term dates end too early, the one that is known.
fn freedom_of_information(from: At, calendar: &SchoolCalendar) -> Result<Deadline, ClockError> {
    let working = working_day_deadline(from, R20_WORKING_DAYS, CLOSE_OF_DAY)?;
    match school_days_later(from, R20_SCHOOL_DAYS, calendar) {
        Ok(school) if school.at < working.at => Ok(school),
        Ok(_) | Err(ClockError::TermsMissing { .. }) => Ok(working),
        Err(error) => Err(error),
    }
}
