//! Searching. A POST, so that no name stands in an address.

use lanyard_events::Sensitive;
use serde::Deserialize;
use utoipa::ToSchema;

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
