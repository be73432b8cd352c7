//! What the worker has looked at and found in order, so that it does not ask again at every look. In memory is
//! enough: after a restart each thing is looked at once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use lanyard_events::{AcademyId, EntryId, StaffId, StreamId};

/// Entries kept; a trust has two for each academy and term.
const KEPT: usize = 4_096;

/// Things of one kind that are caught up with at one look: danger waits for no more (R2). What is left comes with the
/// next look, from where this one has stopped.
pub(crate) const AT_A_LOOK: usize = 50;

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
    /// The concerns that were corrected before this start and are still to be looked at; none before they are known.
    corrected: Option<VecDeque<StreamId>>,
    /// What of each kind was looked at last.
    turns: BTreeMap<&'static str, StreamId>,
    /// Academies whose leads have changed, and whose concerns are being looked at.
    scans: BTreeMap<AcademyId, Scan>,
    /// In which of them the last look has stopped.
    stopped_in: Option<AcademyId>,
}

/// A look at the concerns of an academy.
struct Scan {
    line: BTreeSet<StaffId>,
    left: VecDeque<StreamId>,
}

impl Settled {
    /// Whether these led an academy at the last look.
    pub(crate) fn is_line(&self, academy: AcademyId, line: &BTreeSet<StaffId>) -> bool {
        self.found().lines.get(&academy) == Some(line)
    }

    /// Whether the concerns of an academy are being looked at already as these lead it.
    pub(crate) fn scans(&self, academy: AcademyId, line: &BTreeSet<StaffId>) -> bool {
        let found = self.found();
        { found.scans.get(&academy) }.is_some_and(|scan| scan.line == *line)
    }

    /// Remembers what is to be looked at in an academy that these lead.
    pub(crate) fn begin_scan(
        &self,
        academy: AcademyId,
        line: BTreeSet<StaffId>,
        concerns: Vec<StreamId>,
    ) {
        let scan = Scan {
            line,
            left: concerns.into(),
        };
        self.found().scans.insert(academy, scan);
    }

    /// The next concern of an academy that is to be looked at.
    pub(crate) fn next_of_scan(&self, academy: AcademyId) -> Option<StreamId> {
        let mut found = self.found();
        found.stopped_in = Some(academy);
        found.scans.get_mut(&academy)?.left.pop_front()
    }

    /// These are to be looked at again; once there is nothing more to look at, it is known who leads the academy.
    pub(crate) fn end_look(&self, academy: AcademyId, again: Vec<StreamId>) {
        let mut found = self.found();
        let Some(scan) = found.scans.get_mut(&academy) else {
            return;
        };
        scan.left.extend(again);
        if scan.left.is_empty()
            && let Some(scan) = found.scans.remove(&academy)
        {
            found.lines.insert(academy, scan.line);
        }
    }

    /// In which academy the last look has stopped: the next begins after it.
    pub(crate) fn stopped_in(&self) -> Option<AcademyId> {
        self.found().stopped_in
    }

    /// Those of one kind whose turn it is.
    pub(crate) fn turn(&self, kind: &'static str, mut all: Vec<StreamId>) -> Vec<StreamId> {
        if all.len() <= AT_A_LOOK {
            return all;
        }
        all.sort_unstable();
        let mut found = self.found();
        let last = found.turns.get(kind).copied();
        let from = last.map_or(0, |last| all.partition_point(|it| *it <= last));
        all.rotate_left(from);
        all.truncate(AT_A_LOOK);
        if let Some(last) = all.last() {
            found.turns.insert(kind, *last);
        }
        all
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

    /// Whether it is known which concerns were corrected before the start.
    pub(crate) fn knows_corrected(&self) -> bool {
        self.found().corrected.is_some()
    }

    /// Remembers which they are.
    pub(crate) fn keep_corrected(&self, concerns: Vec<StreamId>) {
        self.found().corrected = Some(concerns.into());
    }

    /// The next of them that is to be looked at; none once all were.
    pub(crate) fn next_corrected(&self) -> Option<StreamId> {
        self.found().corrected.as_mut()?.pop_front()
    }

    /// Looks at it again after all others.
    pub(crate) fn look_again(&self, concern: StreamId) {
        self.found()
            .corrected
            .get_or_insert_default()
            .push_back(concern);
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use lanyard_events::ConcernId;
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

    fn concern(n: u128) -> StreamId {
        ConcernId::new(Uuid::from_u128(n)).stream()
    }

    /// However many there are, each comes round, and whichever fails keeps no other from it.
    #[test]
    fn everything_of_a_kind_has_its_turn() {
        let settled = Settled::default();
        let all: Vec<_> = (0..120).map(concern).collect();
        let mut seen = BTreeSet::new();
        for _look in 0..3 {
            let turn = settled.turn("concerns", all.clone());
            assert_eq!(turn.len(), AT_A_LOOK);
            seen.extend(turn);
        }
        assert_eq!(seen.len(), all.len());
        let few = vec![concern(2), concern(1)];
        assert_eq!(settled.turn("concerns", few.clone()), few);
    }

    #[test]
    fn what_failed_is_looked_at_after_all_others() {
        let settled = Settled::default();
        assert!(!settled.knows_corrected());
        settled.keep_corrected(vec![concern(1), concern(2)]);
        assert_eq!(settled.next_corrected(), Some(concern(1)));
        settled.look_again(concern(1));
        assert_eq!(settled.next_corrected(), Some(concern(2)));
        assert_eq!(settled.next_corrected(), Some(concern(1)));
        assert_eq!(settled.next_corrected(), None);
        assert!(settled.knows_corrected());
    }

    /// It goes on where it stopped, and anew for other leads.
    #[test]
    fn a_line_is_known_once_all_its_concerns_were_looked_at() {
        let settled = Settled::default();
        let academy = AcademyId::new(Uuid::from_u128(1));
        let line = BTreeSet::from([staff(2)]);
        settled.begin_scan(academy, line.clone(), vec![concern(1), concern(2)]);
        assert_eq!(settled.next_of_scan(academy), Some(concern(1)));
        settled.end_look(academy, vec![concern(1)]);
        assert!(settled.scans(academy, &line) && !settled.is_line(academy, &line));
        assert!(!settled.scans(academy, &BTreeSet::new()));
        assert_eq!(settled.next_of_scan(academy), Some(concern(2)));
        assert_eq!(settled.next_of_scan(academy), Some(concern(1)));
        settled.end_look(academy, Vec::new());
        assert!(!settled.scans(academy, &line) && settled.is_line(academy, &line));
        assert_eq!(settled.stopped_in(), Some(academy));
    }

    #[test]
    fn a_line_is_known_until_somebody_else_is_in_it() {
        let settled = Settled::default();
        let academy = AcademyId::new(Uuid::from_u128(1));
        settled.begin_scan(academy, BTreeSet::from([staff(2)]), Vec::new());
        settled.end_look(academy, Vec::new());
        assert!(settled.is_line(academy, &BTreeSet::from([staff(2)])));
        assert!(!settled.is_line(academy, &BTreeSet::from([staff(3)])));
        assert!(!settled.is_line(academy, &BTreeSet::new()));
    }
}
