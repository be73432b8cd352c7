//! `/v1/cases`

mod actions;
mod add_note;
mod adults;
mod conflicts;
mod counted_from_knowing;
mod evidence;
mod for_the_child;
mod given;
mod governors;
mod hold;
mod investigations;
mod life;
mod links;
mod list;
mod looks;
mod nobody_left;
mod parents;
mod people;
mod plans;
mod playbooks;
mod referrals;
mod show;
mod steps;
mod timeline;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &list::DOOR,
    &looks::DOOR,
    &show::DOOR,
    &timeline::DOOR,
    &add_note::DOOR,
    &actions::PLAN,
    &actions::COMPLETE,
    &parents::CONTACT,
    &parents::NOT_TOLD,
    &for_the_child::ASSESS,
    &for_the_child::WISHES,
    &for_the_child::MEASURE,
    &for_the_child::END,
    &plans::PUT,
    &plans::END,
    &plans::LIST,
    &playbooks::SHOW,
    &playbooks::START,
    &steps::DO,
    &steps::SKIP,
    &steps::GIVE,
    &referrals::NEED,
    &people::LINK,
    &people::CORRECT,
    &life::OWNER,
    &life::CLOSE,
    &life::REOPEN,
    &links::LIST,
    &links::LINK,
    &links::END,
    &hold::PLACE,
    &hold::LIFT,
    &governors::TELL,
    &investigations::LIST,
    &investigations::PROPOSE,
    &investigations::SHOW,
    &investigations::RECORD,
    &evidence::ADD,
    &evidence::LIST,
    &evidence::REPORT,
    &conflicts::MARK,
    &conflicts::CONFIRM,
    &conflicts::REVIEW,
    &conflicts::LIFT,
];
