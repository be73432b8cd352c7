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
    Number(u32),
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
        /// What was filled in.
        fields: Vec<EntryField>,
        /// Roles whose holders see it.
        seen_by: Vec<Role>,
        /// Everybody it links: whoever is close to one of them does not see it.
        people: Vec<PersonRef>,
        /// Whose own it is.
        own: Vec<StaffId>,
        /// The matter behind it: whoever is shut out of that is shut out of this.
        matter: Option<StreamId>,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// Fields were filled in that had been left empty.
    "register.filled" v 1 RegisterFilled {
        /// Which, with what.
        fields: Vec<EntryField>,
        /// Everybody it links now.
        people: Vec<PersonRef>,
        /// Whose own it is now.
        own: Vec<StaffId>,
        /// The matter behind it.
        matter: Option<StreamId>,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// What stood in some fields was wrong: it stays, struck.
    "register.corrected" v 1 RegisterCorrected {
        /// What is right.
        fields: Vec<EntryField>,
        /// Why.
        reason: Sensitive<String>,
        /// Everybody it links now.
        people: Vec<PersonRef>,
        /// Whose own it is now.
        own: Vec<StaffId>,
        /// The matter behind it.
        matter: Option<StreamId>,
        /// Its clocks.
        clocks: EntryClocks,
    }
    /// The entry moved on.
    "register.moved" v 1 RegisterMoved {
        /// By which move of the register's file.
        by: String,
        /// The state it is in now.
        state: String,
        /// What was filled in with it.
        fields: Vec<EntryField>,
        /// Whether it was signed: by the actor, at the time of the event.
        signed: bool,
        /// Everybody it links now.
        people: Vec<PersonRef>,
        /// Whose own it is now.
        own: Vec<StaffId>,
        /// The matter behind it.
        matter: Option<StreamId>,
        /// Its clocks.
        clocks: EntryClocks,
    }
}

aggregate! {
    /// An event of an entry of a register.
    RegisterEvent {
        Added(RegisterAdded),
        Filled(RegisterFilled),
        Corrected(RegisterCorrected),
        Moved(RegisterMoved),
    }
}
