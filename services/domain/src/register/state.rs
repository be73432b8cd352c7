//! What the events of an entry add up to.

use std::collections::{BTreeMap, BTreeSet};

use lanyard_events::register::{EntryClock, EntryField, EntryValue, RegisterAdded, RegisterEvent};
use lanyard_events::{Role, StaffId, StreamId};

use crate::policy::{Party, Register, RegisterField, RegisterMove, When};
use crate::refusal::{Code, ImpossibleHistory, Refusal};

use super::values::is_answer;

/// An entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing is recorded.
    #[default]
    Absent,
    /// It is there.
    There(Box<Record>),
    /// Its beginning was erased; nothing can be done with it.
    Erased,
}

/// What is known of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which register it stands in.
    pub register: String,
    /// Where it is in its life.
    pub state: String,
    /// What stands in its fields now.
    pub fields: BTreeMap<String, EntryValue>,
    /// Who added it.
    pub added_by: Option<StaffId>,
    /// The matter behind it as it was added, and the fields that were filled in with that.
    pub(super) begun: (Option<StreamId>, BTreeSet<String>),
    /// Who made which move last.
    pub made: BTreeMap<String, Option<StaffId>>,
    /// Clocks that run.
    pub clocks: BTreeMap<String, EntryClock>,
    /// Clocks that are over.
    pub over: BTreeSet<String>,
    /// Roles that were let in, because no senior who saw it was left (domain.md 1 rule 7).
    pub let_in: Vec<Role>,
}

impl Record {
    pub(super) fn of(added: &RegisterAdded) -> Self {
        let filled = { added.fields.iter() }.map(|it| it.field.clone());
        Self {
            begun: (added.links.matter, filled.collect()),
            ..Self::at(&added.register, &added.state, added.added_by)
        }
    }

    /// An entry with nothing filled in.
    pub(super) fn at(register: &str, state: &str, added_by: Option<StaffId>) -> Self {
        Self {
            register: register.to_owned(),
            state: state.to_owned(),
            fields: BTreeMap::new(),
            added_by,
            begun: (None, BTreeSet::new()),
            made: BTreeMap::new(),
            clocks: BTreeMap::new(),
            over: BTreeSet::new(),
            let_in: Vec::new(),
        }
    }

    /// Puts into its fields what was filled in.
    pub(super) fn fill(&mut self, fields: &[EntryField]) {
        for field in fields {
            self.fields.insert(field.field.clone(), field.value.clone());
        }
    }

    fn evolve(&mut self, event: &RegisterEvent) {
        self.fill(event.fields());
        if let RegisterEvent::Moved(moved) = event {
            self.state.clone_from(&moved.state);
            self.made.insert(moved.made.clone(), moved.made_by);
        }
        if let RegisterEvent::Given(given) = event {
            self.let_in.extend(given.let_in);
        }
        let clocks = event.clocks();
        for ended in &clocks.ended {
            self.clocks.remove(ended);
            self.over.insert(ended.clone());
        }
        for started in &clocks.started {
            self.clocks.insert(started.clock.clone(), started.clone());
        }
    }

    /// Whether a field is asked, as the others are answered.
    #[must_use]
    pub fn asks(&self, register: &Register, field: &RegisterField) -> bool {
        field
            .when
            .as_ref()
            .is_none_or(|when| self.meets(register, when))
    }

    /// Whether a question is asked and so answered.
    pub(super) fn meets(&self, register: &Register, when: &When) -> bool {
        let asked = register.field(when.field.as_str());
        asked.is_some_and(|field| self.asks(register, field)) && {
            self.fields.get(when.field.as_str())
        }
        .is_some_and(|value| is_answer(value, when.is.as_str()))
    }

    /// Whether a move is offered: out of this state, with all that it needs.
    #[must_use]
    pub fn offers(&self, register: &Register, it: &RegisterMove) -> bool {
        let out_of = it.from.iter().any(|from| from.as_str() == self.state);
        out_of && { it.needs.iter() }
            .filter_map(|needed| register.field(needed.as_str()))
            .all(|field| self.asks(register, field))
    }

    /// Whether rows like this are kept from somebody.
    pub(super) fn is_hidden_from(&self, register: &Register, party: Party) -> bool {
        register
            .hides_row
            .iter()
            .any(|row| row.from.contains(&party) && self.meets(register, &row.when))
    }
}

/// Moves that are offered to an entry in a state, with what stands in its fields.
#[must_use]
pub fn offered<'r>(
    register: &'r Register,
    state: &str,
    fields: &BTreeMap<String, EntryValue>,
) -> Vec<&'r RegisterMove> {
    let mut record = Record::at(register.id.as_str(), state, None);
    record.fields.clone_from(fields);
    { register.moves.iter() }
        .filter(|it| record.offers(register, it))
        .collect()
}

impl State {
    /// What is known of it, if anything readable is left.
    #[must_use]
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::There(record) => Some(record),
            Self::Absent | Self::Erased => None,
        }
    }

    /// The entry, or the refusal of everything that needs one.
    pub(super) fn there(&self) -> Result<&Record, Refusal> {
        match self {
            Self::There(record) => Ok(record),
            Self::Absent => Err(Refusal::new(Code::Absent, "There is no such entry.")),
            Self::Erased => Err(Refusal::new(
                Code::Erased,
                "The content of this entry was erased: nothing can be done with it any more.",
            )),
        }
    }

    pub(super) fn evolve(self, event: &RegisterEvent) -> Result<Self, ImpossibleHistory> {
        match (self, event) {
            (Self::Absent, RegisterEvent::Added(added)) => {
                let mut record = Record::of(added);
                record.evolve(event);
                Ok(Self::There(Box::new(record)))
            }
            (Self::Erased, _) => Ok(Self::Erased),
            (Self::Absent, _) | (Self::There(_), RegisterEvent::Added(_)) => {
                Err(ImpossibleHistory::at(event.kind()))
            }
            (Self::There(mut record), _) => {
                record.evolve(event);
                Ok(Self::There(record))
            }
        }
    }

    pub(super) fn evolve_erased(self) -> Self {
        match self {
            Self::Absent | Self::Erased => Self::Erased,
            // What a later event filled in is unknown; where the entry is, the next one says again.
            Self::There(record) => Self::There(record),
        }
    }
}
