//! The keys of an issuer, each pinned to one algorithm.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// Keys of one issuer at most: large providers publish about ten at a time.
const MOST_KEYS: usize = 32;
/// RSA below 2048 bits is not accepted (NIST SP 800-131A): its modulus in base64url.
const LEAST_RSA_MODULUS_CHARS: usize = 342;

/// Why a key set was not taken. The keys in force stay.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// Not a JWK set.
    #[error("the key set is not JSON with a list of keys")]
    NotAKeySet,
    /// Not one usable key.
    #[error("the key set has no key for ES256, RS256 or EdDSA")]
    NoKey,
    /// Unreasonably many.
    #[error("the key set has more than {MOST_KEYS} keys")]
    TooMany,
    /// Two keys of one name.
    #[error("the key set names two keys alike")]
    NamedAlike,
    /// The issuer was not configured.
    #[error("no such issuer is configured")]
    UnknownIssuer,
}

/// One key with the algorithm that it alone is used with.
pub(super) struct PinnedKey {
    id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// The keys of one issuer.
#[derive(Default)]
pub(super) struct KeySet(Vec<PinnedKey>);

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl KeySet {
    /// Takes the usable keys of a JWK set (RFC 7517); keys for encryption and kinds unknown here are
    /// passed over, as RFC 7517 5 asks.
    pub(super) fn parse(json: &str) -> Result<Self, KeySetError> {
        let published: Published =
            serde_json::from_str(json).map_err(|_| KeySetError::NotAKeySet)?;
        if published.keys.len() > MOST_KEYS {
            return Err(KeySetError::TooMany);
        }
        let keys: Vec<PinnedKey> = published.keys.into_iter().filter_map(pinned).collect();
        if keys.is_empty() {
            return Err(KeySetError::NoKey);
        }
        let mut names: Vec<_> = keys.iter().map(|key| &key.id).collect();
        names.sort();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(KeySetError::NamedAlike);
        }
        Ok(Self(keys))
    }

    /// The key that a token names; without a name, the only key.
    pub(super) fn find(&self, id: Option<&str>) -> Option<&PinnedKey> {
        match (id, self.0.as_slice()) {
            (Some(id), keys) => keys.iter().find(|key| key.id.as_deref() == Some(id)),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

fn pinned(published: Value) -> Option<PinnedKey> {
    let jwk: Jwk = serde_json::from_value(published).ok()?;
    if !matches!(
        jwk.common.public_key_use,
        None | Some(PublicKeyUse::Signature)
    ) {
        return None;
    }
    let algorithm = algorithm_of(&jwk)?;
    if let Some(stated) = jwk.common.key_algorithm
        && stated != KeyAlgorithm::from(algorithm)
    {
        return None;
    }
    Some(PinnedKey {
        key: DecodingKey::from_jwk(&jwk).ok()?,
        id: jwk.common.key_id,
        algorithm,
    })
}

/// The one algorithm for a kind of key. Symmetric keys have none.
fn algorithm_of(jwk: &Jwk) -> Option<Algorithm> {
    if let AlgorithmParameters::EllipticCurve(key) = &jwk.algorithm {
        return (key.curve == EllipticCurve::P256).then_some(Algorithm::ES256);
    }
    if let AlgorithmParameters::RSA(key) = &jwk.algorithm {
        return (key.n.len() >= LEAST_RSA_MODULUS_CHARS).then_some(Algorithm::RS256);
    }
    if let AlgorithmParameters::OctetKeyPair(key) = &jwk.algorithm {
        return (key.curve == EllipticCurve::Ed25519).then_some(Algorithm::EdDSA);
    }
    None
}
