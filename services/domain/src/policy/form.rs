//! Forms and phone sheets of the desks: what they ask for, and what to say and ask on the telephone.

use serde::Deserialize;

use super::mistake::{Mistake, parse};
use super::names::{Agency, Field, closed_list};

/// The form of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Which desk's.
    pub agency: Agency,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What people read.
    pub title: String,
    /// Where it comes from.
    pub source: Vec<String>,
    /// What it asks for, in order.
    #[serde(rename = "field")]
    pub fields: Vec<FormField>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its id within the form.
    pub id: Field,
    /// What people read.
    pub label: String,
    /// A few words more.
    #[serde(default)]
    pub help: Option<String>,
    /// The heading under which it stands.
    pub section: String,
    /// What is filled in.
    pub kind: FieldKind,
    /// Whether the desk needs it.
    pub required: bool,
    /// Where it is filled from; the head of `data/agencies.toml` lists the places.
    #[serde(default)]
    pub from: Option<String>,
    /// What may be chosen.
    #[serde(default)]
    pub choices: Vec<String>,
}

closed_list! {
    /// What is filled into a field.
    FieldKind {
        /// A line.
        Text "text",
        /// Several lines.
        LongText "long_text",
        /// A day.
        Date "date",
        /// A moment.
        Datetime "datetime",
        /// One of the choices.
        Choice "choice",
        /// Yes, no or not known.
        YesNoUnknown "yes_no_unknown",
        /// A person.
        Person "person",
        /// Several people.
        People "people",
        /// A postal address.
        Address "address",
        /// A telephone number.
        Phone "phone",
        /// A web address, as text.
        Url "url",
    }
}

/// What to have at hand when a desk is called.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneSheet {
    /// Which desk's.
    pub agency: Agency,
    /// Rises with every change that is published.
    pub edition: u16,
    /// What to say.
    pub say: Vec<String>,
    /// What to ask.
    pub ask: Vec<String>,
    /// What to write down.
    pub write_down: Vec<String>,
}

impl Form {
    pub(super) fn read(text: &str) -> Result<Self, Mistake> {
        parse(text)
    }
}

impl PhoneSheet {
    pub(super) fn read(text: &str) -> Result<Self, Mistake> {
        parse(text)
    }
}
