//! POST /v1/concerns

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{self, names, pointers};

pub const DOOR: Door = Door {
    route: "POST /v1/concerns",
    ask: |scene| Ask::new("/v1/concerns", scene.body()),
    wrong: Wrong::Refused("nora", 403, "forbidden"),
};

#[test]
fn a_concern_is_received_with_a_reference_and_a_receipt_and_without_its_text() {
    let scene = scene();
    let priya = scene.client("priya");
    let answer = priya.post("/v1/concerns", &scene.body()).expect(201);
    let id = answer.field("id");
    assert_eq!(
        answer.header("location"),
        Some(&*format!("/v1/concerns/{id}"))
    );
    assert_eq!(answer.header("etag"), Some("\"0\""));
    assert!(answer.header("lanyard-position").is_some());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let reference = answer.field("reference");
    assert_eq!(reference.len(), 8);
    assert!(
        reference
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    );
    assert!(answer.field("receipt").starts_with("/v1/receipts/"));
    let body = answer.json();
    assert_eq!(names(&body), ["id", "receipt", "reference", "revision"]);
}

#[test]
fn it_needs_an_idempotency_key() {
    let scene = scene();
    let answer = scene
        .client("priya")
        .send("POST", "/v1/concerns", Some(&scene.body()), &[]);
    assert_eq!(
        (answer.status, &*answer.problem()),
        (400, "idempotency-key-missing")
    );
}

/// domain.md 1: staff refer themself for a low-level concern. It is theirs to say and the head's to read: with its
/// receipt they have what they need, and its address answers them as it does everybody whom it is about (rule 1).
#[test]
fn whoever_refers_themself_is_heard_by_the_head_and_reads_no_more_of_it() {
    let scene = scene();
    let refers = |name: &str| {
        let mut body = scene.body();
        body["about_adult"] = json!("yes");
        body["category"] = json!("low_level_concern_about_an_adult");
        let own = steps::staff(scene.world.staff(name));
        body["people"] = json!([{"person": own, "role": "alleged_to_have_done_it"}]);
        body["account"] = json!("I answered a pupil from my private account, once.");
        steps::raise(&scene.client(name), &body)
    };
    let of_tom = refers("tom");
    assert_eq!(of_tom.reference.len(), 8);
    let shown = steps::row(&scene.client("helen"), "/v1/concerns", &of_tom.id).unwrap();
    assert_eq!(shown["raised_by_name"], "Tom Hale");
    for unseen in ["tom", "ruth", "callum"] {
        let _ = scene.client(unseen).get(&of_tom.address()).expect(404);
    }
    // A head's goes to the trust's lead, as any about a head does.
    let of_helen = refers("helen");
    let miriam = scene.client("miriam");
    assert!(steps::row(&miriam, "/v1/concerns", &of_helen.id).is_some());
    let _ = scene.client("helen").get(&of_helen.address()).expect(404);
}

#[test]
fn a_category_about_adults_is_routed_past_the_safeguarding_team_even_if_the_answer_was_no() {
    let scene = scene();
    let mut body = scene.body();
    body["category"] = json!("low_level_concern_about_an_adult");
    body["people"] = json!([{"person": steps::staff(scene.world.staff("tom")), "role": "other"}]);
    let concern = steps::raise(&scene.client("priya"), &body);
    let helen = scene.client("helen").get(&concern.address());
    assert_eq!(helen.expect(200).field("view"), "whole");
    for unseen in ["ruth", "callum", "tom"] {
        let _ = scene.client(unseen).get(&concern.address()).expect(404);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let scene = scene();
    let mut body = scene.body();
    body["category"] = json!("gossip");
    body["account"] = json!("  ");
    let answer = scene.client("priya").post("/v1/concerns", &body);
    assert_eq!(
        pointers(&answer.clone().expect(422)),
        ["/category", "/account"]
    );
    assert_eq!(answer.problem(), "invalid-body");
}
