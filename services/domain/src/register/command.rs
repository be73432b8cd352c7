//! What can be asked of an entry. Facts from outside travel in the commands.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_events::register::EntryField;
use lanyard_events::{At, Role, Sensitive, StaffId, StreamId};

use super::state::Record;
use super::values::SentFields;
use crate::clock::SchoolCalendar;
use crate::command::commands;
use crate::policy::Register;

commands! {
    /// Any command to an entry.
    Add, AddByItself, Fill, Correct, MakeMove, Give, LetIn,
}

/// What an entry stands among.
#[derive(Debug, Clone)]
pub struct Around {
    /// The register's file.
    pub register: Arc<Register>,
    /// The academy's calendar.
    pub calendar: Arc<SchoolCalendar>,
    /// For each role that has clocks to keep: an unconflicted holder here.
    pub holders: BTreeMap<Role, StaffId>,
    /// The matter whose number stands in a field, where there is such a one.
    pub matter: Option<StreamId>,
}

/// An entry is added.
#[derive(Debug, Clone)]
pub struct Add {
    /// What it stands among.
    pub around: Around,
    /// What was filled in.
    pub fields: SentFields,
    /// Who adds it; none for an integration client.
    pub by: Option<StaffId>,
    /// See [`crate::reference::of_command`].
    pub number: String,
}

/// An entry that the record adds by itself. What it cannot know is asked with the first move.
#[derive(Debug, Clone)]
pub struct AddByItself {
    /// What is added.
    pub add: Add,
    /// Fact: when that was known which the entry is for, where that came later than what its clocks run from.
    pub known_at: Option<At>,
}

/// What had been left empty is filled in.
#[derive(Debug, Clone)]
pub struct Fill {
    /// What it stands among.
    pub around: Around,
    /// Which fields, with what.
    pub fields: SentFields,
}

/// What stood there was wrong.
#[derive(Debug, Clone)]
pub struct Correct {
    /// What it stands among.
    pub around: Around,
    /// What is right.
    pub fields: SentFields,
    /// Why.
    pub reason: Sensitive<String>,
}

/// The entry moves on.
#[derive(Debug, Clone)]
pub struct MakeMove {
    /// What it stands among.
    pub around: Around,
    /// Which move.
    pub made: String,
    /// What is filled in with it.
    pub fields: SentFields,
    /// What the system fills in at the moment of the move.
    pub set: Vec<EntryField>,
    /// Who makes it, whom the access rules let; none for the system, at the end of a clock.
    pub by: Option<StaffId>,
}

/// What somebody has in hand of an entry goes to others: it was closed to them, or they have left or lost the
/// role (domain.md 1 rule 1).
#[derive(Debug, Clone)]
pub struct Give {
    /// What it stands among; its holders are unconflicted in this very entry.
    pub around: Around,
    /// Whose clocks they were; none gives those that nobody keeps.
    pub from: Option<StaffId>,
    /// The roles by which they may keep a clock all the same; none where the entry is closed to them.
    pub held: Vec<Role>,
    /// Fact: the next unconflicted senior who sees the entry, for a clock whose roles nobody else holds. With none a
    /// clock has no keeper, and waits for whoever next can be it.
    pub next: Option<StaffId>,
}

impl Give {
    /// The clocks that go; none where there is nothing to give, or each is where it belongs.
    #[must_use]
    pub fn clocks(&self, record: &Record) -> Vec<String> {
        let given = super::rules::give::given(record, self);
        given.into_iter().map(|clock| clock.clock).collect()
    }

    /// Whether one of them is for a senior, because nobody else holds a role for which it can be theirs.
    #[must_use]
    pub fn asks_for_a_senior(&self, record: &Record) -> bool {
        super::rules::give::goes(record, self).any(|(_, of_its_roles)| of_its_roles.is_none())
    }
}

/// A senior role is let in: every senior to whom the entry went is conflicted, or there is none, and somebody has
/// to decide about it (domain.md 1 rules 1 and 7).
#[derive(Debug, Clone)]
pub struct LetIn {
    /// What it stands among.
    pub around: Around,
    /// Fact: the next role beyond them that somebody unconflicted holds.
    pub role: Role,
}
