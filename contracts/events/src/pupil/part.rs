//! The parts of a pupil's record. Each has a revision of its own, so that whoever keeps the roster does not see
//! by a number that something else was recorded: a mark "do not contact", an order of a court (ADR 23).

use crate::envelope::Revision;

/// A part of a pupil's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PupilPart {
    /// Who the pupil is, as the MIS has it.
    Roster,
    /// Contacts, designations, how the child communicates: the MIS writes them.
    Around,
    /// Whom nobody may contact, court orders, files of schools before.
    Safeguarding,
}

impl PupilPart {
    /// The part that an event of a type belongs to; none for an event of another aggregate.
    #[must_use]
    pub fn of(event_type: &str) -> Option<Self> {
        match event_type.strip_prefix("pupil.")? {
            "registered" | "details_changed" | "left" => Some(Self::Roster),
            "contact_recorded"
            | "contact_changed"
            | "contact_ended"
            | "communication_recorded"
            | "designation_recorded"
            | "designation_ended" => Some(Self::Around),
            // What a later release records is nothing for whoever keeps the roster.
            _ => Some(Self::Safeguarding),
        }
    }
}

/// The revision of each part: how many events of it there are, the pupil's first left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PupilRevisions {
    roster: u64,
    around: u64,
    safeguarding: u64,
}

impl PupilRevisions {
    /// Counts an event of a stream, erased or not; one of another aggregate counts for nothing.
    pub fn count(&mut self, revision: Revision, event_type: &str) {
        let Some(part) = PupilPart::of(event_type) else {
            return;
        };
        if revision == Revision(0) {
            return;
        }
        match part {
            PupilPart::Roster => self.roster += 1,
            PupilPart::Around => self.around += 1,
            PupilPart::Safeguarding => self.safeguarding += 1,
        }
    }

    /// The revision of a part.
    #[must_use]
    pub const fn of(&self, part: PupilPart) -> Revision {
        Revision(match part {
            PupilPart::Roster => self.roster,
            PupilPart::Around => self.around,
            PupilPart::Safeguarding => self.safeguarding,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pupil::PupilEvent;

    #[test]
    fn a_mark_moves_neither_the_roster_nor_what_the_mis_writes() {
        let mut revisions = PupilRevisions::default();
        let history = [
            "pupil.registered",
            "pupil.do_not_contact_marked",
            "pupil.contact_recorded",
            "pupil.court_order_recorded",
            "pupil.details_changed",
            "concern.raised",
        ];
        for (revision, event_type) in (0..).zip(history) {
            revisions.count(Revision(revision), event_type);
        }
        assert_eq!(revisions.of(PupilPart::Roster), Revision(1));
        assert_eq!(revisions.of(PupilPart::Around), Revision(1));
        assert_eq!(revisions.of(PupilPart::Safeguarding), Revision(2));
    }

    #[test]
    fn every_event_is_of_a_part_that_somebody_has_chosen() {
        let of = |part| {
            { PupilEvent::KINDS.iter() }
                .filter(|kind| PupilPart::of(kind.event_type) == Some(part))
                .count()
        };
        let parts = [
            PupilPart::Roster,
            PupilPart::Around,
            PupilPart::Safeguarding,
        ];
        assert_eq!(parts.map(of), [3, 6, 5]);
        assert_eq!(PupilEvent::KINDS.len(), 14);
    }
}
