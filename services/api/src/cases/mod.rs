//! `/v1/cases`: list, show, timeline, work, close, reopen, hold, conflicts, evidence.

pub(crate) mod actions;
pub(crate) mod add_note;
pub(crate) mod conflicts;
pub(crate) mod evidence;
pub(crate) mod for_the_child;
pub(crate) mod investigations;
pub(crate) mod life;
pub(crate) mod links;
pub(crate) mod list;
pub(crate) mod parents;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod playbooks;
pub(crate) mod referrals;
pub(crate) mod show;
pub(crate) mod timeline;

mod shown;

pub(crate) use shown::{
    concern as shown_concern, due_item, entry as shown_entry, named as shown_name,
    state as shown_state, timeline as shown_timeline,
};

use lanyard_events::CaseId;

fn path(case: CaseId) -> String {
    format!("/v1/cases/{case}")
}
