//! Registers: pupils, staff with their roles, academies; and the beginning of it all.

mod academies;
mod establish;
mod format;
mod pupil_file;
mod pupils;
mod relations;
mod reopen;
mod roles;
mod staff;

pub use academies::{AcademyDetails, ConcernForm};
pub use establish::{Establish, Established, Founder};
pub use pupil_file::{FileMatter, LeftOut, PupilFile, WhyLeftOut};
pub use pupils::{PupilDetails, PupilQuery};
pub use reopen::Loss;
pub use staff::{StaffDetails, StaffQuery};
