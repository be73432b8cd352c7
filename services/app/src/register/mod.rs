//! Registers: pupils, staff with their roles, academies; and the beginning of it all.

mod academies;
mod contacts;
mod establish;
mod format;
mod leaving;
mod pupil_file;
mod pupils;
mod received_file;
mod relations;
mod reopen;
mod roles;
mod staff;

pub use academies::{AcademyDetails, ConcernForm};
pub use contacts::{AroundPupil, ContactKnown, CourtOrderMade, DesignationGiven};
pub use establish::{Establish, Established, Founder};
pub use pupil_file::{FileMatter, LeftOut, PupilFile, WhyLeftOut};
pub use pupils::{PupilDetails, PupilQuery};
pub use received_file::{ReceivedFile, TakeFile};
pub use reopen::Loss;
pub use roles::ProposedRole;
pub use staff::{StaffDetails, StaffQuery};
