//! Entries of the rules' tests.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use lanyard_events::academy::Term;
use lanyard_events::register::RegisterEvent;
use lanyard_events::{Role, Sensitive, StaffId};

use super::{Add, Around, Entry, MakeMove, Sent};
use crate::clock::SchoolCalendar;
use crate::policy::Shipped;
use crate::scenario::{given, id};

/// A technician.
pub(super) fn dev() -> StaffId {
    StaffId::new(id(6))
}

/// The headteacher.
pub(super) fn helen() -> StaffId {
    StaffId::new(id(1))
}

pub(super) fn said(text: &str) -> Sent {
    Sent::Text(Sensitive::from(text))
}

pub(super) fn around(register: &str) -> Around {
    let term = Term {
        first: "2026-11-02".parse().unwrap(),
        last: "2026-12-18".parse().unwrap(),
    };
    Around {
        register: Arc::new(Shipped::get().register(register).unwrap().clone()),
        calendar: Arc::new(SchoolCalendar::new("15:30", vec![term], Vec::new()).unwrap()),
        holders: [(Role::It, dev()), (Role::Head, helen())].into(),
        matter: None,
    }
}

pub(super) fn add<'a>(register: &str, fields: impl IntoIterator<Item = (&'a str, Sent)>) -> Add {
    Add {
        around: around(register),
        fields: { fields.into_iter() }
            .map(|(field, value)| (field.to_owned(), value))
            .collect(),
        by: Some(dev()),
        number: "K7PW3HDN".to_owned(),
    }
}

/// A site is blocked (S13).
pub(super) fn block() -> Add {
    add(
        "filter_changes",
        [
            ("action", said("block")),
            ("what", said("site")),
            ("site", said("games.example")),
            ("for_whom", said("pupils")),
            ("reason", said("Reached by accident in science.")),
            ("requested_by", said(&dev().to_string())),
            ("temporary", Sent::YesNo(false)),
            ("seen_at", said("2026-11-10T14:00:00Z")),
        ],
    )
}

/// A site is to be opened for a history project (S13).
pub(super) fn unblock() -> Add {
    add(
        "filter_changes",
        [
            ("action", said("unblock")),
            ("what", said("site")),
            ("site", said("archive.example")),
            ("for_whom", said("one_year_or_class")),
            ("reason", said("Year 9 history project.")),
            ("requested_by", said(&dev().to_string())),
            ("temporary", Sent::YesNo(true)),
            ("ends_at", said("2026-11-20T17:00:00Z")),
        ],
    )
}

pub(super) fn added(add: Add) -> RegisterEvent {
    given::<Entry>([]).when(add).then_events().remove(0)
}

pub(super) fn made<const N: usize>(
    name: &str,
    by: Option<StaffId>,
    fields: [(&str, Sent); N],
) -> MakeMove {
    MakeMove {
        around: around("filter_changes"),
        made: name.to_owned(),
        fields: { fields.into_iter() }
            .map(|(field, value)| (field.to_owned(), value))
            .collect(),
        set: Vec::new(),
        by,
    }
}
