//! `/v1/staff`: the staff register.

pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod register;
pub(crate) mod relations;
pub(crate) mod roles;
pub(crate) mod show;

mod shown;

use lanyard_events::StaffId;

fn path(staff: StaffId) -> String {
    format!("/v1/staff/{staff}")
}
