//! `/v1/grants` and `/v1/break-glass`: leave to read a case or an adult's matter by name, and who read what by it.

pub(crate) mod glass;
pub(crate) mod of_matter;
pub(crate) mod show;
pub(crate) mod work;

mod shown;

use lanyard_events::GrantId;

fn path(grant: GrantId) -> String {
    format!("/v1/grants/{grant}")
}
