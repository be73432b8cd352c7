//! Events into entries of registers, and into what is due with them.

use std::collections::BTreeMap;

use lanyard_events::register::{
    EntryClock, EntryField, EntryLinks, EntryValue, RegisterAdded, RegisterEvent, RegisterMoved,
};
use lanyard_events::{Actor, Role, StreamId};
use rusqlite::OptionalExtension;

use super::query::Signature;
use crate::caseload::due_items::{self, DueKind, Item};
use crate::casework::Applying;
use crate::error::{Fault, UNREADABLE_ROW};
use crate::reminders::handed_on;
use crate::stored::{self, Key, json};

/// Keeps the row of an entry, what it may be found by, and what is due with it.
pub(crate) fn apply(at: &Applying<'_>, event: &RegisterEvent) -> Result<(), Fault> {
    match event {
        RegisterEvent::Added(added) => begin(at, added)?,
        RegisterEvent::Moved(moved) => move_on(at, moved)?,
        RegisterEvent::Filled(_) => {}
        // By the record itself: what somebody was to sign is another's to sign (R13).
        RegisterEvent::Corrected(corrected) => {
            for staff in &corrected.links.own {
                handed_on::found(at, at.id, stored::staff_key(*staff))?;
            }
        }
        RegisterEvent::Given(given) => {
            link(at, &given.links)?;
            if let Some(role) = given.let_in {
                let_in(at, role)?;
            }
            return give(at, &given.clocks.started);
        }
    }
    fill(at, event.fields())?;
    link(at, event.links())?;
    let clocks = event.clocks();
    for ended in &clocks.ended {
        end(at, ended, true)?;
    }
    for (place, started) in (0..).zip(&clocks.started) {
        end(at, &started.clock, false)?;
        start(at, place, started)?;
    }
    Ok(())
}

fn begin(at: &Applying<'_>, added: &RegisterAdded) -> Result<(), Fault> {
    at.conn
        .prepare_cached(
            "INSERT INTO register_entry
             VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, '{}', '[]', NULL, 0)",
        )?
        .execute((
            at.id,
            &added.register,
            at.academy(),
            added.edition,
            &added.number,
            &added.state,
            at.at().millis(),
            at.actor(),
        ))?;
    Ok(())
}

fn move_on(at: &Applying<'_>, moved: &RegisterMoved) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE register_entry SET state = ?2 WHERE id = ?1")?
        .execute((at.id, &moved.state))?;
    at.met(rows)?;
    if !moved.signed {
        return Ok(());
    }
    let mut signed: Vec<Signature> = stored_json(at, "signed")?.unwrap_or_default();
    signed.push(Signature {
        made: moved.made.clone(),
        by: moved.made_by,
        at: at.at(),
    });
    at.conn
        .prepare_cached("UPDATE register_entry SET signed = ?2 WHERE id = ?1")?
        .execute((at.id, json(&signed)?))?;
    Ok(())
}

fn stored_json<T: serde::de::DeserializeOwned>(
    at: &Applying<'_>,
    column: &str,
) -> Result<Option<T>, Fault> {
    let stored: Option<String> = at
        .conn
        .prepare_cached(&format!(
            "SELECT {column} FROM register_entry WHERE id = ?1"
        ))?
        .query_row([at.id], |row| row.get(0))
        .optional()?;
    let read = |text: String| serde_json::from_str(&text).map_err(|_| UNREADABLE_ROW);
    stored.map(read).transpose()
}

fn fill(at: &Applying<'_>, filled: &[EntryField]) -> Result<(), Fault> {
    if filled.is_empty() {
        return Ok(());
    }
    let stored = stored_json::<BTreeMap<String, EntryValue>>(at, "fields")?;
    let mut fields = stored.unwrap_or_default();
    for field in filled {
        at.conn
            .prepare_cached("DELETE FROM register_value WHERE entry = ?1 AND field = ?2")?
            .execute((at.id, &field.field))?;
        for value in found_by(&field.value) {
            at.conn
                .prepare_cached("INSERT OR IGNORE INTO register_value VALUES (?1, ?2, ?3)")?
                .execute((at.id, &field.field, value))?;
        }
        fields.insert(field.field.clone(), field.value.clone());
    }
    at.conn
        .prepare_cached("UPDATE register_entry SET fields = ?2 WHERE id = ?1")?
        .execute((at.id, json(&fields)?))?;
    Ok(())
}

