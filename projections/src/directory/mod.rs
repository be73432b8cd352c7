//! The directory: pupils, staff with roles and log-ins, academies, the trust. Names of people in
//! matters are looked up here.

mod apply;
mod caller;
mod holders;
mod people;
mod places;
mod rota;
mod staff_roles;

pub(crate) use apply::{apply_academy, apply_pupil, apply_staff, apply_trust, count_roster};
pub use caller::{CallerRow, caller, caller_of_staff};
pub use holders::{holders, staff_of_conflict};
pub use people::{
    PupilRow, Registered, RelationRow, RosterFilter, StaffMember, StaffRow, everybody, pupil,
    pupils, staff_member, staff_register,
};
pub use places::{AcademyRow, TrustRow, academies, academy, trust};
pub use rota::{DutyRow, duties};
pub use staff_roles::{RoleRow, RoleState};
