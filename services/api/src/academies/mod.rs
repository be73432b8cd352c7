//! `/v1/academies`: academies, their calendars, rotas, forms and incident logs.

pub(crate) mod calendar;
pub(crate) mod concern_form;
pub(crate) mod contacts;
pub(crate) mod duties;
pub(crate) mod incident_log;
pub(crate) mod open;
pub(crate) mod show;

use lanyard_events::AcademyId;

fn path(academy: AcademyId) -> String {
    format!("/v1/academies/{academy}")
}
