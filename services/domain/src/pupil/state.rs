//! What the events of a pupil add up to.

use std::collections::BTreeSet;

use lanyard_events::Day;
use lanyard_events::pupil::{
    PupilContactChanged, PupilContactRecorded, PupilDetailsChanged, PupilEvent, PupilLeft,
    PupilRegistered,
};

use super::around::Around;
use super::command::{Details, Known};
use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A pupil's record.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// On the roster.
    OnRoll(Box<Record>),
    /// Left, with the last day.
    Left(Box<Record>, PupilLeft),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// Who a pupil is, and who is around them.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Identity, as the MIS has it.
    pub details: Details,
    /// Contacts, court orders, designations.
    pub around: Around,
    /// Digests of the files that came from schools before.
    pub files: BTreeSet<String>,
}

impl Record {
    /// Whatever happens to somebody on the register, but for their details and their leaving.
    fn take(&mut self, event: &PupilEvent) -> Result<(), ImpossibleHistory> {
        if let PupilEvent::FileReceived(received) = event {
            self.files.insert(received.digest.clone());
        } else if !self.around.take(event) {
            return Err(ImpossibleHistory::at(event.kind()));
        }
        Ok(())
    }
}

macro_rules! known_of {
    ($event:ident) => {
        impl From<&$event> for Known {
            fn from(event: &$event) -> Self {
                let event = event.clone();
                Self {
                    name: event.name,
                    relation: event.relation,
                    reach: event.reach,
                    responsibility: event.responsibility,
                    may_be_told: event.may_be_told,
                    mis_id: event.mis_id,
                }
            }
        }
    };
}

known_of!(PupilContactRecorded);
known_of!(PupilContactChanged);

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
    const fn record(&self) -> Option<&Record> {
        match self {
            Self::OnRoll(record) | Self::Left(record, _) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The details as they stand, if anything readable is left.
    #[must_use]
    pub fn details(&self) -> Option<&Details> {
        self.record().map(|record| &record.details)
    }

    /// Who is around the child, if anything readable is left.
    #[must_use]
    pub fn around(&self) -> Option<&Around> {
        self.record().map(|record| &record.around)
    }

    /// The last day, once it is recorded.
    #[must_use]
    pub const fn left_on(&self) -> Option<Day> {
        match self {
            Self::Left(_, left) => Some(left.on),
            Self::Absent | Self::OnRoll(_) | Self::Erased => None,
        }
    }

    /// The record, or the refusal of everything that needs one.
    pub(super) fn registered(&self) -> Result<&Record, Refusal> {
        match self {
            Self::OnRoll(record) | Self::Left(record, _) => Ok(record),
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
                Ok(Self::OnRoll(Box::new(Record {
                    details: registered.into(),
                    around: Around::default(),
                    files: BTreeSet::new(),
                })))
            }
            (Self::OnRoll(mut record), PupilEvent::DetailsChanged(changed)) => {
                record.details = changed.into();
                Ok(Self::OnRoll(record))
            }
            (Self::Left(mut record, left), PupilEvent::DetailsChanged(changed)) => {
                record.details = changed.into();
                Ok(Self::Left(record, left))
            }
            (Self::OnRoll(record), PupilEvent::Left(left)) => Ok(Self::Left(record, left.clone())),
            (Self::OnRoll(mut record), event) => {
                record.take(event)?;
                Ok(Self::OnRoll(record))
            }
            (Self::Left(mut record, left), event) => {
                record.take(event)?;
                Ok(Self::Left(record, left))
            }
            (Self::Absent, _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }

    /// A lost change or leaving leaves the details before it, which the MIS sends again.
    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::OnRoll(mut record) => {
                record.around.lose();
                Self::OnRoll(record)
            }
            Self::Left(mut record, left) => {
                record.around.lose();
                Self::Left(record, left)
            }
        }
    }
}
