//! Bearer tokens: JWTs of the configured issuers, verified by their published keys (design.md 5).
//!
//! 1. Take the token apart; nothing in it is believed yet.
//! 2. Find the issuer that it names, and among that issuer's keys only, the key that it names.
//! 3. The key decides the algorithm; a token that states another is refused.
//! 4. Verify the signature over the bytes as they came.
//! 5. Check time and audience; take the subject.

mod cache;
mod claims;
mod keys;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lanyard_app::Login;
use lanyard_events::At;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use keys::KeySetError;
pub use refusal::TokenRefusal;

use cache::Remembered;
use claims::Claims;
use keys::KeySet;

/// Longer tokens are not looked at; Entra's with many groups reach 4 KiB.
const LONGEST_TOKEN: usize = 8_192;

/// One issuer whose tokens are accepted.
#[derive(Debug, Clone)]
pub struct IssuerSettings {
    /// Its `iss`, exactly.
    pub issuer: String,
    /// The `aud` that its tokens must carry.
    pub audience: String,
    /// Whom its tokens stand for.
    pub kind: IssuerKind,
}

/// Whom an issuer's tokens stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerKind {
    /// People, by the claims named.
    People(Subject),
    /// Integration clients: `client_id`, `scope` and `academies`.
    Clients,
}

/// Which claims name a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// `iss` and `sub`, as OpenID Connect has it.
    Sub,
    /// `tid` and `oid`, as Entra ID needs it: its `sub` differs from application to application.
    TenantObject,
}

/// The issuers whose tokens are accepted, with their keys.
///
/// Made once from the configuration; keys may be set and replaced at any time, from a file or
/// fetched by the binary. Until an issuer has keys its tokens are answered with 503.
pub struct Issuers {
    by_name: HashMap<String, Issuer>,
    remembered: Remembered,
}

struct Issuer {
    audience: String,
    kind: IssuerKind,
    keys: RwLock<Arc<KeySet>>,
}

/// What a token came to.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It stands for this log-in.
    Accepted(Arc<Login>),
    /// It is refused.
    Refused(TokenRefusal),
    /// Its issuer's keys are not here yet: no fault of the caller.
    KeysMissing,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

impl Issuers {
    /// Issuers without keys yet.
    #[must_use]
    pub fn new(settings: impl IntoIterator<Item = IssuerSettings>) -> Self {
        let issuer = |one: IssuerSettings| {
            let issuer = Issuer {
                audience: one.audience,
                kind: one.kind,
                keys: RwLock::default(),
            };
            (one.issuer, issuer)
        };
        Self {
            by_name: settings.into_iter().map(issuer).collect(),
            remembered: Remembered::default(),
        }
    }

    /// Puts a JWK set in the place of an issuer's keys; answers how many are usable.
    ///
    /// # Errors
    /// `KeySetError`; the keys in force stay.
    pub fn set_keys(&self, issuer: &str, jwks: &str) -> Result<usize, KeySetError> {
        let issuer = self.by_name.get(issuer).ok_or(KeySetError::UnknownIssuer)?;
        let keys = KeySet::parse(jwks)?;
        let count = keys.len();
        *issuer.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        self.remembered.forget();
        Ok(count)
    }

    /// Names of the issuers that have no keys yet.
    #[must_use]
    pub fn without_keys(&self) -> Vec<&str> {
        self.by_name
            .iter()
            .filter(|(_, issuer)| issuer.keys().is_empty())
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Whom a token stands for at this moment.
    pub(crate) fn verify(&self, token: &str, now: At) -> Verdict {
        if token.len() > LONGEST_TOKEN {
            return Verdict::Refused(TokenRefusal::Malformed);
        }
        let digest = cache::digest(token);
        if let Some(login) = self.remembered.get(&digest, now) {
            return Verdict::Accepted(login);
        }
        match self.verify_afresh(token, now) {
            Ok(Some((login, until))) => {
                let login = Arc::new(login);
                self.remembered.put(digest, Arc::clone(&login), until, now);
                Verdict::Accepted(login)
            }
            Ok(None) => Verdict::KeysMissing,
            Err(refusal) => Verdict::Refused(refusal),
        }
    }

    /// `None` when the issuer's keys are not here yet.
    fn verify_afresh(&self, token: &str, now: At) -> Result<Option<(Login, At)>, TokenRefusal> {
        let (message, signature) = token.rsplit_once('.').ok_or(TokenRefusal::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(TokenRefusal::Malformed)?;
        let header: Header = part(header)?;
        let claims: Claims = part(payload)?;
        if header.crit.is_some() {
            // RFC 7515 4.1.11: extensions that must be understood, and none is.
            return Err(TokenRefusal::Malformed);
        }
        let name = claims.iss.as_deref().ok_or(TokenRefusal::Claims)?;
        let issuer = self.by_name.get(name).ok_or(TokenRefusal::Issuer)?;
        let keys = issuer.keys();
        if keys.is_empty() {
            return Ok(None);
        }
        if !["ES256", "RS256", "EdDSA"].contains(&header.alg.as_str()) {
            return Err(TokenRefusal::Algorithm);
        }
        let pinned = keys.find(header.kid.as_deref()).ok_or(TokenRefusal::Key)?;
        if format!("{:?}", pinned.algorithm) != header.alg {
            return Err(TokenRefusal::Algorithm);
        }
        let verified = jsonwebtoken::crypto::verify(
            signature,
            message.as_bytes(),
            &pinned.key,
            pinned.algorithm,
        );
        if !matches!(verified, Ok(true)) {
            return Err(TokenRefusal::Signature);
        }
        let until = claims.in_force(now)?;
        claims.is_for(&issuer.audience)?;
        Ok(Some((claims.login(issuer.kind)?, until)))
    }
}

impl Issuer {
    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn part<T: DeserializeOwned>(base64url: &str) -> Result<T, TokenRefusal> {
    let json = URL_SAFE_NO_PAD
        .decode(base64url)
        .map_err(|_| TokenRefusal::Malformed)?;
    serde_json::from_slice(&json).map_err(|error| {
        if error.is_data() {
            TokenRefusal::Claims
        } else {
            TokenRefusal::Malformed
        }
    })
}
