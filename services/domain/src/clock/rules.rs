//! The clock of each rule of domain.md 3 that has one, by the rule's id. What each clock is stands in
//! `data/rules.toml`, by period: the row that holds is the one of the day on which the clock begins.
//!
//! Desks name these clocks; steps of playbooks and registers have their times in their own editions. Every other
//! rule stands elsewhere:
//!
//! - R2: reminding (`app/src/reminding`, `projections::reminders`).
//! - R6: `evidence::rules`, `app/src/evidence/barred.rs`, playbooks 10 and 11. At once: no clock.
//! - R7: the steps of playbooks (`data/playbooks`) and `case::rules::skip_step`: two people. At once.
//! - R13: the register of log reviews (`data/registers/log_reviews.toml`), each term.
//! - R14: `snapshot`: figures for governors, a term at a time.
//! - R15: registers whose entries hold for a year (`data/registers/training.toml` and others).
//! - R16: `figures`: what is hidden, and the attacker. Always.
//! - R17: `clock::retention`: the days on which records are reviewed.
//! - R18: ten idle minutes: the sessions of the web pages, not of the API, whose tokens carry their own end.
//! - R19: playbook 18 (`data/playbooks`): never alone. Always.
//! - R21: nothing, until its date is known.

use lanyard_events::At;
use lanyard_events::concern::Due;

use super::school::SchoolCalendar;
use super::{ClockError, Deadline, london_day};
use crate::policy::{RulePeriod, Shipped};

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal $id:literal,)+) => {
        /// Clocks of rules.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])* $rule,)+
        }

        impl Rule {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// As the files write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }

            /// The id in domain.md 3.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$rule => $id,)+ }
            }
        }
    };
}

rules! {
    /// A concern is looked at by the end of the school day.
    R1 "r1" "R1",
    /// An allegation reaches the LADO within one working day.
    R3 "r3" "R3",
    /// R3 where the authority says 24 hours.
    R3In24Hours "r3_in_24_hours" "R3",
    /// What was said to social care follows in writing within 24 hours.
    R4InWriting "r4_in_writing" "R4",
    /// Social care decides within one working day.
    R4Answer "r4_answer" "R4",
    /// Known FGM is with the police by the close of the next working day at the latest.
    R5 "r5" "R5",
    /// Grooming is with CEOP the same day.
    R8 "r8" "R8",
    /// Parents are told the same day.
    R9 "r9" "R9",
    /// A breach is with the ICO within 72 hours.
    R10 "r10" "R10",
    /// Subject access is answered within a calendar month.
    R11 "r11" "R11",
    /// R11 where it is complex: two months more.
    R11Complex "r11_complex" "R11",
    /// The child protection file follows within five school days.
    R12 "r12" "R12",
    /// Freedom of information: 20 school days or 60 working days, whichever is shorter.
    R20 "r20" "R20",
}

impl Rule {
    /// The rule's clock of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }

    /// By when, counted from `from` by what is in force then, and why then; none where the rule has no
    /// clock on that day.
    ///
    /// # Errors
    /// When bank holidays or term dates do not reach that far. Never guessed.
    pub fn deadline(
        self,
        from: At,
        calendar: &SchoolCalendar,
    ) -> Result<Option<Deadline>, ClockError> {
        let period = Shipped::get().rules.on(self, london_day(from));
        deadline(period, from, calendar)
    }

    /// The same for something that always has a time: where none can be reckoned it is at once, and says
    /// why. What is due too early is seen, what has no time is forgotten.
    #[must_use]
    pub fn due(self, from: At, calendar: &SchoolCalendar) -> Due {
        let id = self.id();
        let (at, reason) = match self.deadline(from, calendar) {
            Ok(Some(deadline)) => (deadline.at, format!("{} ({id})", deadline.reason)),
            Ok(None) => (from, format!("at once ({id})")),
            Err(error) => (from, format!("at once ({id}): {error}")),
        };
        Due {
            rule: id.to_owned(),
            at,
            reason,
        }
    }
}

/// By when a clock of this period ends.
pub(super) fn deadline(
    period: &RulePeriod,
    from: At,
    calendar: &SchoolCalendar,
) -> Result<Option<Deadline>, ClockError> {
    let Some(deadline) = period.due.deadline(from, calendar)? else {
        return Ok(None);
    };
    let Some(sooner) = period.or_sooner else {
        return Ok(Some(deadline));
    };
    match sooner.deadline(from, calendar) {
        Ok(Some(sooner)) if sooner.at < deadline.at => Ok(Some(sooner)),
        // Where term dates end too early, the one that is known.
        Ok(_) | Err(ClockError::TermsMissing { .. }) => Ok(Some(deadline)),
        Err(error) => Err(error),
    }
}
