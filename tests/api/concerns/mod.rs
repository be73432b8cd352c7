//! `/v1/concerns`

mod add_information;
mod conflicts;
mod correct;
mod evidence;
mod list;
mod pass_on;
mod raise;
mod rerouting;
mod show;
mod triage;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &raise::DOOR,
    &list::DOOR,
    &show::DOOR,
    &add_information::DOOR,
    &correct::DOOR,
    &triage::DOOR,
    &evidence::ADD,
    &evidence::LIST,
    &evidence::REPORT,
    &conflicts::MARK,
    &conflicts::CONFIRM,
    &conflicts::REVIEW,
    &conflicts::LIFT,
];
