//! `/v1/pupils`: the roster.

pub(crate) mod change;
pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod history;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod register;
pub(crate) mod show;

mod shown;

use lanyard_events::PupilId;

fn path(pupil: PupilId) -> String {
    format!("/v1/pupils/{pupil}")
}
