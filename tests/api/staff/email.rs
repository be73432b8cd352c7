//! POST /v1/staff/{staff}/email

use serde_json::json;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "POST /v1/staff/{staff}/email",
    ask: |scene| {
        let path = format!("{}/email", scene.staff("priya"));
        Ask::new(path, json!({"email": "p.nair@oakfield.example"}))
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

#[test]
fn it_sets_changes_and_takes_away_where_notices_go() {
    let scene = scene();
    let dev = scene.client("dev");
    let address = register(&scene, "rosalind-mail");
    let shown = || dev.get(&address).expect(200).json()["email"].clone();
    assert_eq!(shown(), json!(null));
    for email in [json!("r.fenwick@oakfield.example"), json!(null)] {
        let body = json!({"email": email});
        let _ = dev.change(&address, "email", &body).expect(201);
        assert_eq!(shown(), email);
    }
    for (body, status) in [
        (json!({"email": "rosalind"}), 422),
        (
            json!({"email": "r@oakfield.example\nBcc: x@y.example"}),
            422,
        ),
        (json!({}), 422),
    ] {
        let answer = dev.change(&address, "email", &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
        assert!(!answer.text().contains("Bcc"), "{}", answer.text());
    }
    assert_eq!(shown(), json!(null));
}
