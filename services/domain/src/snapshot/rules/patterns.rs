//! Adults about whom there is more than one low-level concern: how many they are must not say how many matters
//! there were, in this term or in one before, where that is hidden (R16; ADR 21).

use lanyard_events::snapshot::SnapshotTable;

use crate::figures::SuppressionRule;

/// The table of adults' matters, its row of low-level concerns, and the table of patterns among them.
const ADULTS: &str = "adults";
const LOW_LEVEL: &str = "low_level";
pub(super) const PATTERNS: &str = "adult_patterns";

/// Each adult counted has a matter in this term, and another in it or in the twelve months before. So:
/// - there are no more adults than matters, and half as many at most where none was before: the count is
///   withheld, whatever it is, unless so many matters are shown that a hidden count could still be any;
/// - beyond half of them, some have one of an earlier term: more than that is hidden, so that the count bounds
///   no earlier one.
pub(super) fn withhold_patterns(tables: &mut [SnapshotTable], rule: SuppressionRule) {
    let matters = low_level(tables);
    let enough = 2 * (rule.greatest_suppressed() + 1);
    for table in { tables.iter_mut() }.filter(|table| table.id == PATTERNS) {
        for count in { table.rows.iter_mut() }.flat_map(|row| row.counts.iter_mut()) {
            *count = shown(*count, matters, enough);
        }
    }
}

fn shown(adults: Option<u64>, matters: Option<u64>, enough: u64) -> Option<u64> {
    let matters = matters.filter(|matters| *matters >= enough)?;
    adults.filter(|adults| adults.saturating_mul(2) <= matters)
}

fn low_level(tables: &[SnapshotTable]) -> Option<u64> {
    let adults = tables.iter().find(|table| table.id == ADULTS)?;
    let row = adults.rows.iter().find(|row| row.id == LOW_LEVEL)?;
    *row.counts.last()?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;
    use crate::figures::Shown;

    /// More than this nobody reckons with.
    const GREATEST: u64 = 60;

    /// Whether there can be so many adults with this many matters in the term, and so many in the twelve
    /// months before: each adult with none before has two of the term.
    const fn can_be(adults: u64, matters: u64, before: u64) -> bool {
        matters >= adults + adults.saturating_sub(before)
    }

    /// What is published of the three: a count of matters before is out already.
    fn published(
        rule: SuppressionRule,
        adults: u64,
        matters: u64,
        before: u64,
    ) -> [Option<u64>; 3] {
        let count = |number| match rule.shown(number) {
            Shown::Count(count) => Some(count),
            Shown::Suppressed => None,
        };
        let enough = 2 * (rule.greatest_suppressed() + 1);
        let matters = count(matters);
        [
            shown(count(adults), matters, enough),
            matters,
            count(before),
        ]
    }

    /// How many numbers a hidden one can be, beside what is published; what is hidden is one at least, as in
    /// `figures`.
    fn possible(seen: [Option<u64>; 3], place: usize) -> u64 {
        let numbers = |place: usize, least: u64| match seen[place] {
            Some(count) => count..=count,
            None => least..=GREATEST,
        };
        let fits = |number: u64| {
            numbers(0, 0).any(|adults| {
                numbers(1, 1).any(|matters| {
                    numbers(2, 1).any(|before| {
                        let world = [adults, matters, before];
                        world[place] == number && can_be(adults, matters, before)
                    })
                })
            })
        };
        u64::try_from((1..=GREATEST).filter(|number| fits(*number)).count()).unwrap()
    }

    proptest! {
        /// Whatever is hidden of the three keeps as many possible values as the rule hides. Where too few
        /// matters are shown, nothing is said of the adults, so that nothing can be worked out from it.
        #[test]
        fn nothing_hidden_is_worked_out_from_patterns(
            adults in 0..=20_u64,
            matters in 0..=30_u64,
            before in prop_oneof![Just(0), 1..=5_u64, 0..=30_u64],
            rule in proptest::sample::select(SuppressionRule::ALL),
        ) {
            prop_assume!(can_be(adults, matters, before));
            let seen = published(rule, adults, matters, before);
            let says_something = seen[1].is_some_and(|it| it >= 2 * (rule.greatest_suppressed() + 1));
            for (place, _) in { seen.iter().enumerate() }.filter(|(_, count)| count.is_none()) {
                if place > 0 || says_something {
                    let left = possible(seen, place);
                    prop_assert!(left >= rule.greatest_suppressed(), "{seen:?} {place}: {left}");
                }
            }
        }
    }

    #[test]
    fn patterns_are_shown_where_they_bound_nothing() {
        let rule = SuppressionRule::Dfe;
        for (adults, matters, told) in [
            // So few matters: not even that there is no pattern.
            (0, 11, None),
            (0, 12, Some(0)),
            (3, 14, None),
            (6, 14, Some(6)),
            // Some of the seven have one of an earlier term.
            (7, 13, None),
            (7, 14, Some(7)),
        ] {
            let [shown, ..] = published(rule, adults, matters, 30);
            assert_eq!(shown, told, "{adults} {matters}");
        }
    }
}
