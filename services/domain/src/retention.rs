//! When somebody decides what becomes of a closed matter (R17): which clock of [`crate::clock::retention`] runs
//! for it, and which fact is missing where none does.
//!
//! Not here: destroying anything; a legal hold ([`crate::hold`]).

use lanyard_events::Day;
use lanyard_events::allegation::{AllegationOutcome, ThresholdDecision};

use crate::clock::ClockError;
use crate::clock::retention::{Circumstances, Kept, Review, leaves_personnel_file};

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// The child protection file, a closed case of it.
    ChildProtectionFile,
    /// A matter about an adult that may have met the harm threshold.
    Allegation,
    /// A matter about an adult that did not.
    LowLevelConcern,
}

/// A closed matter, as far as R17 asks about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClosedMatter {
    /// A case about pupils.
    Case {
        /// When its children were born; none of a child whose record was erased.
        born: Vec<Option<Day>>,
    },
    /// A matter about an adult.
    Adults {
        /// What was decided about the harm threshold.
        threshold: Option<ThresholdDecision>,
        /// The outcome, with its day.
        outcome: Option<(AllegationOutcome, Day)>,
        /// The last day of each adult on the staff register who is said to have done it; none while they
        /// work here.
        left: Vec<Option<Day>>,
    },
}

/// What else decides how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Besides<'a> {
    /// The day on which it was closed.
    pub closed_on: Day,
    /// Its category, of the taxonomy.
    pub category: &'a str,
    /// A legal hold stands on it.
    pub held: bool,
    /// The trust keeps records of child sexual abuse for 75 years.
    pub abuse_kept_75_years: bool,
}

/// When it is reviewed, and why then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retained {
    /// What is kept.
    pub kind: RecordKind,
    /// On which day somebody decides; none where it waits for something.
    pub due_on: Option<Day>,
    /// The reckoning in words, or what it waits for.
    pub reason: String,
    /// Whether it leaves the personnel file of the adult, unless they want it kept there.
    pub leaves_personnel_file: bool,
}

/// Categories whose records are of child sexual abuse: the shipped ones. One too many is kept too long, one
/// too few would be gone too early, so what may be part of it is among them.
const SEXUAL_ABUSE: [&str; 6] = [
    "sexual_abuse",
    "child_sexual_exploitation",
    "sexual_violence",
    "nudes_and_semi_nudes_between_pupils",
    "suspected_indecent_image",
    "grooming",
];

/// When somebody decides what becomes of a matter (R17).
#[must_use]
pub fn retained(matter: &ClosedMatter, besides: Besides<'_>) -> Retained {
    let circumstances = Circumstances {
        abuse_on: Some(besides.closed_on)
            .filter(|_| besides.abuse_kept_75_years && SEXUAL_ABUSE.contains(&besides.category)),
        held: besides.held,
    };
    match matter {
        ClosedMatter::Case { born } => of_case(born, circumstances),
        ClosedMatter::Adults {
            threshold: Some(ThresholdDecision::LowLevel | ThresholdDecision::NoConcern),
            left,
            ..
        } => of_low_level(left, circumstances),
        ClosedMatter::Adults { outcome, .. } => {
            of_allegation(*outcome, besides.closed_on, circumstances)
        }
    }
}

/// The youngest child's file is kept longest.
fn of_case(born: &[Option<Day>], besides: Circumstances) -> Retained {
    let kind = RecordKind::ChildProtectionFile;
    let youngest = { born.iter() }.copied().collect::<Option<Vec<Day>>>();
    let Some(youngest) = youngest.and_then(|born| born.into_iter().max()) else {
        let reason = "the date of birth of a child is missing";
        return waits(kind, besides, reason);
    };
    of_review(
        kind,
        Kept::ChildProtectionFile { born: youngest }.review(besides),
    )
}

fn of_low_level(left: &[Option<Day>], besides: Circumstances) -> Retained {
    let kind = RecordKind::LowLevelConcern;
    if left.is_empty() {
        let reason = "nobody on the staff register is named in it: when they leave is not known";
        return waits(kind, besides, reason);
    }
    // Of several, the last who leaves.
    let left = { left.iter().copied().collect::<Option<Vec<Day>>>() }
        .and_then(|left| left.into_iter().max());
    of_review(kind, Kept::LowLevel { left }.review(besides))
}

fn of_allegation(
    outcome: Option<(AllegationOutcome, Day)>,
    closed_on: Day,
    besides: Circumstances,
) -> Retained {
    let settled = outcome.map_or(closed_on, |(_, day)| day);
    // The staff register holds no dates of birth: it is reckoned as for the youngest that they can be.
    let kept = Kept::Allegation {
        settled,
        born: None,
    };
    let mut retained = of_review(RecordKind::Allegation, kept.review(besides));
    if retained.due_on.is_some() {
        retained.reason += "; the adult's date of birth is missing";
    }
    retained.leaves_personnel_file =
        outcome.is_some_and(|(outcome, _)| leaves_personnel_file(outcome, false));
    retained
}

fn of_review(kind: RecordKind, review: Result<Review, ClockError>) -> Retained {
    let (due_on, reason) = match review {
        Ok(Review::On { day, reason }) => (Some(day), reason),
        Ok(Review::Waits { reason }) => (None, reason.to_owned()),
        Err(error) => (None, error.to_string()),
    };
    Retained {
        kind,
        due_on,
        reason,
        leaves_personnel_file: false,
    }
}

