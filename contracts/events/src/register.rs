//! Events of one entry of a register (domain.md 2, Registers).
//!
//! What an entry holds and how it may move is in the register's file; an entry keeps the edition that
//! it was added under.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::concern::Due;
use crate::id::{AcademyId, PupilId, StaffId};
use crate::payload::{aggregate, payloads};
use crate::person::PersonRef;
use crate::roles::Role;
use crate::sensitive::Sensitive;
use crate::stream::StreamId;

/// What stands in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum EntryValue {
    /// A word of the field's closed list, or several.
    Choice(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(u64),
    /// A day, a time of day or a moment, as written.
    When(String),
    /// Text.
    Text(Sensitive<String>),
    /// Pupils.
    Pupils(Vec<PupilId>),
    /// Staff.
    Staff(Vec<StaffId>),
    /// People of any sort.
    People(Vec<PersonRef>),
    /// Academies.
    Academies(Vec<AcademyId>),
}

/// One field as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryField {
    /// Which.
    pub field: String,
    /// With what.
    pub value: EntryValue,
}

/// A clock of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryClock {
    /// Which, of the register's file.
    pub clock: String,
    /// When it ends.
    pub due: Due,
    /// Whether the system moves the entry at its end, so that nobody is reminded.
    pub by_itself: bool,
    /// Who is reminded: the first of the file's roles that somebody unconflicted holds.
    pub owner: Option<StaffId>,
}

/// What a change does to an entry's clocks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryClocks {
    /// These run from now on, instead of what ran under the same name.
    pub started: Vec<EntryClock>,
    /// These are over.
    pub ended: Vec<String>,
}

/// Who has to do with an entry, as its fields say now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryLinks {
    /// Roles whose holders see it.
    pub seen_by: Vec<Role>,
    /// Everybody it links: whoever is close to one of them does not see it.
    pub people: Vec<PersonRef>,
    /// Whose own it is.
    pub own: Vec<StaffId>,
    /// The matter behind it: whoever is shut out of that is shut out of this.
    pub matter: Option<StreamId>,
}

payloads! {
    /// An entry was added to a register.
    "register.added" v 1 RegisterAdded {
        /// Which register.
        register: String,
        /// The edition of its file.
        edition: u16,
        /// Number to quote: says nothing of the content.
        number: String,
        /// The state it begins in.
        state: String,
        /// Who added it; none for an integration client.
        added_by: Option<StaffId>,
        /// What was filled in.
        fields: Vec<EntryField>,
        /// Who has to do with it.
        links: EntryLinks,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// Fields were filled in that had been left empty.
    "register.filled" v 1 RegisterFilled {
        /// Which, with what.
        fields: Vec<EntryField>,
        /// Who has to do with it now.
        links: EntryLinks,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// What stood in some fields was wrong: it stays, struck.
    "register.corrected" v 1 RegisterCorrected {
        /// What is right.
        fields: Vec<EntryField>,
        /// Why.
        reason: Sensitive<String>,
        /// Who has to do with it now.
        links: EntryLinks,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// The entry moved on.
    "register.moved" v 1 RegisterMoved {
        /// By which move of the register's file.
        made: String,
        /// Who made it; none for the system, at the end of a clock.
        made_by: Option<StaffId>,
        /// The state it is in now.
        state: String,
        /// What was filled in with it.
        fields: Vec<EntryField>,
        /// Whether it was signed: by whoever made it, at the time of the event.
        signed: bool,
        /// Who has to do with it now.
        links: EntryLinks,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// Clocks of the entry are somebody else's to keep, or it is somebody else's too to see: whoever had it cannot
    /// act in it any more (domain.md 1 rules 1 and 7). It says nothing of whom or why.
    "register.given" v 1 RegisterGiven {
        /// Who has to do with it: as before, and whoever was let in.
        links: EntryLinks,
        /// Those clocks, with the same end, under who keeps them now.
        clocks: EntryClocks,
        /// The role that sees it from now on, because no senior who saw it is left; mostly none.
        let_in: Option<Role>,
    }
}

aggregate! {
    /// An event of an entry of a register.
    RegisterEvent {
        Added(RegisterAdded),
        Filled(RegisterFilled),
        Corrected(RegisterCorrected),
        Moved(RegisterMoved),
        Given(RegisterGiven),
    }
}

impl RegisterEvent {
    /// Who has to do with the entry after it.
    #[must_use]
    pub const fn links(&self) -> &EntryLinks {
        match self {
            Self::Added(it) => &it.links,
            Self::Filled(it) => &it.links,
            Self::Corrected(it) => &it.links,
            Self::Moved(it) => &it.links,
            Self::Given(it) => &it.links,
        }
    }

    /// What was filled in with it.
    #[must_use]
    pub fn fields(&self) -> &[EntryField] {
        match self {
            Self::Added(it) => &it.fields,
            Self::Filled(it) => &it.fields,
            Self::Corrected(it) => &it.fields,
            Self::Moved(it) => &it.fields,
            Self::Given(_) => &[],
        }
    }

    /// Leaves only these fields in it: what is shown to somebody.
    pub fn keep_fields(&mut self, keep: impl Fn(&str) -> bool) {
        let fields = match self {
            Self::Added(it) => &mut it.fields,
            Self::Filled(it) => &mut it.fields,
            Self::Corrected(it) => &mut it.fields,
            Self::Moved(it) => &mut it.fields,
            Self::Given(_) => return,
        };
        fields.retain(|field| keep(&field.field));
    }

    /// What it did to the clocks.
    #[must_use]
    pub const fn clocks(&self) -> &EntryClocks {
        match self {
            Self::Added(it) => &it.clocks,
            Self::Filled(it) => &it.clocks,
            Self::Corrected(it) => &it.clocks,
            Self::Moved(it) => &it.clocks,
            Self::Given(it) => &it.clocks,
        }
    }
}
