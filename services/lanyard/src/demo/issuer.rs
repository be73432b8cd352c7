//! The demonstration's own issuer of tokens: an Ed25519 key in its folder.

use std::path::Path;

use anyhow::Context;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lanyard_events::{AcademyId, At, ClientId};
use serde_json::{Value, json};

use crate::files;

/// `iss` of every demonstration token.
pub const ISSUER: &str = "https://demo.lanyard.example";
/// `iss` of tokens for integration clients.
pub const CLIENT_ISSUER: &str = "https://clients.demo.lanyard.example";
/// `aud` of every demonstration token.
pub const AUDIENCE: &str = "lanyard";
/// A demonstration token is good for a working day.
const LIFETIME_SECONDS: i64 = 12 * 60 * 60;
/// The key's name in the key set.
const KEY_ID: &str = "demo";
const KEY_FILE: &str = "issuer.key";

/// The issuer of one demonstration.
pub struct Issuer {
    pkcs8: Vec<u8>,
}

impl Issuer {
    /// Opens the key in a demonstration's folder, making it the first time.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        let path = data_dir.join(KEY_FILE);
        if !path.exists() {
            let key = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())
                .ok()
                .context("the demonstration's issuer could not make a key")?;
            files::create_private(&path, key.as_ref())?;
        }
        let pkcs8 = std::fs::read(&path)
            .with_context(|| format!("the issuer's key {} cannot be read", path.display()))?;
        Ok(Self { pkcs8 })
    }

    /// The public key set, as an identity provider would publish it.
    pub fn jwks(&self) -> anyhow::Result<Value> {
        let pair = Ed25519KeyPair::from_pkcs8(&self.pkcs8)
            .ok()
            .context("the issuer's key is damaged")?;
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        Ok(json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": KEY_ID, "x": x,
        }]}))
    }

    /// A token for a person.
    pub fn person(&self, subject: &str, at: At) -> anyhow::Result<String> {
        self.sign(&json!({
            "iss": ISSUER, "sub": subject, "aud": AUDIENCE,
            "iat": seconds(at), "exp": seconds(at) + LIFETIME_SECONDS,
        }))
    }

    /// A token for an integration client of some academies.
    pub fn client(
        &self,
        id: ClientId,
        scope: &str,
        academies: &[AcademyId],
        at: At,
    ) -> anyhow::Result<String> {
        self.sign(&json!({
            "iss": CLIENT_ISSUER, "sub": id, "client_id": id, "aud": AUDIENCE,
            "scope": scope, "academies": academies,
            "iat": seconds(at), "exp": seconds(at) + LIFETIME_SECONDS,
        }))
    }

    fn sign(&self, claims: &Value) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(&self.pkcs8))
            .context("the token could not be signed")
    }
}

fn seconds(at: At) -> i64 {
    at.millis().div_euclid(1_000)
}
