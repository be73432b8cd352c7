//! `/v1/pupils`: the roster, and who is around a child.

pub(crate) mod change;
pub(crate) mod contacts;
pub(crate) mod court_orders;
pub(crate) mod designations;
pub(crate) mod do_not_contact;
pub(crate) mod file;
pub(crate) mod find;
pub(crate) mod history;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod received;
pub(crate) mod register;
pub(crate) mod show;

mod readable;
mod shown;

pub(crate) use shown::history as shown_history;

use lanyard_events::PupilId;

fn path(pupil: PupilId) -> String {
    format!("/v1/pupils/{pupil}")
}
