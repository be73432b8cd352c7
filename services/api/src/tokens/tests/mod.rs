//! Tokens, good and bad.

#![allow(clippy::unwrap_used, reason = "tests")]

mod signers;

use jsonwebtoken::{Algorithm, EncodingKey};
use lanyard_app::ClientScope;
use serde_json::{Value, json};

use super::*;
use signers::*;

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
