//! One file per command.

pub(super) mod end_duty;
pub(super) mod open;
pub(super) mod set_calendar;
pub(super) mod set_contacts;
pub(super) mod set_duty;
