//! Records of looking into suspected misuse: what cases and adults' matters have in common.

mod of_matter;
mod printed;
mod shown;

pub(crate) use of_matter::{list, propose, record, show};
