//! Whoever signs tokens, and the issuers that trust them.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair,
};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::super::*;

pub(super) const STAFF: &str = "https://staff.example";
pub(super) const ENTRA: &str = "https://login.example/0a1b/v2.0";
pub(super) const CLIENTS: &str = "https://clients.example";
pub(super) const AUDIENCE: &str = "lanyard";
pub(super) const NOW_SECONDS: i64 = 1_794_319_500;

pub(super) fn now() -> At {
    At::from_millis(NOW_SECONDS * 1000)
}

/// A key that can sign, and its public half as a JWK.
pub(super) struct Signer {
    pub(super) algorithm: Algorithm,
    pub(super) key: EncodingKey,
    pub(super) jwk: Value,
}

pub(super) fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn ed25519(kid: &str) -> Signer {
    let pair = Ed25519KeyPair::generate().unwrap();
    Signer {
        algorithm: Algorithm::EdDSA,
        key: EncodingKey::from_ed_der(pair.to_pkcs8().unwrap().as_ref()),
        jwk: json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": kid, "x": b64(pair.public_key().as_ref())}),
    }
}

pub(super) fn p256(kid: &str) -> Signer {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = pair.public_key().as_ref();
    Signer {
        algorithm: Algorithm::ES256,
        key: EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref()),
        jwk: json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": kid,
            "x": b64(&point[1..33]), "y": b64(&point[33..65])}),
    }
}

pub(super) fn rsa(kid: &str) -> Signer {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let public: PublicKeyComponents<Vec<u8>> = pair.public_key().into();
    let pkcs8: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        base64::engine::general_purpose::STANDARD.encode(pkcs8.as_ref())
    );
    Signer {
        algorithm: Algorithm::RS256,
        key: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
        jwk: json!({"kty": "RSA", "use": "sig", "kid": kid, "n": b64(&public.n), "e": b64(&public.e)}),
    }
}

pub(super) fn token(signer: &Signer, header: &Value, claims: &Value) -> String {
    let message = format!(
        "{}.{}",
        b64(header.to_string().as_bytes()),
        b64(claims.to_string().as_bytes())
    );
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &signer.key, signer.algorithm).unwrap();
    format!("{message}.{signature}")
}

pub(super) fn header(signer: &Signer) -> Value {
    json!({"typ": "JWT", "alg": format!("{:?}", signer.algorithm), "kid": signer.jwk["kid"]})
}

pub(super) fn person() -> Value {
    json!({"iss": STAFF, "sub": "priya", "aud": AUDIENCE, "exp": NOW_SECONDS + 600, "iat": NOW_SECONDS})
}

pub(super) fn issuers() -> Issuers {
    let issuer = |issuer: &str, kind| IssuerSettings {
        issuer: issuer.to_owned(),
        audience: AUDIENCE.to_owned(),
        kind,
    };
    Issuers::new([
        issuer(STAFF, IssuerKind::People(Subject::Sub)),
        issuer(ENTRA, IssuerKind::People(Subject::TenantObject)),
        issuer(CLIENTS, IssuerKind::Clients),
    ])
}

pub(super) fn issuers_with(issuer: &str, signers: &[&Signer]) -> Issuers {
    let issuers = issuers();
    set(&issuers, issuer, signers);
    issuers
}

pub(super) fn set(issuers: &Issuers, issuer: &str, signers: &[&Signer]) {
    let keys: Vec<&Value> = signers.iter().map(|signer| &signer.jwk).collect();
    let usable = issuers
        .set_keys(issuer, &json!({"keys": keys}).to_string())
        .unwrap();
    assert_eq!(usable, signers.len());
}

pub(super) fn refusal(issuers: &Issuers, token: &str) -> TokenRefusal {
    match issuers.verify(token, now()) {
        Verdict::Refused(refusal) => refusal,
        verdict @ (Verdict::Accepted(_) | Verdict::KeysMissing) => panic!("{verdict:?}"),
    }
}

pub(super) fn accepted(issuers: &Issuers, token: &str) -> Arc<Login> {
    match issuers.verify(token, now()) {
        Verdict::Accepted(login) => login,
        verdict @ (Verdict::Refused(_) | Verdict::KeysMissing) => panic!("{verdict:?}"),
    }
}

pub(super) fn subject_of(login: &Login) -> (&str, &str) {
    match login {
        Login::Person { issuer, subject } => (issuer, subject),
        Login::Client { .. } => panic!("a person was expected"),
    }
}
