//! GET and POST /v1/me/email

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const SHOW: Door = Door {
    route: "GET /v1/me/email",
    ask: |_| Ask::of("/v1/me/email"),
    wrong: Wrong::Stranger,
};

pub const CHOOSE: Door = Door {
    route: "POST /v1/me/email",
    ask: |_| Ask::new("/v1/me/email", json!({"choice": "immediate"})),
    wrong: Wrong::Stranger,
};

#[test]
fn everybody_chooses_for_themselves_and_a_digest_goes_without_saying() {
    let scene = scene();
    let faye = scene.client("faye");
    let shown = || faye.get("/v1/me/email").expect(200).json();
    assert_eq!(shown(), json!({"email": null, "choice": "digest"}));
    let _ = faye
        .post("/v1/me/email", &json!({"choice": "off"}))
        .expect(201);
    assert_eq!(shown()["choice"], "off");
    let others = scene.client("lena").get("/v1/me/email").expect(200);
    assert_eq!(others.json()["choice"], "digest");
    let wrong = faye.post("/v1/me/email", &json!({"choice": "never"}));
    assert_eq!(wrong.status, 422, "{}", wrong.text());
}

#[test]
fn a_client_has_no_emails() {
    let scene = scene();
    let mis = scene.world.mis("staff:read staff:write");
    assert_eq!(mis.get("/v1/me/email").status, 403);
    let choice = json!({"choice": "off"});
    assert_eq!(mis.post("/v1/me/email", &choice).status, 403);
}
