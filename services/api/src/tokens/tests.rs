//! Tokens, good and bad.

#![allow(clippy::unwrap_used, reason = "tests")]

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair,
};
use jsonwebtoken::{Algorithm, EncodingKey};
use lanyard_app::ClientScope;
use serde_json::{Value, json};

use super::*;

const STAFF: &str = "https://staff.example";
const ENTRA: &str = "https://login.example/0a1b/v2.0";
const CLIENTS: &str = "https://clients.example";
const AUDIENCE: &str = "lanyard";
const NOW_SECONDS: i64 = 1_794_319_500;

fn now() -> At {
    At::from_millis(NOW_SECONDS * 1000)
}

/// A key that can sign, and its public half as a JWK.
struct Signer {
    algorithm: Algorithm,
    key: EncodingKey,
    jwk: Value,
}

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn ed25519(kid: &str) -> Signer {
    let pair = Ed25519KeyPair::generate().unwrap();
    Signer {
        algorithm: Algorithm::EdDSA,
        key: EncodingKey::from_ed_der(pair.to_pkcs8().unwrap().as_ref()),
        jwk: json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": kid, "x": b64(pair.public_key().as_ref())}),
    }
}

fn p256(kid: &str) -> Signer {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = pair.public_key().as_ref();
    Signer {
        algorithm: Algorithm::ES256,
        key: EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref()),
        jwk: json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": kid,
            "x": b64(&point[1..33]), "y": b64(&point[33..65])}),
    }
}

fn rsa(kid: &str) -> Signer {
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

fn token(signer: &Signer, header: &Value, claims: &Value) -> String {
    let message = format!(
        "{}.{}",
        b64(header.to_string().as_bytes()),
        b64(claims.to_string().as_bytes())
    );
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &signer.key, signer.algorithm).unwrap();
    format!("{message}.{signature}")
}

fn header(signer: &Signer) -> Value {
    json!({"typ": "JWT", "alg": format!("{:?}", signer.algorithm), "kid": signer.jwk["kid"]})
}

fn person() -> Value {
    json!({"iss": STAFF, "sub": "priya", "aud": AUDIENCE, "exp": NOW_SECONDS + 600, "iat": NOW_SECONDS})
}

