//! When an email is due: at once for what is pressing, once a day for all else.

use jiff::civil::Time;
use lanyard_events::staff::EmailChoice;
use lanyard_events::{At, Day};

use crate::clock::{day_at, london_day};

/// How pressing a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Once a day will do.
    CanWait,
    /// A statutory clock, or a broken glass.
    Pressing,
    /// Somebody is in danger now (R2).
    Danger,
}

/// A notice that no email has covered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsent {
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was given.
    pub at: At,
}

/// Whether an email is due for these notices. Nobody can choose not to hear of danger (R2).
#[must_use]
pub fn is_due(choice: EmailChoice, unsent: &[Unsent], now: At) -> bool {
    let most = unsent.iter().map(|notice| notice.urgency).max();
    match (most, choice) {
        (None, _) => false,
        (Some(Urgency::Danger), _) | (Some(_), EmailChoice::Immediate) => true,
        (Some(_), EmailChoice::Off) => false,
        (Some(Urgency::Pressing), EmailChoice::Digest) => true,
        (Some(Urgency::CanWait), EmailChoice::Digest) => {
            let last = last_digest(now);
            unsent.iter().any(|notice| notice.at < last)
        }
    }
}

/// When the daily email is due, in London: before a school's day begins.
const DIGEST: Time = Time::constant(7, 30, 0, 0);

/// The newest moment at which the daily email was due.
fn last_digest(now: At) -> At {
    let today = london_day(now);
    let due = day_at(today, DIGEST).filter(|due| *due <= now);
    let yesterday = || Some(Day::new(today.date().yesterday().ok()?));
    // Beyond the calendar there is no digest, and nothing was given before it.
    due.or_else(|| day_at(yesterday()?, DIGEST))
        .unwrap_or(At::from_millis(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn at(text: &str) -> At {
        text.parse().unwrap()
    }

    fn due(choice: EmailChoice, urgency: Urgency, given: &str, now: &str) -> bool {
        let unsent = Unsent {
            urgency,
            at: at(given),
        };
        is_due(choice, &[unsent], at(now))
    }

    const AFTERNOON: &str = "2026-11-10T14:05:00Z";
    const CHOICES: [EmailChoice; 3] = [
        EmailChoice::Immediate,
        EmailChoice::Digest,
        EmailChoice::Off,
    ];

    #[test]
    fn danger_is_told_at_once_whatever_was_chosen() {
        for choice in CHOICES {
            assert!(due(choice, Urgency::Danger, AFTERNOON, AFTERNOON));
            assert!(!is_due(choice, &[], at(AFTERNOON)));
        }
    }

    #[test]
    fn what_presses_comes_at_once_unless_nothing_is_wanted() {
        let told = CHOICES.map(|choice| due(choice, Urgency::Pressing, AFTERNOON, AFTERNOON));
        assert_eq!(told, [true, true, false]);
        let told = CHOICES.map(|choice| due(choice, Urgency::CanWait, AFTERNOON, AFTERNOON));
        assert_eq!(told, [true, false, false]);
    }

    #[test]
    fn what_can_wait_comes_at_half_past_seven_in_london_the_next_morning() {
        let waits = |given, now| due(EmailChoice::Digest, Urgency::CanWait, given, now);
        assert!(!waits(AFTERNOON, "2026-11-11T07:29:59Z"));
        assert!(waits(AFTERNOON, "2026-11-11T07:30:00Z"));
        // What came in the night comes with it, what came after it the day after.
        assert!(waits("2026-11-11T02:00:00Z", "2026-11-11T07:30:00Z"));
        assert!(!waits("2026-11-11T07:30:00Z", "2026-11-11T23:59:00Z"));
        // In summer London is an hour ahead.
        assert!(!waits("2026-06-10T14:00:00Z", "2026-06-11T06:29:59Z"));
        assert!(waits("2026-06-10T14:00:00Z", "2026-06-11T06:30:00Z"));
    }
}
