//! What the events of a grant add up to.

use lanyard_events::grant::{GrantEvent, GrantReviewed};
use lanyard_events::{At, StaffId, StreamId};

use crate::refusal::{Code, ImpossibleHistory, Refusal};

/// A grant.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// Somebody may read a case until a set time, which may have passed.
    There(Box<Leave>),
    /// It was taken back before its time.
    Ended(Box<Leave>),
    /// Somebody tried to break the glass, and nothing opened.
    Held,
    /// Its content was erased.
    Erased,
}

/// Leave to read a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Leave {
    /// The case.
    pub matter: StreamId,
    /// Who may read it.
    pub to: StaffId,
    /// Until when.
    pub until: At,
    /// Whether it was taken by breaking the glass.
    pub by_glass: bool,
    /// What was thought of that.
    pub reviewed: Option<GrantReviewed>,
}

impl State {
    /// The leave, whether in force or not.
    #[must_use]
    pub const fn leave(&self) -> Option<&Leave> {
        match self {
            Self::There(leave) | Self::Ended(leave) => Some(leave),
            Self::Absent | Self::Held | Self::Erased => None,
        }
    }

    /// The leave, or the refusal of everything that needs one.
    pub(super) fn needs_leave(&self) -> Result<&Leave, Refusal> {
        if *self == Self::Erased {
            let detail = "The content of this grant was erased: nothing can be done with it.";
            return Err(Refusal::new(Code::Erased, detail));
        }
        { self.leave() }.ok_or_else(|| Refusal::new(Code::Absent, "There is no such grant."))
    }

    pub(super) fn must_be_new(&self) -> Result<(), Refusal> {
        if *self == Self::Absent {
            return Ok(());
        }
        let detail = "A grant with this id exists already.";
        Err(Refusal::new(Code::AlreadyExists, detail))
    }

    pub(super) fn evolve(self, event: &GrantEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, GrantEvent::Given(given)) => Ok(Self::There(Box::new(Leave {
                matter: given.matter,
                to: given.to,
                until: given.until,
                by_glass: false,
                reviewed: None,
            }))),
            (Self::Absent, GrantEvent::GlassBroken(broken)) => Ok(Self::There(Box::new(Leave {
                matter: broken.matter,
                to: broken.to,
                until: broken.until,
                by_glass: true,
                reviewed: None,
            }))),
            (Self::Absent, GrantEvent::GlassHeld(_)) => Ok(Self::Held),
            (Self::There(leave), GrantEvent::Ended(_)) => Ok(Self::Ended(leave)),
            (Self::There(mut leave), GrantEvent::Reviewed(reviewed)) => {
                leave.reviewed = Some(reviewed.clone());
                Ok(Self::There(leave))
            }
            (Self::Ended(mut leave), GrantEvent::Reviewed(reviewed)) => {
                leave.reviewed = Some(reviewed.clone());
                Ok(Self::Ended(leave))
            }
            (Self::Absent | Self::There(_) | Self::Ended(_) | Self::Held, _) => {
                Err(ImpossibleHistory::at(event.kind()))
            }
        }
    }
}
