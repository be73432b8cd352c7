//! Which log-in belongs to a person: issuer and subject, never an email address or a name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// `iss` and `sub` of an OpenID Connect token (for Entra ID: `tid` and `oid`).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct LoginBinding {
    /// The issuer.
    pub issuer: String,
    /// The issuer's own id of the person.
    pub subject: Sensitive<String>,
}
