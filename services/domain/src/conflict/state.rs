//! What the events of a conflict stream add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::conflict::ConflictEvent;
use lanyard_events::{PersonRef, StreamId};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A conflict stream.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded: not even the person themself is excluded yet.
    #[default]
    Absent,
    /// Somebody or something is excluded, or was.
    Kept(Exclusions),
}

/// What its owner may not see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exclusions {
    /// Every matter that links one of them.
    pub persons: BTreeSet<PersonRef>,
    /// Those of them of whom somebody is to look again at whether they are close.
    pub planned: BTreeSet<PersonRef>,
    /// Single matters ever marked.
    pub matters: BTreeMap<StreamId, MatterStanding>,
    /// Matters of which somebody was asked to confirm or lift the conflict since it was marked last.
    pub reviews: BTreeSet<StreamId>,
    /// An event was erased: there may be more than is known here, and who reads this must not take
    /// it for all.
    pub has_gap: bool,
}

/// How a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterStanding {
    /// Closed, to be confirmed or lifted within one working day.
    Marked,
    /// Closed with another matter: nobody has to confirm it, and it is looked at again in 90 days.
    Followed,
    /// Closed.
    Confirmed,
    /// Open again.
    Lifted,
}

impl Exclusions {
    /// The matters that are closed now.
    pub fn closed_matters(&self) -> impl Iterator<Item = StreamId> {
        let is_closed = |standing: &MatterStanding| *standing != MatterStanding::Lifted;
        self.matters
            .iter()
            .filter(move |(_, standing)| is_closed(standing))
            .map(|(matter, _)| *matter)
    }
}

impl State {
    /// What is excluded, if anything was ever recorded.
    #[must_use]
    pub const fn exclusions(&self) -> Option<&Exclusions> {
        match self {
            Self::Kept(exclusions) => Some(exclusions),
            Self::Absent => None,
        }
    }

    /// How a matter stands; `None` if it was never marked.
    #[must_use]
    pub fn standing(&self, matter: &StreamId) -> Option<MatterStanding> {
        self.exclusions()?.matters.get(matter).copied()
    }

    pub(super) fn not_marked() -> Refusal {
        Refusal::of_field(
            Code::NoSuchConflict,
            "/matter",
            "No conflict is marked for this matter.",
        )
    }

    pub(super) fn evolve(self, event: &ConflictEvent) -> Result<Self, ImpossibleHistory> {
        let mut exclusions = self.into_exclusions();
        match event {
            ConflictEvent::PersonAdded(added) => {
                exclusions.persons.insert(added.person.clone());
            }
            ConflictEvent::PersonReviewPlanned(planned) => {
                exclusions.planned.insert(planned.person.clone());
            }
            ConflictEvent::PersonReviewed(_) => {}
            ConflictEvent::PersonLifted(lifted) => {
                exclusions.planned.remove(&lifted.person);
                exclusions.persons.remove(&lifted.person);
            }
            ConflictEvent::MatterAdded(added) => {
                exclusions.reviews.remove(&added.matter);
                exclusions
                    .matters
                    .insert(added.matter, MatterStanding::Marked);
            }
            ConflictEvent::ReviewAsked(asked) => {
                exclusions.reviews.insert(asked.matter);
            }
            ConflictEvent::ReviewPlanned(planned) => {
                exclusions.moves(planned.matter, MatterStanding::Followed, event)?;
            }
            ConflictEvent::MatterConfirmed(confirmed) => {
                exclusions.moves(confirmed.matter, MatterStanding::Confirmed, event)?;
            }
            ConflictEvent::MatterReviewed(reviewed) => {
                exclusions.moves(reviewed.matter, MatterStanding::Confirmed, event)?;
            }
            ConflictEvent::MatterLifted(lifted) => {
                exclusions.moves(lifted.matter, MatterStanding::Lifted, event)?;
            }
        }
        Ok(Self::Kept(exclusions))
    }

    pub(super) fn evolve_erased(self) -> Self {
        let mut exclusions = self.into_exclusions();
        exclusions.has_gap = true;
        Self::Kept(exclusions)
    }

    fn into_exclusions(self) -> Exclusions {
        match self {
            Self::Absent => Exclusions::default(),
            Self::Kept(exclusions) => exclusions,
        }
    }
}

impl Exclusions {
    fn moves(
        &mut self,
        matter: StreamId,
        to: MatterStanding,
        event: &ConflictEvent,
    ) -> Result<(), ImpossibleHistory> {
        let is_closed = match self.matters.get(&matter) {
            Some(MatterStanding::Marked | MatterStanding::Followed | MatterStanding::Confirmed) => {
                true
            }
            Some(MatterStanding::Lifted) | None => false,
        };
        if !is_closed && !self.has_gap {
            return Err(ImpossibleHistory::at(event.kind()));
        }
        self.matters.insert(matter, to);
        Ok(())
    }
}
