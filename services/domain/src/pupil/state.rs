//! What the events of a pupil add up to.

use lanyard_events::Day;
use lanyard_events::pupil::{PupilDetailsChanged, PupilEvent, PupilLeft, PupilRegistered};

use super::command::Details;
use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A pupil's record.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// On the roster.
    OnRoll(Box<Details>),
    /// Left, with the last day.
    Left(Box<Details>, PupilLeft),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

impl From<&PupilRegistered> for Details {
    fn from(event: &PupilRegistered) -> Self {
        let event = event.clone();
        Self {
            upn: event.upn,
            surname: event.surname,
            forename: event.forename,
            preferred_forename: event.preferred_forename,
            date_of_birth: event.date_of_birth,
            year_group: event.year_group,
            mis_id: event.mis_id,
        }
    }
}

impl From<&PupilDetailsChanged> for Details {
    fn from(event: &PupilDetailsChanged) -> Self {
        let event = event.clone();
        Self {
            upn: event.upn,
            surname: event.surname,
            forename: event.forename,
            preferred_forename: event.preferred_forename,
            date_of_birth: event.date_of_birth,
            year_group: event.year_group,
            mis_id: event.mis_id,
        }
    }
}

impl State {
    /// The details as they stand, if anything readable is left.
    #[must_use]
    pub const fn details(&self) -> Option<&Details> {
        match self {
            Self::OnRoll(details) | Self::Left(details, _) => Some(details),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The last day, once it is recorded.
    #[must_use]
    pub const fn left_on(&self) -> Option<Day> {
        match self {
            Self::Left(_, left) => Some(left.on),
            Self::Absent | Self::OnRoll(_) | Self::Erased => None,
        }
    }

    /// The details, or the refusal of everything that needs some.
    pub(super) fn registered(&self) -> Result<&Details, Refusal> {
        match self {
            Self::OnRoll(details) | Self::Left(details, _) => Ok(details),
            Self::Absent => Err(Refusal::new(Code::Absent, "There is no such pupil.")),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The details of this pupil were erased: nothing can be done with them any more.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &PupilEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, PupilEvent::Registered(registered)) => {
                Ok(Self::OnRoll(Box::new(registered.into())))
            }
            (Self::OnRoll(_), PupilEvent::DetailsChanged(changed)) => {
                Ok(Self::OnRoll(Box::new(changed.into())))
            }
            (Self::Left(_, left), PupilEvent::DetailsChanged(changed)) => {
                Ok(Self::Left(Box::new(changed.into()), left))
            }
            (Self::OnRoll(details), PupilEvent::Left(left)) => {
                Ok(Self::Left(details, left.clone()))
            }
            (Self::Absent | Self::OnRoll(_) | Self::Left(..), _) => {
                Err(ImpossibleHistory::at(event.kind()))
            }
        }
    }

    /// A lost change or leaving leaves the details before it, which the MIS sends again.
    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::OnRoll(_) | Self::Left(..) => self,
        }
    }
}
