//! `/v1/academies`: academies, their calendars and forms.

pub(crate) mod calendar;
pub(crate) mod concern_form;
pub(crate) mod contacts;
pub(crate) mod open;
pub(crate) mod show;

use lanyard_events::AcademyId;

fn path(academy: AcademyId) -> String {
    format!("/v1/academies/{academy}")
}
