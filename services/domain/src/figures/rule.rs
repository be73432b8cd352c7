//! Which counts are too small to be shown (R16).

use lanyard_events::snapshot::Suppression;

/// Whose rule the trust follows. Nought is shown by each: it is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressionRule {
    /// The Department for Education's: 1 to 5.
    Dfe,
    /// NHS Digital's: 1 to 7.
    Nhs,
    /// The Office for National Statistics': under 10.
    Ons,
}

/// A count as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// As it is.
    Count(u64),
    /// Not shown, so that nobody is recognised.
    Suppressed,
}

impl From<Suppression> for SuppressionRule {
    fn from(of: Suppression) -> Self {
        match of {
            Suppression::Dfe => Self::Dfe,
            Suppression::Nhs => Self::Nhs,
            Suppression::Ons => Self::Ons,
        }
    }
}

impl Shown {
    /// The count, where it is shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Suppressed => None,
        }
    }
}

impl SuppressionRule {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Dfe, Self::Nhs, Self::Ons];

    /// The greatest count that is not shown.
    #[must_use]
    pub const fn greatest_suppressed(self) -> u64 {
        match self {
            Self::Dfe => 5,
            Self::Nhs => 7,
            Self::Ons => 9,
        }
    }

    /// Whether a count is too small to be shown.
    #[must_use]
    pub const fn hides(self, count: u64) -> bool {
        count > 0 && count <= self.greatest_suppressed()
    }

    /// A count that stands by itself: no total, and no other table beside it.
    #[must_use]
    pub const fn shown(self, count: u64) -> Shown {
        if self.hides(count) {
            Shown::Suppressed
        } else {
            Shown::Count(count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_hides_its_own_small_counts_and_never_nought() {
        for (rule, hidden, shown) in [
            (SuppressionRule::Dfe, 1..=5, 6),
            (SuppressionRule::Nhs, 1..=7, 8),
            (SuppressionRule::Ons, 1..=9, 10),
        ] {
            assert_eq!(rule.shown(0), Shown::Count(0));
            for count in hidden {
                assert_eq!(rule.shown(count), Shown::Suppressed, "{rule:?} {count}");
            }
            assert_eq!(rule.shown(shown), Shown::Count(shown), "{rule:?}");
        }
    }
}
