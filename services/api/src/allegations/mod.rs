//! `/v1/allegations`: matters about adults. List, show, timeline, work, decide, the child's side, close.

pub(crate) mod child;
pub(crate) mod conflicts;
pub(crate) mod decide;
pub(crate) mod evidence;
pub(crate) mod investigations;
pub(crate) mod life;
pub(crate) mod list;
pub(crate) mod people;
pub(crate) mod playbooks;
pub(crate) mod referrals;
pub(crate) mod show;
pub(crate) mod work;

mod shown;

pub(crate) use shown::same_adult as shown_same_adult;

use lanyard_events::AllegationId;

fn path(allegation: AllegationId) -> String {
    format!("/v1/allegations/{allegation}")
}
