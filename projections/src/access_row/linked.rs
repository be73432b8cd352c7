//! Who is linked to a matter now: the list itself, the keys in the access row, and one row per
//! person for histories and conflicts. All three change together.

use std::collections::BTreeMap;

use lanyard_events::{LinkedPerson, PersonRef};
use rusqlite::{Connection, OptionalExtension};

use crate::error::{Fault, IMPOSSIBLE, UNREADABLE_ROW};
use crate::stored::{self, Key};

pub(super) fn to_json(people: &[LinkedPerson]) -> Result<String, Fault> {
    if people.is_empty() {
        return Ok("[]".to_owned());
    }
    serde_json::to_string(people).map_err(|_| UNREADABLE_ROW)
}

/// Adds a new matter's people.
pub(super) fn add(conn: &Connection, matter: i64, people: &[LinkedPerson]) -> Result<(), Fault> {
    for (person, parts) in parts_by_person(people) {
        put(conn, matter, &person, parts)?;
    }
    Ok(())
}

/// Changes a matter's people.
pub(super) fn change(
    conn: &Connection,
    matter: i64,
    change: impl FnOnce(&mut Vec<LinkedPerson>),
) -> Result<(), Fault> {
    let stored: Option<String> = conn
        .prepare_cached("SELECT linked FROM access_row WHERE id = ?1")?
        .query_row([matter], |row| row.get(0))
        .optional()?;
    let stored = stored.ok_or(IMPOSSIBLE)?;
    let mut people: Vec<LinkedPerson> =
        serde_json::from_str(&stored).map_err(|_| UNREADABLE_ROW)?;
    let before = parts_by_person(&people);
    change(&mut people);
    let after = parts_by_person(&people);
    conn.prepare_cached("UPDATE access_row SET people = ?2, linked = ?3 WHERE id = ?1")?
        .execute((
            matter,
            stored::packed(after.keys().copied()),
            to_json(&people)?,
        ))?;
    for person in before.keys().filter(|person| !after.contains_key(*person)) {
        conn.prepare_cached("DELETE FROM matter_person WHERE person = ?1 AND matter = ?2")?
            .execute((person, matter))?;
    }
    for (person, parts) in &after {
        if before.get(person) != Some(parts) {
            put(conn, matter, person, *parts)?;
        }
    }
    Ok(())
}

/// Puts `to` in the place of `from`; where `to` is linked already, `from` just goes.
pub(super) fn replace(people: &mut Vec<LinkedPerson>, from: &PersonRef, to: &PersonRef) {
    if people.iter().any(|linked| linked.person == *to) {
        people.retain(|linked| linked.person != *from);
    } else {
        for linked in people.iter_mut().filter(|linked| linked.person == *from) {
            linked.person = to.clone();
        }
    }
}

/// Adds those who are not in the list yet; each person has one part in a matter, the first.
pub(super) fn join(people: &mut Vec<LinkedPerson>, more: &[LinkedPerson]) {
    for linked in more {
        if !people.iter().any(|known| known.person == linked.person) {
            people.push(linked.clone());
        }
    }
}

fn put(conn: &Connection, matter: i64, person: &Key, parts: i64) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO matter_person (person, matter, parts) VALUES (?1, ?2, ?3)
         ON CONFLICT (person, matter) DO UPDATE SET parts = excluded.parts",
    )?
    .execute((person, matter, parts))?;
    Ok(())
}

fn parts_by_person(people: &[LinkedPerson]) -> BTreeMap<Key, i64> {
    let mut parts = BTreeMap::new();
    for linked in people {
        if let Some(person) = stored::person_key(&linked.person) {
            *parts.entry(person).or_default() |= stored::part_bit(linked.role);
        }
    }
    parts
}
