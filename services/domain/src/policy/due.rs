//! When a step is due, as playbooks write it (playbooks.md 0).

use std::fmt;

use serde::Deserialize;

/// Counted from when the concern was raised, or from the end of another step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Due {
    /// At once; alarm if nobody has acknowledged within 15 minutes.
    Now,
    /// By the end of the school day.
    Today,
    /// At 17:00 so many working days later.
    WorkingDays(u8),
    /// At the end of so many school days later.
    SchoolDays(u8),
    /// So many days of the calendar later, by 17:00.
    Days(u16),
    /// So many hours later, through nights and holidays.
    Hours(u16),
    /// At 17:00 of the day so many calendar months later, or of the next working day (R11).
    Months(u8),
    /// A year later (R15).
    Year,
    /// At the next meeting of the online safety group.
    Meeting,
    /// On the last school day of this term.
    Term,
    /// When the matter is closed.
    Closing,
    /// At no time.
    Open,
}

/// What may stand there.
const FORMS: &str = "now, today, 2wd (working days), 5sd (school days), 14d (days), 72h (hours), 1month, year, meeting, term, closing or open";

impl TryFrom<String> for Due {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let counted = |unit: &str| {
            let number = text.strip_suffix(unit)?;
            let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
            number.parse::<u16>().ok().filter(|_| plain)
        };
        let days = |unit: &str| counted(unit).and_then(|days| u8::try_from(days).ok());
        match text.as_str() {
            "now" => Ok(Self::Now),
            "today" => Ok(Self::Today),
            "meeting" => Ok(Self::Meeting),
            "term" => Ok(Self::Term),
            "closing" => Ok(Self::Closing),
            "open" => Ok(Self::Open),
            "year" => Ok(Self::Year),
            _ => { days("wd").map(Self::WorkingDays) }
                .or_else(|| days("sd").map(Self::SchoolDays))
                .or_else(|| days("month").map(Self::Months))
                .or_else(|| counted("h").map(Self::Hours))
                .or_else(|| counted("d").map(Self::Days))
                .ok_or_else(|| format!("\"{text}\" is no time; it must be {FORMS}")),
        }
    }
}

impl Due {
    /// Whether it surely ends no later than another, whatever the calendar: a trust may ask for
    /// something sooner than the law does, never later.
    #[must_use]
    pub const fn is_no_later_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Now, _)
            | (_, Self::Open)
            | (Self::Today, Self::WorkingDays(_))
            | (Self::Today, Self::SchoolDays(_) | Self::Days(_) | Self::Months(_))
            | (Self::Today, Self::Today | Self::Year | Self::Meeting | Self::Term)
            | (Self::Today | Self::Closing, Self::Closing)
            | (Self::Meeting, Self::Meeting)
            | (Self::Term, Self::Term)
            | (Self::Year, Self::Year) => true,
            (Self::Today, Self::Hours(hours)) => hours >= 24,
            (Self::WorkingDays(mine), Self::WorkingDays(its))
            | (Self::SchoolDays(mine), Self::SchoolDays(its))
            | (Self::Months(mine), Self::Months(its)) => mine <= its,
            (Self::Days(mine), Self::Days(its)) | (Self::Hours(mine), Self::Hours(its)) => {
                mine <= its
            }
            (
                Self::Today
                | Self::WorkingDays(_)
                | Self::SchoolDays(_)
                | Self::Days(_)
                | Self::Hours(_)
                | Self::Months(_)
                | Self::Year
                | Self::Meeting
                | Self::Term
                | Self::Closing
                | Self::Open,
                _,
            ) => false,
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now => f.write_str("now"),
            Self::Today => f.write_str("today"),
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::SchoolDays(days) => write!(f, "{days}sd"),
            Self::Days(days) => write!(f, "{days}d"),
            Self::Hours(hours) => write!(f, "{hours}h"),
            Self::Months(months) => write!(f, "{months}month"),
            Self::Year => f.write_str("year"),
            Self::Meeting => f.write_str("meeting"),
            Self::Term => f.write_str("term"),
            Self::Closing => f.write_str("closing"),
            Self::Open => f.write_str("open"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_time_has_one_spelling() {
        for text in [
            "now", "today", "2wd", "10sd", "14d", "72h", "1month", "year", "meeting", "term",
            "closing", "open",
        ] {
            let due = Due::try_from(text.to_owned()).unwrap();
            assert_eq!(due.to_string(), text);
        }
        for text in [
            "", "soon", "wd", "0wd", "02wd", "+2wd", "300wd", "1 wd", "0d", "70000h",
        ] {
            assert!(Due::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
