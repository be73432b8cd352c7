//! Searching. A POST, so that no name stands in an address.

use lanyard_events::{AcademyId, At, PersonRef, Sensitive, StreamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::vocabulary as v;

/// Words to search for, in what the caller may see.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "group chat", "limit": 20}))]
pub struct Search {
    /// The words.
    #[schema(value_type = String)]
    pub text: Sensitive<String>,
    /// Rows on a page, 1 to 200; 50 if not given.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Where the page starts, as the page before had it.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Found {
    /// Entries of concerns and cases that have all the words, the newest first.
    pub items: Vec<FoundText>,
    /// Concerns and cases that link somebody whose name has all the words.
    pub matters: Vec<FoundMatter>,
    /// People on the registers whose name has all the words.
    pub people: Vec<FoundPerson>,
    /// Cursor of the next page of entries; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An entry of a concern or case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FoundText {
    /// Its place in the record, as in the timeline.
    pub position: u64,
    /// What happened: the event's type.
    pub kind: String,
    /// When.
    #[schema(value_type = v::Moment)]
    pub at: At,
    /// The matter it is of.
    #[serde(flatten)]
    pub matter: FoundMatter,
}

/// A concern or case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FoundMatter {
    /// Which one.
    #[schema(value_type = v::StreamName)]
    pub matter: StreamId,
    /// Its academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
    /// Reference to quote.
    pub reference: String,
    /// Category, of the taxonomy.
    pub category: String,
}

/// Somebody on a register.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FoundPerson {
    /// Who.
    #[schema(value_type = v::PersonRef)]
    pub person: PersonRef,
    /// Their name.
    #[schema(value_type = String)]
    pub name: Sensitive<String>,
    /// Their academy.
    #[schema(value_type = Option<v::Id>)]
    pub academy: Option<AcademyId>,
}
