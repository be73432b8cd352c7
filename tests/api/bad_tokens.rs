//! Tokens that prove nothing: expired, foreign, unsigned, signed by somebody else, or taken apart.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lanyard::demo::issuer::{AUDIENCE, CLIENT_ISSUER, ISSUER, Issuer};
use lanyard::demo::mis_id;
use lanyard_app::Clock;
use lanyard_tests::moment;
use serde_json::{Value, json};

use crate::scene::{Scene, scene};

fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// Claims of Ruth's that would be in force.
fn claims() -> Value {
    let now = lanyard::clock::SystemClock.now().millis() / 1_000;
    json!({"iss": ISSUER, "sub": "ruth", "aud": AUDIENCE, "iat": now, "exp": now + 3_600})
}

#[track_caller]
fn is_refused(scene: &Scene, token: &str, why: &str) {
    let before = scene.world.with_token(token.to_owned());
    for (path, method) in [
        ("/v1/concerns", "GET"),
        ("/v1/me", "GET"),
        ("/v1/concerns", "POST"),
    ] {
        let answer = before.send(
            method,
            path,
            Some(&scene.body()),
            &[("idempotency-key", "k")],
        );
        let met = (answer.status, answer.problem());
        assert_eq!(met, (401, "token-refused".to_owned()), "{}", answer.text());
        let challenge = answer.header("www-authenticate").unwrap().to_owned();
        assert!(
            challenge.starts_with("Bearer error=\"invalid_token\""),
            "{challenge}"
        );
        assert!(answer.field("detail").contains(why), "{}", answer.text());
        assert!(!answer.text().contains(token));
    }
}

#[test]
fn an_expired_token_is_refused() {
    let scene = scene();
    let issuer = Issuer::open(&scene.world.data_dir()).unwrap();
    let token = issuer.person("ruth", moment("2024-01-01T09:00")).unwrap();
    is_refused(&scene, &token, "expired");
}

#[test]
fn a_token_of_an_issuer_that_is_not_accepted_here_is_refused() {
    let scene = scene();
    let real = scene.world.token("ruth");
    let (header, rest) = real.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let mut foreign = claims();
    foreign["iss"] = json!("https://elsewhere.example");
    is_refused(
        &scene,
        &format!("{header}.{}.{signature}", encoded(&foreign)),
        "issuer",
    );
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let scene = scene();
    for algorithm in ["none", "None", "NONE", "nOnE", ""] {
        let header = encoded(&json!({"alg": algorithm, "kid": "demo", "typ": "JWT"}));
        for signature in ["", "AAAA"] {
            let token = format!("{header}.{}.{signature}", encoded(&claims()));
            is_refused(&scene, &token, "algorithm");
        }
    }
}

#[test]
fn a_token_signed_with_another_key_of_the_same_name_is_refused() {
    let scene = scene();
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Issuer::open(elsewhere.path()).unwrap();
    let token = other
        .person("ruth", lanyard::clock::SystemClock.now())
        .unwrap();
    is_refused(&scene, &token, "signature");
}

#[test]
fn the_public_key_taken_for_a_shared_secret_is_refused() {
    let scene = scene();
    let issuer = Issuer::open(&scene.world.data_dir()).unwrap();
    let public = issuer.jwks().unwrap()["keys"][0]["x"]
        .as_str()
        .unwrap()
        .to_owned();
    let public = URL_SAFE_NO_PAD.decode(public).unwrap();
    let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    header.kid = Some("demo".to_owned());
    let secret = jsonwebtoken::EncodingKey::from_secret(&public);
    let token = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();
    is_refused(&scene, &token, "algorithm");
}

#[test]
fn claims_of_another_under_somebodys_signature_are_refused() {
    let scene = scene();
    let priyas = scene.world.token("priya");
    let (header, rest) = priyas.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    is_refused(
        &scene,
        &format!("{header}.{}.{signature}", encoded(&claims())),
        "signature",
    );
}

#[test]
fn what_is_no_token_is_refused() {
    let scene = scene();
    let real = scene.world.token("ruth");
    let (_, payload) = real.split_once('.').unwrap();
    let unknown_key = encoded(&json!({"alg": "EdDSA", "kid": "other"}));
    for (token, why) in [
        ("nonsense".to_owned(), ""),
        ("a.b.c".to_owned(), ""),
        ("..".to_owned(), ""),
        (format!("{real}."), ""),
        (format!("{unknown_key}.{payload}"), "key"),
        (format!("{real}{}", "A".repeat(9_000)), ""),
    ] {
        is_refused(&scene, &token, why);
    }
}

#[test]
fn a_scheme_that_is_not_bearer_is_asked_to_log_in() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let token = scene.world.token("ruth");
    for authorization in [
        "Basic cnV0aDpydXRo",
        "Bearer",
        &token,
        &format!("Token {token}"),
    ] {
        let answer = nobody.send("GET", "/v1/me", None, &[("authorization", authorization)]);
        let met = (answer.status, answer.problem());
        assert_eq!(met, (401, "token-missing".to_owned()), "{authorization}");
    }
    let in_query = nobody.get(&format!("/v1/me?access_token={token}"));
    assert_eq!(in_query.status, 401);
}

#[test]
fn a_persons_token_is_no_clients_and_a_clients_no_persons() {
    let scene = scene();
    let issuer = Issuer::open(&scene.world.data_dir()).unwrap();
    let now = lanyard::clock::SystemClock.now();
    // A client whose id nobody on the staff register has as a log-in.
    let client = issuer.client(mis_id(), "concerns:read", &[], now).unwrap();
    let me = scene
        .world
        .with_token(client)
        .get("/v1/me")
        .expect(200)
        .json();
    assert!(me["actor"].as_str().unwrap().starts_with("client:"), "{me}");
    assert_eq!(me["roles"], json!([]));
    assert_ne!(ISSUER, CLIENT_ISSUER);
}
