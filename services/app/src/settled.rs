//! What the worker has looked at and found in order, so that it does not ask again at every look. In memory is
//! enough: after a restart each thing is looked at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lanyard_events::{AcademyId, EntryId, StaffId};

/// Entries kept; a trust has two for each academy and term.
const KEPT: usize = 4_096;

/// What was found in order.
#[derive(Default)]
pub(crate) struct Settled(Mutex<Found>);

#[derive(Default)]
struct Found {
    /// Who led the safeguarding of an academy when its concerns were looked at.
    lines: BTreeMap<AcademyId, BTreeSet<StaffId>>,
    /// Reviews of a term that stand in the register.
    reviews: BTreeSet<EntryId>,
    /// Reviews that a term asks for no more, and whose they would be: whoever comes to have the role later is
    /// asked about anew.
    not_asked: BTreeMap<EntryId, Vec<StaffId>>,
    /// Whether the concerns that were corrected before this start were looked at.
    once_named: bool,
}

impl Settled {
    /// Whether these led an academy at the last look.
    pub(crate) fn is_line(&self, academy: AcademyId, line: &BTreeSet<StaffId>) -> bool {
        self.found().lines.get(&academy) == Some(line)
    }

    /// Remembers who leads an academy.
    pub(crate) fn keep_line(&self, academy: AcademyId, line: BTreeSet<StaffId>) {
        self.found().lines.insert(academy, line);
    }

    /// Whether the review of a term is known to stand in the register.
    pub(crate) fn has_review(&self, review: EntryId) -> bool {
        self.found().reviews.contains(&review)
    }

    /// Remembers that it stands there.
    pub(crate) fn keep_review(&self, review: EntryId) {
        let mut found = self.found();
        found.not_asked.remove(&review);
        if found.reviews.len() >= KEPT {
            found.reviews.pop_first();
        }
        found.reviews.insert(review);
    }

    /// Whether a review was found not to be asked of exactly these people any more.
    pub(crate) fn is_not_asked(&self, review: EntryId, holders: &[StaffId]) -> bool {
        let found = self.found();
        { found.not_asked.get(&review) }.is_some_and(|known| known == holders)
    }

    /// Remembers that it is not asked of them.
    pub(crate) fn keep_not_asked(&self, review: EntryId, holders: Vec<StaffId>) {
        let mut found = self.found();
        if found.not_asked.len() >= KEPT {
            found.not_asked.pop_first();
        }
        found.not_asked.insert(review, holders);
    }

    /// Whether corrected concerns were looked at since the start.
    pub(crate) fn has_looked_at_once_named(&self) -> bool {
        self.found().once_named
    }

    /// Remembers that they were.
    pub(crate) fn keep_looked_at_once_named(&self) {
        self.found().once_named = true;
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn staff(n: u128) -> StaffId {
        StaffId::new(Uuid::from_u128(n))
    }

    #[test]
    fn a_review_that_is_not_asked_of_some_is_looked_at_anew_for_others() {
        let settled = Settled::default();
        let review = EntryId::new(Uuid::from_u128(1));
        assert!(!settled.is_not_asked(review, &[staff(2)]));
        settled.keep_not_asked(review, vec![staff(2)]);
        assert!(settled.is_not_asked(review, &[staff(2)]));
        assert!(!settled.is_not_asked(review, &[staff(2), staff(3)]));
        assert!(!settled.has_review(review));
        settled.keep_review(review);
        assert!(settled.has_review(review));
        assert!(!settled.is_not_asked(review, &[staff(2)]));
    }

    #[test]
    fn a_line_is_known_until_somebody_else_is_in_it() {
        let settled = Settled::default();
        let academy = AcademyId::new(Uuid::from_u128(1));
        settled.keep_line(academy, BTreeSet::from([staff(2)]));
        assert!(settled.is_line(academy, &BTreeSet::from([staff(2)])));
        assert!(!settled.is_line(academy, &BTreeSet::from([staff(3)])));
        assert!(!settled.is_line(academy, &BTreeSet::new()));
    }
}