/// What an entry may be found by: never by words that somebody wrote.
fn found_by(value: &EntryValue) -> Vec<String> {
    let each = |ids: &mut dyn Iterator<Item = String>| ids.collect();
    match value {
        EntryValue::Choice(chosen) => chosen.clone(),
        EntryValue::YesNo(yes) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        EntryValue::Number(number) => vec![number.to_string()],
        EntryValue::When(when) => vec![when.clone()],
        EntryValue::Pupils(ids) => each(&mut ids.iter().map(ToString::to_string)),
        EntryValue::Staff(ids) => each(&mut ids.iter().map(ToString::to_string)),
        EntryValue::Academies(ids) => each(&mut ids.iter().map(ToString::to_string)),
        // A school year or an edition is short, and written alike.
        EntryValue::Text(text) if text.expose().chars().count() <= FOUND_BY_MAX_CHARS => {
            vec![text.expose().clone()]
        }
        EntryValue::Text(_) | EntryValue::People(_) => Vec::new(),
    }
}

/// Longer texts are not found by.
const FOUND_BY_MAX_CHARS: usize = 40;

fn link(at: &Applying<'_>, links: &EntryLinks) -> Result<(), Fault> {
    let rows = at
        .conn
        .prepare_cached("UPDATE register_entry SET routed = ?2, behind = ?3 WHERE id = ?1")?
        .execute((
            at.id,
            stored::routed(&links.seen_by),
            links.matter.map(StreamId::to_bytes),
        ))?;
    at.met(rows)?;
    at.conn
        .prepare_cached("DELETE FROM register_own WHERE entry = ?1")?
        .execute([at.id])?;
    for staff in &links.own {
        at.conn
            .prepare_cached("INSERT OR IGNORE INTO register_own VALUES (?1, ?2)")?
            .execute((at.id, stored::staff_key(*staff)))?;
    }
    Ok(())
}

/// A role sees it from now on, and what is due with it.
fn let_in(at: &Applying<'_>, role: Role) -> Result<(), Fault> {
    let bit = stored::routed(&[role]);
    let rows = at
        .conn
        .prepare_cached("UPDATE register_entry SET let_in = let_in | ?2 WHERE id = ?1")?
        .execute((at.id, bit))?;
    at.met(rows)?;
    at.conn
        .prepare_cached("UPDATE OR FAIL due_item SET routed = routed | ?2 WHERE matter = ?1")?
        .execute((at.id, bit))?;
    Ok(())
}

fn end(at: &Applying<'_>, clock: &str, was_done: bool) -> Result<(), Fault> {
    at.conn
        .prepare_cached("DELETE FROM register_clock WHERE entry = ?1 AND clock = ?2")?
        .execute((at.id, clock))?;
    if was_done {
        due_items::finish(at, at.id, clock.as_bytes())
    } else {
        due_items::drop(at, at.id, clock.as_bytes())
    }
}

fn start(at: &Applying<'_>, place: i64, started: &EntryClock) -> Result<(), Fault> {
    at.conn
        .prepare_cached("INSERT INTO register_clock VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((
            at.id,
            &started.clock,
            started.due.at.millis(),
            json(&started.due)?,
            started.by_itself,
        ))?;
    if started.by_itself {
        // At its end the system moves: nobody is reminded.
        return Ok(());
    }
    let nobody: Key = stored::actor_key(Actor::System);
    due_items::add(
        at,
        &Item {
            place,
            matter: at.id,
            kind: DueKind::Entry,
            action: Some(started.clock.as_bytes()),
            pupil: None,
            title: Some(&register(at)?),
            owner: started.owner.map_or(nobody, stored::staff_key),
            due_at: started.due.at,
            patience: due_items::patience(&started.due),
        },
    )
}

/// Clocks that are somebody else's now: they run on, and what was reminded of them stays said.
fn give(at: &Applying<'_>, clocks: &[EntryClock]) -> Result<(), Fault> {
    for clock in clocks {
        let nobody: Key = stored::actor_key(Actor::System);
        let owner = clock.owner.map_or(nobody, stored::staff_key);
        due_items::give(at, at.id, clock.clock.as_bytes(), owner)?;
        if clock.owner.is_some() {
            handed_on::found(at, at.id, owner)?;
        }
    }
    Ok(())
}

fn register(at: &Applying<'_>) -> Result<String, Fault> {
    let register = at
        .conn
        .prepare_cached("SELECT register FROM register_entry WHERE id = ?1")?
        .query_row([at.id], |row| row.get(0))?;
    Ok(register)
}
