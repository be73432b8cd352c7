//! `/v1/registers`: what each asks, its entries, what people did with them, exports.

pub(crate) mod agenda;
pub(crate) mod change;
pub(crate) mod conflicts;
pub(crate) mod define;
pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod show;

mod sent;
mod shown;

use lanyard_events::EntryId;

pub(crate) fn path(register: &str, entry: EntryId) -> String {
    format!("/v1/registers/{register}/entries/{entry}")
}
