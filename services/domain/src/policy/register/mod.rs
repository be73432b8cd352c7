//! Registers: append-only lists, each with its form, the life of an entry, its clocks, and who adds
//! and sees (domain.md 2). One mechanism; a register more is a file more.

mod check;
mod kept;
mod parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use lanyard_events::Role;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::mistake::{Mistake, line_of, line_of_key, parse};
use super::names::Field;
pub(super) use kept::Against;
pub use parts::{
    DueBy, ListedBy, Party, RegisterClock, RegisterField, RegisterMove, RegisterState, SetBy,
    ValueKind, When,
};

/// Longest file that is read: the longest shipped one is under 16 KiB.
const MOST_BYTES: usize = 128 * 1024;

/// One register.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Its id, as in addresses.
    pub id: Field,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// What it is for, and who reads it.
    pub about: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// Whether an entry belongs to an academy or to the whole trust.
    pub level: Level,
    /// Who may add an entry.
    pub adds: Vec<Party>,
    /// Who sees entries.
    pub sees: Vec<Party>,
    /// Whose own an entry is: of whoever added it (`added`), or of whom these fields name.
    #[serde(default)]
    pub own: Vec<Field>,
    /// Fields that somebody does not see. Who sees an entry in several parts sees what one of them sees.
    #[serde(default)]
    pub hides: BTreeMap<Party, Vec<Field>>,
    /// Entries that somebody does not see at all.
    #[serde(default)]
    pub hides_row: Vec<HidesRow>,
    /// Whether pupils are named: then R16 holds for its figures.
    pub names_pupils: bool,
    /// Fields that link people: whoever is close to one of them does not see the entry.
    pub about_person: Vec<Field>,
    /// How long entries are kept, and why.
    pub retention: String,
    /// What an entry holds.
    #[serde(rename = "field")]
    pub fields: Vec<RegisterField>,
    /// Where an entry can be; the first is where it begins.
    #[serde(rename = "state")]
    pub states: Vec<RegisterState>,
    /// How it gets from one to the other.
    #[serde(rename = "move")]
    pub moves: Vec<RegisterMove>,
    /// By when.
    #[serde(rename = "clock", default)]
    pub clocks: Vec<RegisterClock>,
    /// What the list may be narrowed by, and for whom.
    pub filter: Vec<ListedBy>,
    /// What leaves in an export.
    pub export: Export,
}

/// Where an entry belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// To one academy.
    Academy,
    /// To the whole trust.
    Trust,
}

/// Entries that somebody does not see.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HidesRow {
    /// Who.
    pub from: Vec<Party>,
    /// Which entries.
    pub when: When,
}

/// What leaves in an export.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Columns in order: fields, or what every entry has.
    pub columns: Vec<Field>,
}

/// Where each part begins.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    field: Vec<Spanned<IgnoredAny>>,
    #[serde(default, rename = "move")]
    moves: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    clock: Vec<Spanned<IgnoredAny>>,
}

impl Register {
    /// Stands in `own` and `starts` for the adding of an entry.
    pub const ADDED: &str = "added";
    /// What every entry has, besides its fields.
    pub const BUILT_IN: [&str; 6] = [
        "number", "added_at", "added_by", "academy", "state", "signed",
    ];

    /// Reads a file and holds it to the rules.
    ///
    /// # Errors
    /// Every mistake against the rules with its line; of mistakes in the form, the first.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        Self::read_held(text, None)
    }

    /// Reads a file that a trust has edited, and holds it also to what it has to keep.
    ///
    /// # Errors
    /// As [`Register::read`].
    pub(super) fn read_edited(text: &str, against: Against<'_>) -> Result<Self, Vec<Mistake>> {
        Self::read_held(text, Some(against))
    }

    fn read_held(text: &str, against: Option<Against<'_>>) -> Result<Self, Vec<Mistake>> {
        if text.len() > MOST_BYTES {
            let what = format!("a register has at most {MOST_BYTES} bytes");
            return Err(vec![Mistake::at(1, what)]);
        }
        let register: Self = parse(text).map_err(|mistake| vec![mistake])?;
        let places: Places = parse(text).map_err(|mistake| vec![mistake])?;
        let lines = |places: &[Spanned<IgnoredAny>]| {
            { places.iter() }
                .map(|place| line_of(text, &place.span()))
                .collect()
        };
        let lines = check::Lines {
            fields: lines(&places.field),
            moves: lines(&places.moves),
            clocks: lines(&places.clock),
        };
        let mut mistakes = check::mistakes(&register, &lines);
        if let Some(against) = against {
            let head = line_of_key(text, "edition");
            mistakes.extend(kept::mistakes(&register, &lines, head, against));
        }
        if mistakes.is_empty() {
            Ok(register)
        } else {
            Err(mistakes)
        }
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&RegisterField> {
        self.fields.iter().find(|field| field.id.as_str() == name)
    }

    /// The move of a name.
    #[must_use]
    pub fn move_named(&self, name: &str) -> Option<&RegisterMove> {
        self.moves.iter().find(|it| it.id.as_str() == name)
    }

    /// The clock of a name.
    #[must_use]
    pub fn clock(&self, name: &str) -> Option<&RegisterClock> {
        self.clocks.iter().find(|clock| clock.id.as_str() == name)
    }

    /// Whether a field waits for the move that asks for it. One that has to be filled in anyway, once it is
    /// asked, does not.
    #[must_use]
    pub fn comes_with_a_move(&self, field: &RegisterField) -> bool {
        !field.required && self.moves.iter().any(|it| it.needs.contains(&field.id))
    }

    /// Whether nothing leads on from a state.
    #[must_use]
    pub fn is_end(&self, state: &str) -> bool {
        !self
            .moves
            .iter()
            .any(|it| it.to.as_str() != state && it.from.iter().any(|from| from.as_str() == state))
    }

    /// Roles of a list of parties.
    pub fn roles(parties: &[Party]) -> impl Iterator<Item = Role> + '_ {
        parties.iter().filter_map(|party| match party {
            Party::Role(role) => Some(*role),
            Party::Own | Party::Client => None,
        })
    }
}
