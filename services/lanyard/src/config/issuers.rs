//! Whose tokens count.

use std::path::PathBuf;

use serde::Deserialize;

/// What an issuer's tokens are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerKind {
    /// Members of staff.
    People,
    /// Integration clients.
    Clients,
}

/// Where an issuer's public keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySetting {
    /// A JWKS file.
    File(PathBuf),
    /// A JWKS address, fetched at start and every ten minutes.
    Url(String),
}

/// One `[[issuer]]` of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerSetting {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` that its tokens must have.
    pub audience: String,
    /// People or clients.
    pub kind: IssuerKind,
    /// Its keys.
    pub keys: KeySetting,
    /// Whether people are bound by `tid` and `oid` (Entra ID) instead of `iss` and `sub`.
    pub entra: bool,
}

/// As it stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    issuer: String,
    audience: String,
    kind: IssuerKind,
    #[serde(default)]
    jwks_file: Option<PathBuf>,
    #[serde(default)]
    jwks_url: Option<String>,
    #[serde(default)]
    entra: bool,
}

impl Raw {
    /// Checks that the keys have exactly one place, and a safe one.
    pub(super) fn parse(self) -> Result<IssuerSetting, String> {
        let keys = match (self.jwks_file, self.jwks_url) {
            (Some(file), None) => KeySetting::File(file),
            (None, Some(url)) if url.starts_with("https://") => KeySetting::Url(url),
            (None, Some(_)) => {
                return Err(format!(
                    "issuer {}: jwks_url must begin with https://",
                    self.issuer
                ));
            }
            (Some(_), Some(_)) | (None, None) => {
                return Err(format!(
                    "issuer {}: give either jwks_file or jwks_url",
                    self.issuer
                ));
            }
        };
        Ok(IssuerSetting {
            issuer: self.issuer,
            audience: self.audience,
            kind: self.kind,
            keys,
            entra: self.entra,
        })
    }
}
