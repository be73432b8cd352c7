//! Local authorities whose clocks differ from the national ones (domain.md 3).

use lanyard_events::Day;
use serde::Deserialize;
use toml::Spanned;

use super::due::Due;
use super::mistake::{Mistake, line_of, parse};
use super::names::Agency;
use super::rules::holds;

/// One local authority.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its three digits.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Clocks of its desks.
    pub clocks: Vec<LocalClock>,
    /// Where this comes from.
    pub source: Vec<String>,
}

/// The clock of one of its desks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalClock {
    /// Which desk.
    pub agency: Agency,
    /// By when it is told.
    pub due: Due,
    /// By which rule.
    pub rule: String,
    /// The first day on which it holds; none: as far back as anybody knows.
    #[serde(default)]
    pub effective_from: Option<Day>,
    /// The last; none: until a release says otherwise. On other days the national clock holds.
    #[serde(default)]
    pub effective_to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Authorities {
    authority: Vec<Spanned<Authority>>,
}

impl Authority {
    /// Reads the file of all.
    pub(super) fn read_all(text: &str) -> Result<Vec<Self>, Mistake> {
        let file: Authorities = parse(text)?;
        let mut read: Vec<Self> = Vec::new();
        for row in file.authority {
            let line = line_of(text, &row.span());
            let authority = row.into_inner();
            if read.iter().any(|it| it.code == authority.code) {
                let what = format!("authority {} is there twice", authority.code);
                return Err(Mistake::at(line, what));
            }
            authority.check(line)?;
            read.push(authority);
        }
        Ok(read)
    }

    /// On no day a desk has two clocks, and every period has its days.
    fn check(&self, line: usize) -> Result<(), Mistake> {
        for (place, clock) in self.clocks.iter().enumerate() {
            let ends_before = { clock.effective_from.zip(clock.effective_to) }
                .is_some_and(|(from, to)| to < from);
            let meets = |other: &LocalClock| {
                other.agency == clock.agency
                    && before(clock.effective_from, other.effective_to)
                    && before(other.effective_from, clock.effective_to)
            };
            let what = if ends_before {
                "ends before it begins"
            } else if self.clocks.iter().skip(place + 1).any(meets) {
                "and another hold on the same days"
            } else {
                continue;
            };
            let what = format!("{}: the clock of {} {what}", self.code, clock.agency);
            return Err(Mistake::at(line, what));
        }
        Ok(())
    }

    /// Its clock for a desk, where it has one of its own on the day on which the clock begins.
    #[must_use]
    pub fn clock(&self, agency: Agency, day: Day) -> Option<&LocalClock> {
        { self.clocks.iter() }.find(|clock| {
            clock.agency == agency && holds(clock.effective_from, clock.effective_to, day)
        })
    }
}

/// Whether the first of two days, either of which may be open, is not after the second.
fn before(from: Option<Day>, to: Option<Day>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from <= to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(clocks: &str) -> Result<Vec<Authority>, Mistake> {
        let head =
            "\n[[authority]]\ncode = \"815\"\nname = \"North Yorkshire\"\nsource = [\"a test\"]\n";
        Authority::read_all(&format!("{head}clocks = [{clocks}]\n"))
    }

    const OLD: &str =
        r#"{ agency = "lado", due = "24h", rule = "R3", effective_to = "2027-08-31" }"#;

    #[test]
    fn a_local_clock_holds_on_its_days_and_the_national_one_on_the_others() {
        let new = OLD.replace("24h", "4h").replace(
            "effective_to = \"2027-08-31\"",
            "effective_from = \"2027-10-01\"",
        );
        let authority = read(&format!("{OLD}, {new}")).unwrap().remove(0);
        let due = |day: &str| {
            let clock = authority.clock(Agency::Lado, day.parse().unwrap());
            clock.map(|clock| clock.due.to_string())
        };
        assert_eq!(due("2027-08-31").as_deref(), Some("24h"));
        assert_eq!(due("2027-09-01"), None);
        assert_eq!(due("2027-10-01").as_deref(), Some("4h"));
        assert_eq!(
            authority.clock(Agency::Ceop, "2027-10-01".parse().unwrap()),
            None
        );
    }

    #[test]
    fn two_clocks_on_one_day_are_refused_with_the_line() {
        let new = OLD.replace("effective_to", "effective_from");
        let mistake = read(&format!("{OLD}, {new}")).unwrap_err();
        assert_eq!(mistake.line, 2);
        assert!(
            mistake.what.contains("the clock of lado and another hold"),
            "{mistake}"
        );
        let turned = OLD.replace(
            "effective_to",
            "effective_from = \"2027-09-02\", effective_to",
        );
        assert!(
            read(&turned)
                .unwrap_err()
                .what
                .contains("ends before it begins")
        );
        let other = OLD.replace("lado", "social_care");
        assert!(read(&format!("{OLD}, {other}")).is_ok());
    }
}
