//! `/v1/referrals`

mod filling;
mod form;
mod hearing;
mod life;
mod list;
mod show;
mod telling;

use crate::doors::Door;

pub const DOORS: &[&Door] = &[
    &list::DOOR,
    &show::DOOR,
    &form::SHOW,
    &form::DRAFT,
    &telling::SUBMIT,
    &telling::WRITING,
    &telling::NOT_MADE,
    &hearing::ACKNOWLEDGE,
    &hearing::CHASE,
    &hearing::ANSWER,
    &hearing::DISPUTE,
    &life::GIVE,
    &life::CLOSE,
];