/// A fact is missing; that it is held is said first.
fn waits(kind: RecordKind, besides: Circumstances, reason: &str) -> Retained {
    let held = "a legal hold overrides every other rule";
    Retained {
        kind,
        due_on: None,
        reason: if besides.held { held } else { reason }.to_owned(),
        leaves_personnel_file: false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn besides(category: &str) -> Besides<'_> {
        Besides {
            closed_on: day("2026-11-10"),
            category,
            held: false,
            abuse_kept_75_years: false,
        }
    }

    fn case(born: &[Option<&str>]) -> ClosedMatter {
        ClosedMatter::Case {
            born: born.iter().map(|born| born.map(day)).collect(),
        }
    }

    fn adults(
        threshold: ThresholdDecision,
        outcome: Option<AllegationOutcome>,
        left: &[Option<&str>],
    ) -> ClosedMatter {
        ClosedMatter::Adults {
            threshold: Some(threshold),
            outcome: outcome.map(|outcome| (outcome, day("2026-11-09"))),
            left: left.iter().map(|left| left.map(day)).collect(),
        }
    }

    fn on(matter: &ClosedMatter, besides: Besides<'_>) -> (Option<String>, String) {
        let retained = retained(matter, besides);
        (retained.due_on.map(|day| day.to_string()), retained.reason)
    }

    #[test]
    fn a_case_is_reviewed_when_its_youngest_child_is_25() {
        let plain = besides("bullying");
        let of_two = case(&[Some("2013-05-01"), Some("2016-02-29")]);
        let (due, reason) = on(&of_two, plain);
        assert_eq!(due.as_deref(), Some("2041-03-01"));
        assert_eq!(reason, "the child's 25th birthday: Fri 1 Mar 2041");
        for unknown in [case(&[]), case(&[Some("2013-05-01"), None])] {
            let (due, reason) = on(&unknown, plain);
            assert_eq!((due, reason.contains("missing")), (None, true), "{reason}");
        }
    }

    #[test]
    fn seventy_five_years_only_where_chosen_and_only_of_sexual_abuse() {
        let child = case(&[Some("2013-05-01")]);
        for (category, chosen, due) in [
            ("sexual_abuse", false, "2038-05-01"),
            ("bullying", true, "2038-05-01"),
            ("sexual_abuse", true, "2101-11-10"),
            ("grooming", true, "2101-11-10"),
        ] {
            let mut besides = besides(category);
            besides.abuse_kept_75_years = chosen;
            assert_eq!(on(&child, besides).0.as_deref(), Some(due), "{category}");
        }
        let taxonomy = lanyard_events::Taxonomy::v1();
        assert!(
            SEXUAL_ABUSE
                .iter()
                .all(|it| taxonomy.category(it).is_some())
        );
    }

    #[test]
    fn an_allegation_says_which_fact_is_missing_and_what_leaves_the_personnel_file() {
        let (due, reason) = on(
            &adults(ThresholdDecision::MayMeetThreshold, None, &[]),
            besides("physical_abuse"),
        );
        // Taken to be eighteen on the day it was closed: 2008 + 68.
        assert_eq!(due.as_deref(), Some("2076-11-10"));
        assert!(reason.ends_with("date of birth is missing"), "{reason}");
        for (outcome, leaves) in [
            (AllegationOutcome::False, true),
            (AllegationOutcome::Malicious, true),
            (AllegationOutcome::Unfounded, false),
            (AllegationOutcome::Substantiated, false),
        ] {
            let matter = adults(ThresholdDecision::MayMeetThreshold, Some(outcome), &[]);
            let retained = retained(&matter, besides("physical_abuse"));
            assert_eq!(retained.leaves_personnel_file, leaves, "{outcome:?}");
            assert_eq!(retained.due_on, Some(day("2076-11-09")), "{outcome:?}");
        }
    }

    #[test]
    fn a_low_level_concern_waits_until_the_last_of_them_has_left() {
        let low = |left: &[Option<&str>]| {
            let matter = adults(ThresholdDecision::LowLevel, None, left);
            on(&matter, besides("low_level_concern_about_an_adult"))
        };
        let (due, reason) = low(&[Some("2027-08-31"), None]);
        assert_eq!(
            (due, reason.contains("until the adult leaves")),
            (None, true)
        );
        let (due, _) = low(&[Some("2027-08-31"), Some("2026-12-18")]);
        assert_eq!(due.as_deref(), Some("2027-08-31"));
        let (due, reason) = low(&[]);
        assert_eq!(
            (due, reason.contains("not known")),
            (None, true),
            "{reason}"
        );
    }

    #[test]
    fn a_hold_stands_before_every_other_reason() {
        for matter in [
            case(&[Some("1990-05-01")]),
            case(&[]),
            adults(ThresholdDecision::MayMeetThreshold, None, &[]),
            adults(ThresholdDecision::LowLevel, None, &[]),
        ] {
            let mut held = besides("sexual_abuse");
            held.held = true;
            held.abuse_kept_75_years = true;
            let (due, reason) = on(&matter, held);
            assert_eq!(
                (due, reason.starts_with("a legal hold")),
                (None, true),
                "{reason}"
            );
        }
    }
}
