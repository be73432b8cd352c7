//! What any text, list or person sent must fulfil; faults are collected, so that a form shows all.

use std::borrow::Cow;
use std::fmt;

use lanyard_events::{At, Day, Sensitive};

use crate::clock::london_day;
use crate::refusal::{Code, Fault, Refusal};
use crate::secret;

/// The reporter's account: long enough for a statement pasted from elsewhere.
pub const ACCOUNT_MAX_CHARS: usize = 20_000;
/// Any other prose.
pub const TEXT_MAX_CHARS: usize = 5_000;
/// Things that are named, not told: a platform, a device number, another system's reference.
pub const LABEL_MAX_CHARS: usize = 200;
/// One part of a person's name.
pub const NAME_MAX_CHARS: usize = 100;
/// People linked to one concern; the same limit holds for account names and body-map marks.
pub const LINKED_PEOPLE_MAX: usize = 50;
/// A review further away than this is a slip of the pen, and would never come back.
const REVIEW_MAX_DAYS: i32 = 366;

/// The reason to record for what may stand for several; none where it stands for this one already.
pub(crate) fn further_reason(
    newest: Option<&Sensitive<String>>,
    reason: Sensitive<String>,
) -> Result<Option<Sensitive<String>>, Refusal> {
    check("/reason", &reason)?;
    Ok(Some(reason).filter(|reason| newest != Some(reason)))
}

/// Collects what is wrong with a command's values.
#[derive(Default)]
pub(crate) struct Checks(Vec<Fault>);

impl Checks {
    /// Notes a fault of one field.
    pub(crate) fn fail(
        &mut self,
        code: Code,
        pointer: impl fmt::Display,
        detail: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(Fault {
            code,
            detail: detail.into(),
            pointer: Some(Cow::Owned(pointer.to_string())),
        });
    }

    /// A text that must say something within a length.
    pub(crate) fn text(&mut self, pointer: impl fmt::Display, text: &str, max_chars: usize) {
        if text.trim().is_empty() {
            self.fail(Code::TextBlank, pointer, "This may not be left blank.");
        } else if text.len() > max_chars && text.chars().count() > max_chars {
            let detail = format!("This may be at most {max_chars} characters long.");
            self.fail(Code::TextTooLong, pointer, detail);
        } else if text.contains('\0') {
            let detail = "This contains a NUL character, which cannot be kept.";
            self.fail(Code::TextHasNul, pointer, detail);
        } else if secret::is_given_away(text) {
            let detail = "No password, PIN or code is kept here: leave it out, and have IT reset the account.";
            self.fail(Code::TextHoldsPassword, pointer, detail);
        }
    }

    /// The same for a text that may be absent, but not blank.
    pub(crate) fn optional(
        &mut self,
        pointer: impl fmt::Display,
        text: Option<&Sensitive<String>>,
        max_chars: usize,
    ) {
        if let Some(text) = text {
            self.text(pointer, text.expose(), max_chars);
        }
    }

    /// The same for a label that may be absent.
    pub(crate) fn label(&mut self, pointer: impl fmt::Display, label: Option<&String>) {
        if let Some(label) = label {
            self.text(pointer, label, LABEL_MAX_CHARS);
        }
    }

    /// A list within a length.
    pub(crate) fn count(&mut self, pointer: impl fmt::Display, found: usize, max: usize) {
        if found > max {
            let detail = format!("At most {max} entries are possible here.");
            self.fail(Code::TooMany, pointer, detail);
        }
    }

    /// A day of review: after today in London, and within a year.
    pub(crate) fn review(&mut self, pointer: impl fmt::Display, review_on: Day, at: At) {
        let today = london_day(at);
        if review_on <= today {
            let detail = "The review has to be on a day after today.";
            self.fail(Code::ReviewNotAhead, pointer, detail);
        } else if (review_on.date() - today.date()).get_days() > REVIEW_MAX_DAYS {
            let detail = "The review has to be within a year.";
            self.fail(Code::ReviewTooFar, pointer, detail);
        }
    }

    /// No fault, or a refusal that lists them all.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        match Refusal::of_faults(self.0) {
            None => Ok(()),
            Some(refusal) => Err(refusal),
        }
    }
}

/// Checks one text alone.
pub(crate) fn check(pointer: &'static str, text: &Sensitive<String>) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.text(pointer, text.expose(), TEXT_MAX_CHARS);
    checks.done()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn code_of(text: &str, max: usize) -> Option<Code> {
        let mut checks = Checks::default();
        checks.text("/text", text, max);
        checks.done().err().map(|refusal| refusal.code())
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(code_of("ééé", 3), None);
        assert_eq!(code_of("éééé", 3), Some(Code::TextTooLong));
    }

    #[test]
    fn blank_and_nul_are_faults() {
        assert_eq!(code_of(" \n\t", 9), Some(Code::TextBlank));
        assert_eq!(code_of("a\0b", 9), Some(Code::TextHasNul));
    }

    #[test]
    fn a_password_is_a_fault_and_is_not_repeated_in_it() {
        let mut checks = Checks::default();
        checks.text("/text", "His password: fox1902", 99);
        let refusal = checks.done().unwrap_err();
        assert_eq!(refusal.code(), Code::TextHoldsPassword);
        assert!(!refusal.detail().contains("fox1902"));
    }

    #[test]
    fn a_review_lies_after_today_in_london_and_within_a_year() {
        let code = |at: &str, day: &str| {
            let mut checks = Checks::default();
            checks.review("/review_on", day.parse().unwrap(), at.parse().unwrap());
            checks.done().err().map(|refusal| refusal.code())
        };
        assert_eq!(code("2026-06-10T10:00:00Z", "2026-06-11"), None);
        assert_eq!(
            code("2026-06-10T10:00:00Z", "2026-06-10"),
            Some(Code::ReviewNotAhead)
        );
        // 23:30 UTC in June is the next day already in London.
        assert_eq!(
            code("2026-06-10T23:30:00Z", "2026-06-11"),
            Some(Code::ReviewNotAhead)
        );
        assert_eq!(
            code("2026-06-10T10:00:00Z", "2027-06-12"),
            Some(Code::ReviewTooFar)
        );
    }

    #[test]
    fn every_fault_is_listed() {
        let mut checks = Checks::default();
        checks.text("/a", "", 1);
        checks.count("/b", 3, 2);
        let refusal = checks.done().unwrap_err();
        let pointers: Vec<_> = refusal.faults().map(|f| f.pointer.as_deref()).collect();
        assert_eq!(pointers, [Some("/a"), Some("/b")]);
    }
}
