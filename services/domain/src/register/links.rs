//! Who has to do with an entry, as its fields say.

use std::collections::BTreeSet;

use lanyard_events::register::EntryLinks;
use lanyard_events::{PersonRef, Role, StaffId, StreamId};

use super::state::Record;
use super::values::people;
use crate::policy::{Party, Register};

/// Everybody whom an entry links, whose own it is, and the roles that see it.
pub(super) fn of(record: &Record, register: &Register, matter: Option<StreamId>) -> EntryLinks {
    let named = |field: &str| record.fields.get(field).map(people).unwrap_or_default();
    let linked: BTreeSet<PersonRef> = { register.about_person.iter() }
        .flat_map(|field| named(field.as_str()))
        .collect();
    let own: BTreeSet<StaffId> = { register.own.iter() }
        .flat_map(|field| match field.as_str() {
            Register::ADDED => record.added_by.into_iter().collect(),
            field => staff(&named(field)),
        })
        .collect();
    let mut seen_by: Vec<Role> = Register::roles(&register.sees)
        .filter(|role| !record.is_hidden_from(register, Party::Role(*role)))
        .collect();
    // Whoever was let in stays: nobody of the file's seniors was left.
    for role in &record.let_in {
        if !seen_by.contains(role) {
            seen_by.push(*role);
        }
    }
    EntryLinks {
        seen_by,
        people: linked.into_iter().collect(),
        own: own.into_iter().collect(),
        matter,
    }
}

/// Staff among people.
pub(super) fn staff(people: &[PersonRef]) -> Vec<StaffId> {
    people.iter().filter_map(PersonRef::staff).collect()
}
