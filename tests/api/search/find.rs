//! POST /v1/search

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{found, items, raise};

pub const DOOR: Door = Door {
    route: "POST /v1/search",
    ask: |_| Ask::new("/v1/search", json!({"text": "threatening messages"})),
    wrong: Wrong::SeesNothing("priya"),
};

#[test]
fn words_and_names_are_found_in_what_the_caller_may_read() {
    let scene = scene();
    let mut body = scene.body();
    body["account"] = json!("He called her a zibeline weasel.");
    let concern = raise(&scene.client("priya"), &body);
    let matter = format!("concern-{}", concern.id);
    for reader in ["ruth", "callum", "helen", "miriam"] {
        let client = scene.client(reader);
        assert_eq!(found(&client, "zibeline"), [matter.as_str()], "{reader}");
        assert!(
            found(&client, "Amara Example").contains(&matter),
            "{reader}"
        );
    }
    for other in ["priya", "tom", "grace", "jon", "kit", "dev"] {
        assert_eq!(found(&scene.client(other), "zibeline"), [""; 0], "{other}");
        assert_eq!(
            found(&scene.client(other), "Amara Example"),
            [""; 0],
            "{other}"
        );
    }
}

#[test]
fn all_words_must_be_there_and_operators_are_only_words() {
    let scene = scene();
    let mut body = scene.body();
    body["account"] = json!("A yaffle by the bike shed.");
    let _ = raise(&scene.client("priya"), &body);
    let ruth = scene.client("ruth");
    assert_eq!(found(&ruth, "yaffle shed").len(), 1);
    assert_eq!(found(&ruth, "yaffle unicorn"), [""; 0]);
    for text in [
        "yaffle\"",
        "yaffle*",
        "yaffle AND (",
        "NEAR(yaffle",
        "account:yaffle",
        "'); --",
    ] {
        let answer = ruth.post("/v1/search", &json!({"text": text}));
        assert!(answer.status < 500, "{text}: {}", answer.text());
    }
}

#[test]
fn its_pages_follow_each_other_by_cursor() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let mut body = scene.body();
    body["account"] = json!("A quincunx of trees.");
    for _ in 0..3 {
        let _ = raise(&scene.client("priya"), &body);
    }
    let ask = json!({"text": "quincunx", "limit": 2});
    let first = ruth.post("/v1/search", &ask).expect(200);
    assert_eq!(items(&first).len(), 2);
    let ask = json!({"text": "quincunx", "limit": 2, "cursor": first.field("next")});
    let second = ruth.post("/v1/search", &ask).expect(200);
    assert_eq!(items(&second).len(), 1);
}