fn issuers() -> Issuers {
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

fn issuers_with(issuer: &str, signers: &[&Signer]) -> Issuers {
    let issuers = issuers();
    set(&issuers, issuer, signers);
    issuers
}

fn set(issuers: &Issuers, issuer: &str, signers: &[&Signer]) {
    let keys: Vec<&Value> = signers.iter().map(|signer| &signer.jwk).collect();
    let usable = issuers
        .set_keys(issuer, &json!({"keys": keys}).to_string())
        .unwrap();
    assert_eq!(usable, signers.len());
}

fn refusal(issuers: &Issuers, token: &str) -> TokenRefusal {
    match issuers.verify(token, now()) {
        Verdict::Refused(refusal) => refusal,
        verdict @ (Verdict::Accepted(_) | Verdict::KeysMissing) => panic!("{verdict:?}"),
    }
}

fn accepted(issuers: &Issuers, token: &str) -> Arc<Login> {
    match issuers.verify(token, now()) {
        Verdict::Accepted(login) => login,
        verdict @ (Verdict::Refused(_) | Verdict::KeysMissing) => panic!("{verdict:?}"),
    }
}

fn subject_of(login: &Login) -> (&str, &str) {
    match login {
        Login::Person { issuer, subject } => (issuer, subject),
        Login::Client { .. } => panic!("a person was expected"),
    }
}

#[test]
fn each_pinned_algorithm_is_accepted() {
    for signer in [ed25519("a"), p256("b"), rsa("c")] {
        let issuers = issuers_with(STAFF, &[&signer]);
        let token = token(&signer, &header(&signer), &person());
        assert_eq!(subject_of(&accepted(&issuers, &token)), (STAFF, "priya"));
        // From memory the second time.
        assert_eq!(subject_of(&accepted(&issuers, &token)), (STAFF, "priya"));
    }
}

#[test]
fn a_token_without_or_with_another_algorithm_is_refused() {
    let signer = p256("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    for alg in ["none", "None", "HS256", "ES384", "RS256", "EdDSA", "PS256"] {
        let header = json!({"typ": "JWT", "alg": alg, "kid": "k"});
        let token = token(&signer, &header, &person());
        assert_eq!(refusal(&issuers, &token), TokenRefusal::Algorithm, "{alg}");
    }
    let unsigned = format!(
        "{}.{}.",
        b64(br#"{"alg":"none"}"#),
        b64(person().to_string().as_bytes())
    );
    assert_eq!(refusal(&issuers, &unsigned), TokenRefusal::Algorithm);
}

#[test]
fn a_public_key_used_as_a_secret_is_refused() {
    let signer = rsa("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let secret = signer.jwk["n"].as_str().unwrap().as_bytes().to_vec();
    let forged = Signer {
        algorithm: Algorithm::HS256,
        key: EncodingKey::from_secret(&secret),
        jwk: signer.jwk.clone(),
    };
    let token = token(&forged, &header(&forged), &person());
    assert_eq!(refusal(&issuers, &token), TokenRefusal::Algorithm);
}

#[test]
fn a_foreign_key_is_refused() {
    let (signer, foreign) = (ed25519("k"), ed25519("k"));
    let issuers = issuers_with(STAFF, &[&signer]);
    let forged = token(&foreign, &header(&foreign), &person());
    assert_eq!(refusal(&issuers, &forged), TokenRefusal::Signature);
    let unknown = ed25519("other");
    let unknown = token(&unknown, &header(&unknown), &person());
    assert_eq!(refusal(&issuers, &unknown), TokenRefusal::Key);
}

#[test]
fn a_key_of_another_issuer_is_refused() {
    let (staff, clients) = (ed25519("staff"), ed25519("clients"));
    let issuers = issuers_with(STAFF, &[&staff]);
    set(&issuers, CLIENTS, &[&clients]);
    // The clients' issuer signs for a person of the other.
    let swapped = token(&clients, &header(&clients), &person());
    assert_eq!(refusal(&issuers, &swapped), TokenRefusal::Key);
    // The same, naming the other's key.
    let named = token(&clients, &header(&staff), &person());
    assert_eq!(refusal(&issuers, &named), TokenRefusal::Signature);
}

#[test]
fn an_unknown_issuer_is_refused() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let mut claims = person();
    claims["iss"] = json!("https://elsewhere.example");
    let token = token(&signer, &header(&signer), &claims);
    assert_eq!(refusal(&issuers, &token), TokenRefusal::Issuer);
}

#[test]
fn time_and_audience_are_checked() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let with = |claim: &str, value: Value| {
        let mut claims = person();
        claims[claim] = value;
        token(&signer, &header(&signer), &claims)
    };
    let cases = [
        ("exp", json!(NOW_SECONDS - 31), TokenRefusal::Expired),
        ("exp", json!(0), TokenRefusal::Expired),
        ("exp", json!("soon"), TokenRefusal::Claims),
        ("nbf", json!(NOW_SECONDS + 31), TokenRefusal::NotYet),
        ("aud", json!("another"), TokenRefusal::Audience),
        ("aud", json!(["one", "two"]), TokenRefusal::Audience),
        ("sub", json!(""), TokenRefusal::Claims),
        ("sub", json!("x".repeat(256)), TokenRefusal::Claims),
    ];
    for (claim, value, expected) in cases {
        assert_eq!(refusal(&issuers, &with(claim, value)), expected, "{claim}");
    }
    accepted(&issuers, &with("aud", json!(["other", AUDIENCE])));
    accepted(&issuers, &with("exp", json!(NOW_SECONDS - 29)));
    accepted(&issuers, &with("nbf", json!(NOW_SECONDS + 29)));
}

#[test]
fn a_missing_claim_is_refused() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    for claim in ["iss", "sub", "aud", "exp"] {
        let mut claims = person();
        claims.as_object_mut().unwrap().remove(claim);
        let token = token(&signer, &header(&signer), &claims);
        assert_eq!(refusal(&issuers, &token), TokenRefusal::Claims, "{claim}");
    }
}

#[test]
fn what_is_no_token_is_malformed() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let good = token(&signer, &header(&signer), &person());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (head, claims) = message.split_once('.').unwrap();
    for bad in [
        String::new(),
        "a".to_owned(),
        "a.b".to_owned(),
        "a.b.c".to_owned(),
        format!("{head}.{claims}=.{signature}"),
        format!("{head}.e30.{signature}.x"),
        "x".repeat(LONGEST_TOKEN + 1),
    ] {
        assert_eq!(
            refusal(&issuers, &bad),
            TokenRefusal::Malformed,
            "{bad:.20}"
        );
    }
    let mut critical = header(&signer);
    critical["crit"] = json!(["b64"]);
    let critical = token(&signer, &critical, &person());
    assert_eq!(refusal(&issuers, &critical), TokenRefusal::Malformed);
}

#[test]
fn any_changed_character_of_the_message_is_noticed() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let good = token(&signer, &header(&signer), &person());
    let end = good.rfind('.').unwrap();
    for place in 0..end {
        let mut changed = good.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        if changed != good {
            refusal(&issuers, &changed);
        }
    }
}

