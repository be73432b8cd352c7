//! `/v1/allegations`

mod child;
mod conflicts;
mod corrected;
mod decide;
mod evidence;
mod governors;
mod hold;
mod investigations;
mod late;
mod life;
mod list;
mod looks;
mod people;
mod playbooks;
mod referrals;
mod rerouting;
mod show;
mod told_once;
mod work;

use serde_json::Value;

use crate::doors::{Ask, Door};
use crate::scene::Scene;

pub const DOORS: &[&Door] = &[
    &list::DOOR,
    &show::DOOR,
    &show::TIMELINE,
    &work::NOTE,
    &work::CONSULTATION,
    &work::ENQUIRY,
    &decide::THRESHOLD,
    &decide::TELLING,
    &decide::MEASURE,
    &decide::SUPPORT,
    &playbooks::SHOW,
    &playbooks::START,
    &playbooks::DO,
    &playbooks::SKIP,
    &playbooks::GIVE,
    &referrals::NEED,
    &people::LINK,
    &people::CORRECT,
    &people::MATCH,
    &child::OPEN,
    &child::DECLINE,
    &child::SHARE,
    &life::OUTCOME,
    &life::OWNER,
    &life::CLOSE,
    &life::REOPEN,
    &hold::PLACE,
    &hold::LIFT,
    &governors::TELL,
    &looks::DOOR,
    &conflicts::MARK,
    &conflicts::CONFIRM,
    &conflicts::REVIEW,
    &conflicts::LIFT,
    &investigations::LIST,
    &investigations::PROPOSE,
    &investigations::SHOW,
    &investigations::RECORD,
    &evidence::ADD,
    &evidence::LIST,
    &evidence::REPORT,
];

/// A request to the matter of the scene.
fn ask(scene: &Scene, verb: &str, body: Value) -> Ask {
    Ask::new(format!("{}/{verb}", scene.allegation), body)
}
