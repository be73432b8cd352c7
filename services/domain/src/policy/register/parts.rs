//! The parts of a register: fields, states, moves, clocks, filters.

use std::fmt;

use lanyard_events::Role;
use serde::Deserialize;

use crate::policy::due::Due;
use crate::policy::names::{Field, closed_list};

/// Who has to do with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Party {
    /// Whose own it is.
    Own,
    /// An integration client.
    Client,
    /// Whoever holds the role.
    Role(Role),
}

impl TryFrom<String> for Party {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "self" => Ok(Self::Own),
            "client" => Ok(Self::Client),
            role => role.parse().map(Self::Role).map_err(|()| {
                let names: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
                let names = names.join(", ");
                format!("\"{role}\" is no role; it must be self, client, or one of {names}")
            }),
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("self"),
            Self::Client => f.write_str("client"),
            Self::Role(role) => role.fmt(f),
        }
    }
}

closed_list! {
    /// What stands in a field.
    ValueKind {
        /// A line.
        Text "text",
        /// Several lines.
        LongText "long_text",
        /// A day.
        Date "date",
        /// A time of day.
        Time "time",
        /// A moment.
        Datetime "datetime",
        /// Yes or no.
        YesNo "yes_no",
        /// One of the choices, or several.
        Choice "choice",
        /// A number.
        Number "number",
        /// Somebody: on a register, or described.
        Person "person",
        /// Somebody on the staff register.
        Staff "staff",
        /// A pupil on the roster.
        Pupil "pupil",
        /// An academy.
        Academy "academy",
        /// A web address, as text.
        Url "url",
        /// Where a document is kept, in words: a register takes no file.
        Document "document",
    }
}

impl ValueKind {
    /// Whether it names people.
    #[must_use]
    pub const fn is_person(self) -> bool {
        matches!(self, Self::Person | Self::Staff | Self::Pupil)
    }
}

closed_list! {
    /// What the system fills in at the moment of a move.
    SetBy {
        /// The position that the record has reached.
        Position "position",
        /// What the actor may see of the log up to there.
        VisibleSet "visible_set",
    }
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterField {
    /// Its id within the register.
    pub id: Field,
    /// What people read.
    pub label: String,
    /// A few words more.
    #[serde(default)]
    pub help: Option<String>,
    /// What is filled in.
    pub kind: ValueKind,
    /// What may be chosen.
    #[serde(default)]
    pub choices: Vec<Field>,
    /// Whether several are possible.
    #[serde(default)]
    pub many: bool,
    /// Whether it has to be filled in, where it is asked.
    pub required: bool,
    /// Whether it may say something of a person: never in figures.
    pub personal: bool,
    /// Asked only then.
    #[serde(default)]
    pub when: Option<When>,
    /// Filled in by the system.
    #[serde(default)]
    pub set: Option<SetBy>,
    /// Somebody of the family of the pupil in that field, who is asked: nobody marked "do not contact"
    /// (domain.md 2, "Pupil").
    #[serde(default)]
    pub family_of: Option<Field>,
    /// Whether it may still be to come though a clock runs from it: a leaving, a visit. Any other such time has happened
    /// when it is written, or it would put the clock off.
    #[serde(default)]
    pub planned: bool,
}

/// An answer on which something depends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// To which field.
    pub field: Field,
    /// Which answer: one of its choices, `yes` or `no`.
    pub is: Field,
}

/// Where an entry can be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterState {
    /// Its id.
    pub id: Field,
    /// What people read.
    pub title: String,
}

/// How an entry gets on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterMove {
    /// Its id.
    pub id: Field,
    /// What people read on the button.
    pub title: String,
    /// Out of which states.
    pub from: Vec<Field>,
    /// Into which.
    pub to: Field,
    /// Who makes it.
    pub by: Vec<Party>,
    /// Never whoever added the entry (`added`), made that move, or is named in that field.
    #[serde(default)]
    pub not_by_who: Option<Field>,
    /// Whether it is signed, with name and time.
    #[serde(default)]
    pub signature: bool,
    /// Fields that are filled in with it. Where one of them is not asked the move is not offered.
    #[serde(default)]
    pub needs: Vec<Field>,
}

/// By when something is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterClock {
    /// Its id.
    pub id: Field,
    /// From when it runs: the adding (`added`), a move, or the time in a field.
    pub starts: Field,
    /// How long.
    pub due: DueBy,
    /// It runs only as long as that is answered so.
    #[serde(default)]
    pub when: Option<When>,
    /// What ends it.
    pub ends_by: Vec<Field>,
    /// Who is reminded: the first role that somebody unconflicted holds.
    pub owner: Vec<Role>,
    /// Whether all of these roles are told at once, and not the first of them alone (R10).
    #[serde(default)]
    pub tells_all: bool,
    /// The rule of domain.md 3, where it is one.
    #[serde(default)]
    pub rule: Option<String>,
    /// The move that the system makes at its end; else somebody is reminded.
    #[serde(default)]
    pub at_end: Option<Field>,
    /// Whether the online safety group takes it up at its next meeting.
    #[serde(default)]
    pub agenda: bool,
}

/// How long a clock runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DueBy {
    /// So long.
    After(Due),
    /// Until the time in that field.
    Field(Field),
}

impl TryFrom<String> for DueBy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.strip_prefix("field:") {
            Some(field) => Field::try_from(field.to_owned()).map(Self::Field),
            None => Due::try_from(text).map(Self::After),
        }
    }
}

/// What the list may be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedBy {
    /// Fields, or what every entry has.
    pub by: Vec<Field>,
    /// For whom.
    pub roles: Vec<Party>,
}
