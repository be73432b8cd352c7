//! Events of an access stream: every look is recorded (domain.md 1 rule 3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::payload::{aggregate, payloads};
use crate::stream::StreamId;

/// How an answer to a request for content ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LookResult {
    /// Content was shown.
    Opened,
    /// Nothing was shown: absent or denied, the record does not tell which.
    NotShown,
}

payloads! {
    /// Somebody asked for content; recorded before the answer leaves.
    "access.looked" v 1 AccessLooked {
        /// Streams whose content was shown, or the address asked for.
        streams: Vec<StreamId>,
        /// Shown or not.
        result: LookResult,
        /// The route, without ids: `GET /v1/cases/{id}`.
        route: String,
    }
}

aggregate! {
    /// An event of an access stream. The envelope's actor is who looked.
    AccessEvent {
        Looked(AccessLooked),
    }
}
