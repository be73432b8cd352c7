//! Clocks of rules by period (domain.md, introduction: rules are data with `effective_from` and
//! `effective_to`). The head of `data/rules.toml` says what each key means.

use std::fmt;

use lanyard_events::{At, Day};
use serde::Deserialize;
use toml::Spanned;

use super::due::Due;
use super::mistake::{Mistake, line_of, parse};
use super::shipped::Shipped;
use crate::clock::london_day;
use crate::clock::rules::Rule;

/// One rule's clock for some time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePeriod {
    /// Whose.
    pub name: RuleName,
    /// The clock.
    pub due: Due,
    /// Another reckoning; whichever ends first holds.
    #[serde(default)]
    pub or_sooner: Option<Due>,
    /// Its first day; none for the first period.
    #[serde(default)]
    pub effective_from: Option<Day>,
    /// Its last day; none for the last.
    #[serde(default)]
    pub effective_to: Option<Day>,
    /// Who says so.
    pub basis: String,
}

/// A rule in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct RuleName(pub Rule);

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let rule =
            Rule::named(&text).ok_or_else(|| format!("\"{text}\" is no rule with a clock"))?;
        Ok(Self(rule))
    }
}

/// The clocks of all rules: for each rule and day exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<RulePeriod>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Spanned<RulePeriod>>,
}

impl Rules {
    /// Reads the file.
    ///
    /// # Errors
    /// The first mistake with its line: also a rule without a clock, and a day with two or none.
    pub(super) fn read(text: &str) -> Result<Self, Mistake> {
        let file: File = parse(text)?;
        let mut rows: Vec<_> = { file.rule.into_iter() }
            .map(|row| (line_of(text, &row.span()), row.into_inner()))
            .collect();
        rows.sort_by_key(|(_, row)| (row.name, row.effective_from));
        for rule in Rule::ALL {
            let of: Vec<_> = { rows.iter() }
                .filter(|(_, row)| row.name.0 == *rule)
                .collect();
            let Some(((_, first), (last_line, last))) = of.first().zip(of.last()) else {
                return Err(Mistake::at(1, format!("{} has no clock", rule.name())));
            };
            let name = rule.name();
            if let Some(from) = first.effective_from {
                let line = of.first().map_or(1, |(line, _)| *line);
                let what =
                    format!("{name}: the first row holds for all days before, not from {from}");
                return Err(Mistake::at(line, what));
            }
            for pair in of.windows(2) {
                follows(name, pair)?;
            }
            if let Some(to) = last.effective_to {
                let what = format!("{name}: nothing holds after {to}; the last row has no end");
                return Err(Mistake::at(*last_line, what));
            }
        }
        Ok(Self(rows.into_iter().map(|(_, row)| row).collect()))
    }

    /// What is in force of a rule on a day.
    #[must_use]
    pub fn on(&self, rule: Rule, day: Day) -> &RulePeriod {
        { self.0.iter() }
            .find(|row| row.name.0 == rule && holds(row.effective_from, row.effective_to, day))
            .expect("each rule has exactly one row for each day, which reading has checked")
    }

    /// Every row, rule by rule, the earliest first.
    #[must_use]
    pub fn periods(&self) -> &[RulePeriod] {
        &self.0
    }
}

/// The second row begins on the day after the first ends.
fn follows(name: &str, pair: &[&(usize, RulePeriod)]) -> Result<(), Mistake> {
    let [(_, before), (line, after)] = pair else {
        return Ok(());
    };
    let (end, begin) = (before.effective_to, after.effective_from);
    let next = end.and_then(|end| end.date().tomorrow().ok()).map(Day::new);
    match (next, begin) {
        (Some(next), Some(begin)) if next == begin => Ok(()),
        (Some(next), Some(begin)) if begin > next => {
            let what = format!("{name}: no row holds from {next} until the day before {begin}");
            Err(Mistake::at(*line, what))
        }
        _ => {
            let what = format!("{name}: this row and the one before hold on the same days");
            Err(Mistake::at(*line, what))
        }
    }
}

/// Whether a day lies between two, either of which may be open.
pub(super) fn holds(from: Option<Day>, to: Option<Day>, day: Day) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

/// A clock of a desk: its own, or that of a rule, whatever it is on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DeskDue {
    /// Its own.
    Own(Due),
    /// That of a rule: `rule:r3`.
    Of(Rule),
}

impl TryFrom<String> for DeskDue {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.strip_prefix("rule:") {
            Some(name) => Ok(Self::Of(RuleName::try_from(name.to_owned())?.0)),
            None => Ok(Self::Own(Due::try_from(text)?)),
        }
    }
}

impl DeskDue {
    /// The clock of one that begins at this moment.
    #[must_use]
    pub fn starting(self, at: At) -> Due {
        match self {
            Self::Own(due) => due,
            Self::Of(rule) => Shipped::get().rules.on(rule, london_day(at)).due,
        }
    }
}

impl fmt::Display for DeskDue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(due) => fmt::Display::fmt(due, f),
            Self::Of(rule) => write!(f, "rule:{}", rule.name()),
        }
    }
}