#[test]
fn entra_tokens_stand_for_tenant_and_object() {
    let signer = rsa("k");
    let issuers = issuers_with(ENTRA, &[&signer]);
    let mut claims = json!({"iss": ENTRA, "sub": "per-app", "tid": "0a1b", "oid": "object",
        "aud": AUDIENCE, "exp": NOW_SECONDS + 60});
    let login = accepted(&issuers, &token(&signer, &header(&signer), &claims));
    assert_eq!(subject_of(&login), ("0a1b", "object"));
    claims["tid"] = json!("another");
    let foreign = token(&signer, &header(&signer), &claims);
    assert_eq!(refusal(&issuers, &foreign), TokenRefusal::Issuer);
    claims["tid"] = json!("0a1b");
    claims.as_object_mut().unwrap().remove("oid");
    let nobody = token(&signer, &header(&signer), &claims);
    assert_eq!(refusal(&issuers, &nobody), TokenRefusal::Claims);
}

#[test]
fn client_tokens_bring_scopes_and_academies() {
    let signer = p256("k");
    let issuers = issuers_with(CLIENTS, &[&signer]);
    let id = "018f4e9a-0000-7000-8000-0000000000d1";
    let academy = "018f4e9a-0000-7000-8000-0000000000a1";
    let claims = json!({"iss": CLIENTS, "client_id": id, "scope": "pupils:write openid pupils:read",
        "academies": [academy], "aud": AUDIENCE, "exp": NOW_SECONDS + 60});
    let login = accepted(&issuers, &token(&signer, &header(&signer), &claims));
    let Login::Client {
        id: found,
        scopes,
        academies,
    } = login.as_ref()
    else {
        panic!("a client was expected");
    };
    assert_eq!(found.to_string(), id);
    assert_eq!(academies.len(), 1);
    assert_eq!(
        scopes.iter().copied().collect::<Vec<_>>(),
        [ClientScope::PupilsRead, ClientScope::PupilsWrite]
    );
    for claim in ["client_id", "scope", "academies"] {
        let mut lacking = claims.clone();
        lacking.as_object_mut().unwrap().remove(claim);
        let lacking = token(&signer, &header(&signer), &lacking);
        assert_eq!(refusal(&issuers, &lacking), TokenRefusal::Claims, "{claim}");
    }
}

#[test]
fn a_key_taken_back_stops_working_at_once() {
    let (old, new) = (ed25519("old"), ed25519("new"));
    let issuers = issuers_with(STAFF, &[&old]);
    let good = token(&old, &header(&old), &person());
    accepted(&issuers, &good);
    set(&issuers, STAFF, &[&new]);
    assert_eq!(refusal(&issuers, &good), TokenRefusal::Key);
}

#[test]
fn a_remembered_token_expires_all_the_same() {
    let signer = ed25519("k");
    let issuers = issuers_with(STAFF, &[&signer]);
    let good = token(&signer, &header(&signer), &person());
    accepted(&issuers, &good);
    let later = At::from_millis((NOW_SECONDS + 631) * 1000);
    assert!(matches!(
        issuers.verify(&good, later),
        Verdict::Refused(TokenRefusal::Expired)
    ));
}

#[test]
fn until_keys_have_come_nobody_is_blamed() {
    let signer = ed25519("k");
    let issuers = issuers();
    assert_eq!(issuers.without_keys().len(), 3);
    let good = token(&signer, &header(&signer), &person());
    assert!(matches!(issuers.verify(&good, now()), Verdict::KeysMissing));
}

#[test]
fn unfit_key_sets_are_not_taken() {
    let issuers = issuers();
    let small = json!({"kty": "RSA", "kid": "s", "n": b64(&[0xff; 128]), "e": "AQAB"});
    let secret = json!({"kty": "oct", "kid": "s", "k": b64(&[7; 32])});
    let mut other_use = ed25519("e").jwk;
    other_use["use"] = json!("enc");
    let mut lying = p256("l").jwk;
    lying["alg"] = json!("RS256");
    for unfit in [small, secret, other_use, lying] {
        let keys = json!({"keys": [unfit]}).to_string();
        assert!(matches!(
            issuers.set_keys(STAFF, &keys),
            Err(KeySetError::NoKey)
        ));
    }
    let twice = json!({"keys": [ed25519("k").jwk, ed25519("k").jwk]}).to_string();
    assert!(matches!(
        issuers.set_keys(STAFF, &twice),
        Err(KeySetError::NamedAlike)
    ));
    let many: Vec<Value> = (0..33).map(|n| ed25519(&n.to_string()).jwk).collect();
    assert!(matches!(
        issuers.set_keys(STAFF, &json!({ "keys": many }).to_string()),
        Err(KeySetError::TooMany)
    ));
    assert!(matches!(
        issuers.set_keys(STAFF, "[]"),
        Err(KeySetError::NotAKeySet)
    ));
    assert!(matches!(
        issuers.set_keys("https://elsewhere.example", "{}"),
        Err(KeySetError::UnknownIssuer)
    ));
}
