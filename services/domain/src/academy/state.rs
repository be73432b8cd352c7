//! What the events of an academy add up to.

use std::collections::BTreeMap;

use lanyard_events::academy::{
    AcademyCalendarSet, AcademyContactsSet, AcademyEvent, AcademyOpened,
};
use lanyard_events::{At, DutyId, StaffId};

use crate::clock::SchoolCalendar;
use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// An academy.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// In the record.
    Open(Box<Profile>),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// What is known of an academy.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// As it was opened.
    pub opened: AcademyOpened,
    /// Its term dates, once they are set.
    pub calendar: Option<AcademyCalendarSet>,
    /// How the local desks are reached, once that is set.
    pub contacts: Option<AcademyContactsSet>,
    /// Who is on duty when.
    pub duties: BTreeMap<DutyId, Duty>,
}

/// A time on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub staff: StaffId,
    /// From when.
    pub from: At,
    /// Until when; its beginning if it was taken back.
    pub until: At,
}

impl Profile {
    /// The calendar from which school days are counted; without term dates where none are set.
    /// `None` if the recorded end of the day is no time, which no command brings about.
    #[must_use]
    pub fn school_calendar(&self) -> Option<SchoolCalendar> {
        let set = self.calendar.as_ref();
        let terms = set.map_or_else(Vec::new, |set| set.terms.clone());
        let closed = set.map_or_else(Vec::new, |set| set.closed.clone());
        SchoolCalendar::new(&self.opened.day_ends, terms, closed).ok()
    }
}

impl State {
    /// What is known of the academy, if anything readable is left.
    #[must_use]
    pub const fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Open(profile) => Some(profile),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The academy, or the refusal of everything that needs one.
    pub(super) fn open(&self) -> Result<&Profile, Refusal> {
        match self {
            Self::Open(profile) => Ok(profile),
            Self::Absent => Err(Refusal::new(Code::Absent, "There is no such academy.")),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The content of this academy's record was erased.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &AcademyEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, AcademyEvent::Opened(opened)) => Ok(Self::Open(Box::new(Profile {
                opened: opened.clone(),
                calendar: None,
                contacts: None,
                duties: BTreeMap::new(),
            }))),
            (Self::Open(mut profile), AcademyEvent::CalendarSet(set)) => {
                profile.calendar = Some(set.clone());
                Ok(Self::Open(profile))
            }
            (Self::Open(mut profile), AcademyEvent::ContactsSet(set)) => {
                profile.contacts = Some(set.clone());
                Ok(Self::Open(profile))
            }
            (Self::Open(mut profile), AcademyEvent::DutySet(set)) => {
                let duty = Duty {
                    staff: set.staff,
                    from: set.from,
                    until: set.until,
                };
                profile.duties.insert(set.duty, duty);
                Ok(Self::Open(profile))
            }
            (Self::Open(mut profile), AcademyEvent::DutyEnded(ended)) => {
                // What put them on duty may be what was erased.
                if let Some(duty) = profile.duties.get_mut(&ended.duty) {
                    duty.until = ended.at;
                }
                Ok(Self::Open(profile))
            }
            (Self::Absent | Self::Open(_), _) => Err(ImpossibleHistory::at(event.kind())),
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            Self::Open(_) => self,
        }
    }
}
