//! `/v1/referrals`: the queues of the desks, forms, what was said and heard.

pub(crate) mod form;
pub(crate) mod hearing;
pub(crate) mod life;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod telling;

mod shown;

pub(crate) use shown::field;

use std::collections::BTreeMap;

use lanyard_events::step::FilledField;
use lanyard_events::{ReferralId, Sensitive};

pub(crate) fn path(referral: ReferralId) -> String {
    format!("/v1/referrals/{referral}")
}

/// Fields by name, as the application takes them.
pub(crate) fn filled(fields: BTreeMap<String, Sensitive<String>>) -> Vec<FilledField> {
    { fields.into_iter() }
        .map(|(field, value)| FilledField { field, value })
        .collect()
}
