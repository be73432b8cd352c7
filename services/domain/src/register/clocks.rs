//! The clocks of an entry: what starts them, when they end, who is reminded.

use lanyard_events::concern::Due as DueAt;
use lanyard_events::register::{EntryClock, EntryClocks, EntryField, EntryValue};
use lanyard_events::{At, StaffId};

use super::command::Around;
use super::state::Record;
use crate::clock::{CLOSE_OF_DAY, day_at, in_words};
use crate::policy::{DueBy, Register, RegisterClock};

/// What has happened to an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Happened<'a> {
    /// The entry was added.
    pub(super) added: bool,
    /// It made this move.
    pub(super) made: Option<&'a str>,
    /// This was filled in.
    pub(super) fields: &'a [EntryField],
    /// When.
    pub(super) at: At,
}

/// What it does to the clocks; `after` is the entry with the new fields, in its new state.
pub(super) fn after(after: &Record, around: &Around, happened: Happened<'_>) -> EntryClocks {
    after_knowing(after, around, happened, None)
}

/// The same, where what the entry is for was known only later: nothing counts from before that.
pub(super) fn after_knowing(
    after: &Record,
    around: &Around,
    happened: Happened<'_>,
    known_at: Option<At>,
) -> EntryClocks {
    let register = &around.register;
    let mut clocks = EntryClocks::default();
    let is_end = register.is_end(&after.state);
    for clock in &register.clocks {
        let id = clock.id.as_str();
        let running = after.clocks.contains_key(id);
        let is_unasked = { clock.when.as_ref() }.is_some_and(|when| !after.meets(register, when));
        let ended = happened.made.is_some_and(|made| ends(clock, made)) || is_end || is_unasked;
        if !is_end
            && !is_unasked
            && starts(clock, after, happened, ended)
            && let Some(started) = start(clock, after, around, (happened.at, known_at))
        {
            clocks.started.push(started);
            continue;
        }
        if running && ended {
            clocks.ended.push(id.to_owned());
        }
    }
    clocks
}

fn ends(clock: &RegisterClock, made: &str) -> bool {
    { clock.ends_by.iter() }
        .chain(&clock.at_end)
        .any(|end| end.as_str() == made)
}

/// Whether it starts now, or anew: its beginning has come, or the time that it runs to was filled in.
fn starts(clock: &RegisterClock, after: &Record, happened: Happened<'_>, ended: bool) -> bool {
    let filled = |name: &str| happened.fields.iter().any(|field| field.field == name);
    let begins = match clock.starts.as_str() {
        Register::ADDED => happened.added,
        name => happened.made == Some(name) || filled(name),
    };
    if begins {
        return true;
    }
    let DueBy::Field(due) = &clock.due else {
        return false;
    };
    let begun = match clock.starts.as_str() {
        Register::ADDED => true,
        name => after.made.contains_key(name) || after.fields.contains_key(name),
    };
    let over = after.over.contains(clock.id.as_str()) || ended;
    filled(due.as_str()) && begun && !over
}

fn start(
    clock: &RegisterClock,
    record: &Record,
    around: &Around,
    (at, known_at): (At, Option<At>),
) -> Option<EntryClock> {
    let register = &around.register;
    let begins = match record.fields.get(clock.starts.as_str()) {
        Some(EntryValue::When(written)) => moment(written, false)?,
        _ => at,
    };
    let from = known_at.map_or(begins, |known| begins.max(known));
    let rule = clock.rule.as_deref().unwrap_or(clock.id.as_str());
    let due = match &clock.due {
        DueBy::After(due) => due.reckon(rule, from, &around.calendar)?,
        DueBy::Field(field) => {
            let asked = register.field(field.as_str())?;
            if !record.asks(register, asked) {
                return None;
            }
            let Some(EntryValue::When(written)) = record.fields.get(field.as_str()) else {
                return None;
            };
            let until = moment(written, true)?;
            DueAt {
                rule: rule.to_owned(),
                at: until,
                reason: format!("set for {}", in_words(until)),
            }
        }
    };
    Some(EntryClock {
        clock: clock.id.to_string(),
        due,
        by_itself: clock.at_end.is_some(),
        owner: keeper(clock, around, None),
    })
}

/// Who keeps a clock: the first of its roles that somebody else than `from` holds, unconflicted.
pub(super) fn keeper(
    clock: &RegisterClock,
    around: &Around,
    from: Option<StaffId>,
) -> Option<StaffId> {
    { clock.owner.iter() }
        .filter_map(|role| around.holders.get(role).copied())
        .find(|holder| Some(*holder) != from)
}

/// A day or a moment as written; a day counts from its beginning, and lasts until its close.
fn moment(written: &str, until: bool) -> Option<At> {
    if let Ok(at) = written.parse::<At>() {
        return Some(at);
    }
    let day = written.parse().ok()?;
    let time = if until {
        CLOSE_OF_DAY
    } else {
        jiff::civil::Time::midnight()
    };
    day_at(day, time)
}