#[cfg(test)]
impl Rules {
    /// The shipped clocks, with one that changes on a day.
    pub(crate) fn changing_on(rule: Rule, to: &str, day: Day) -> Self {
        #![allow(clippy::unwrap_used, reason = "tests")]
        let mut rules = Shipped::get().rules.clone();
        let before = { rules.0.iter_mut() }
            .find(|row| row.name.0 == rule)
            .unwrap();
        let mut after = before.clone();
        before.effective_to = Some(Day::new(day.date().yesterday().unwrap()));
        after.effective_from = Some(day);
        after.due = to.to_owned().try_into().unwrap();
        rules.0.push(after);
        rules
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const SHIPPED: &str = include_str!("../../data/rules.toml");

    /// The shipped file with other rows for R3.
    fn with(rows: &str) -> Result<Rules, Mistake> {
        let row = "name = \"r3\"\ndue = \"1wd\"\nbasis = \"KCSIE Part 4\"\n";
        assert!(SHIPPED.contains(row));
        Rules::read(&SHIPPED.replacen(row, rows, 1))
    }

    fn row(due: &str, from: &str, to: &str) -> String {
        let day = |key: &str, day: &str| match day {
            "" => String::new(),
            day => format!("{key} = \"{day}\"\n"),
        };
        let (from, to) = (day("effective_from", from), day("effective_to", to));
        format!("name = \"r3\"\ndue = \"{due}\"\n{from}{to}basis = \"a test\"\n")
    }

    fn line_of_row(number: usize) -> usize {
        let before = SHIPPED
            .lines()
            .position(|line| line == "name = \"r3\"")
            .unwrap();
        // The heading of the row stands above its name.
        before + 5 * number
    }

    #[test]
    fn each_rule_has_a_clock_today() {
        let rules = Rules::read(SHIPPED).unwrap();
        let day = "2026-11-10".parse().unwrap();
        for rule in Rule::ALL {
            assert!(!rules.on(*rule, day).basis.is_empty());
        }
    }

    #[test]
    fn before_a_day_the_old_clock_holds_and_from_it_on_the_new_one() {
        let old = row("1wd", "", "2027-08-31");
        let rows = format!("{old}\n[[rule]]\n{}", row("24h", "2027-09-01", ""));
        let rules = with(&rows).unwrap();
        let due = |day: &str| rules.on(Rule::R3, day.parse().unwrap()).due.to_string();
        assert_eq!(due("2027-08-31"), "1wd");
        assert_eq!(due("2027-09-01"), "24h");
        assert_eq!(due("1999-01-01"), "1wd");
        assert_eq!(due("2099-01-01"), "24h");
        // The order in the file says nothing.
        let turned = format!("{}\n[[rule]]\n{old}", row("24h", "2027-09-01", ""));
        assert_eq!(with(&turned).unwrap(), rules);
    }

    #[test]
    fn days_with_two_rows_or_none_are_refused_with_the_line() {
        let two = |first: (&str, &str), second: (&str, &str)| {
            let first = row("1wd", first.0, first.1);
            with(&format!(
                "{first}\n[[rule]]\n{}",
                row("24h", second.0, second.1)
            ))
        };
        for (first, second, what) in [
            (
                ("", "2027-08-31"),
                ("2027-09-02", ""),
                "no row holds from 2027-09-01",
            ),
            (("", "2027-08-31"), ("2027-08-31", ""), "on the same days"),
            (("", ""), ("2027-09-01", ""), "on the same days"),
            (("", "2027-08-31"), ("", ""), "on the same days"),
            (
                ("", "2027-08-31"),
                ("2027-09-01", "2028-08-31"),
                "nothing holds after 2028-08-31",
            ),
            (
                ("2020-01-01", "2027-08-31"),
                ("2027-09-01", ""),
                "the first row holds for all days",
            ),
        ] {
            let mistake = two(first, second).unwrap_err();
            assert!(mistake.what.contains(what), "{mistake}");
            assert!(mistake.line >= line_of_row(0), "{mistake}");
        }
        let gone = with("name = \"r1\"\ndue = \"1wd\"\nbasis = \"a test\"\n").unwrap_err();
        assert!(
            gone.what.contains("r1: this row and the one before"),
            "{gone}"
        );
        let unknown = with("name = \"r99\"\ndue = \"1wd\"\nbasis = \"a test\"\n").unwrap_err();
        assert!(unknown.what.contains("\"r99\" is no rule"), "{unknown}");
    }

    #[test]
    fn a_desk_goes_by_its_rule() {
        let at = "2026-11-10T14:05:00Z".parse().unwrap();
        let due = |text: &str| DeskDue::try_from(text.to_owned()).unwrap();
        assert_eq!(due("rule:r3").starting(at).to_string(), "1wd");
        assert_eq!(due("2wd").starting(at).to_string(), "2wd");
        assert_eq!(due("rule:r3").to_string(), "rule:r3");
        assert!(DeskDue::try_from("rule:r99".to_owned()).is_err());
    }
}
