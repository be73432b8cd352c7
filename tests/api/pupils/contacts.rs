//! /v1/pupils/{pupil}/contacts, and PUT /v1/pupils/{pupil}/communication

use serde_json::{Value, json};

use lanyard_tests::Client;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, etag, pointers};

const UNSEEN: Wrong = Wrong::Refused("priya", 404, "not-found");

fn of_amara(scene: &Scene, rest: &str) -> String {
    format!("/v1/pupils/{}/{rest}", scene.world.oakfield().amara)
}

pub const LIST: Door = Door {
    route: "GET /v1/pupils/{pupil}/contacts",
    ask: |scene| Ask::of(of_amara(scene, "contacts")),
    wrong: UNSEEN,
};

pub const ADD: Door = Door {
    route: "POST /v1/pupils/{pupil}/contacts",
    ask: |scene| {
        Ask::new(
            of_amara(scene, "contacts"),
            contact("Dana Example", "mother"),
        )
    },
    wrong: UNSEEN,
};

pub const PUT: Door = Door {
    route: "PUT /v1/pupils/{pupil}/contacts/{contact}",
    ask: |scene| {
        let path = of_amara(scene, &format!("contacts/{NOTHING}"));
        Ask::new(path, contact("Dana Example", "mother"))
    },
    wrong: UNSEEN,
};

pub const END: Door = Door {
    route: "POST /v1/pupils/{pupil}/contacts/{contact}/end",
    ask: |scene| Ask::of(of_amara(scene, &format!("contacts/{NOTHING}/end"))),
    wrong: UNSEEN,
};

pub const COMMUNICATION: Door = Door {
    route: "PUT /v1/pupils/{pupil}/communication",
    ask: |scene| {
        let path = of_amara(scene, "communication");
        Ask::new(path, json!({"how": "Signs and symbols"}))
    },
    wrong: UNSEEN,
};

/// Somebody around a child.
pub fn contact(name: &str, relation: &str) -> Value {
    json!({
        "name": name,
        "relation": relation,
        "reach": [{"kind": "telephone", "at": "01632 960000", "note": "After four"}],
        "responsibility": {"held": "yes", "basis": "Birth certificate"},
        "may_be_told": "may",
        "mis_id": null,
    })
}

/// Records somebody around the pupil at an address; their id.
#[track_caller]
pub fn add(by: &Client, pupil: &str, name: &str, relation: &str) -> String {
    let answer = by.post(&format!("{pupil}/contacts"), &contact(name, relation));
    answer.expect(201).field("id")
}

/// The contacts of the pupil at an address.
#[track_caller]
pub fn contacts(by: &Client, pupil: &str) -> Value {
    by.get(&format!("{pupil}/contacts")).expect(200).json()
}

#[test]
fn the_safeguarding_team_sees_who_is_around_a_child() {
    let scene = scene();
    let pupil = register(&scene, 40);
    let ruth = scene.client("ruth");
    let id = add(&ruth, &pupil, "Dana Example", "mother");
    let mut expected = contact("Dana Example", "mother");
    expected["id"] = json!(id);
    expected["do_not_contact"] = Value::Null;
    for reader in ["ruth", "callum", "helen", "miriam"] {
        let found = contacts(&scene.client(reader), &pupil);
        assert_eq!(found["contacts"], json!([expected]), "{reader}");
    }
    for stranger in ["priya", "dev", "grace", "jon"] {
        let path = format!("{pupil}/contacts");
        let denied = scene.client(stranger).get(&path).expect(404);
        let absent = scene
            .client(stranger)
            .get(&format!("/v1/pupils/{NOTHING}/contacts"))
            .expect(404);
        assert_eq!(denied.text(), absent.text(), "{stranger}");
    }
}

#[test]
fn the_mis_keeps_contacts_up_to_date_and_reads_none() {
    let scene = scene();
    let pupil = register(&scene, 41);
    let (mis, ruth) = (scene.world.mis("pupils:write"), scene.client("ruth"));
    let id = add(&mis, &pupil, "Dana Example", "mother");
    let _ = mis.get(&format!("{pupil}/contacts")).expect(404);
    let tag = etag(&ruth, &format!("{pupil}/contacts"));
    let mut other = contact("Dana Whitfield", "mother");
    other["responsibility"] = json!({"held": "unknown", "basis": null});
    let path = format!("{pupil}/contacts/{id}");
    let headers = [("if-match", tag.as_str())];
    let _ = mis.send("PUT", &path, Some(&other), &headers).expect(200);
    let found = contacts(&ruth, &pupil);
    assert_eq!(found["contacts"][0]["name"], "Dana Whitfield");
    assert_eq!(found["contacts"][0]["responsibility"]["held"], "unknown");
    let stale = mis.send("PUT", &path, Some(&contact("D", "mother")), &headers);
    assert_eq!(stale.expect(412).problem(), "stale");
    let tag = etag(&ruth, &format!("{pupil}/contacts"));
    let _ = mis
        .post_on(&format!("{path}/end"), &tag, &json!({}))
        .expect(201);
    assert_eq!(contacts(&ruth, &pupil)["contacts"], json!([]));
    // Another scope writes nothing, and finds nothing.
    let reader = scene.world.mis("pupils:read");
    let body = contact("Dana Example", "mother");
    let _ = reader.post(&format!("{pupil}/contacts"), &body).expect(404);
}

#[test]
fn what_is_wrong_with_a_contact_is_pointed_at() {
    let scene = scene();
    let pupil = register(&scene, 42);
    let ruth = scene.client("ruth");
    let path = format!("{pupil}/contacts");
    let mut body = contact(" ", "mother");
    body["reach"][0]["at"] = json!("");
    let answer = ruth.post(&path, &body).expect(422);
    assert_eq!(pointers(&answer), ["/name", "/reach/0/at"]);
    body["relation"] = json!("landlord");
    let _ = ruth.post(&path, &body).expect(422);
    let mut twice = contact("Dana Example", "mother");
    twice["mis_id"] = json!("C-1");
    let _ = ruth.post(&path, &twice).expect(201);
    let answer = ruth.post(&path, &twice).expect(422);
    assert_eq!(pointers(&answer), ["/mis_id"]);
    assert_eq!(
        contacts(&ruth, &pupil)["contacts"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn how_a_child_communicates_stands_beside_the_contacts() {
    let scene = scene();
    let pupil = register(&scene, 43);
    let ruth = scene.client("ruth");
    let tag = etag(&ruth, &format!("{pupil}/contacts"));
    let how = json!({"how": "Signs and symbols"});
    let path = format!("{pupil}/communication");
    let missing = ruth.send("PUT", &path, Some(&how), &[]);
    let _ = missing.expect(428);
    let headers = [("if-match", tag.as_str())];
    let _ = ruth.send("PUT", &path, Some(&how), &headers).expect(200);
    assert_eq!(
        contacts(&ruth, &pupil)["communication"],
        "Signs and symbols"
    );
}
