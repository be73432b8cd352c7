//! /v1/pupils/{pupil}/received-files

use serde_json::{Value, json};

use lanyard_tests::{Client, World};

use super::{new_pupil_of, upn};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::Scene;
use crate::steps::{all, id_of, open_case, pointers, pupil, raise, threats};

fn of_amara(scene: &Scene) -> String {
    format!("/v1/pupils/{}/received-files", scene.world.oakfield().amara)
}

pub const LIST: Door = Door {
    route: "GET /v1/pupils/{pupil}/received-files",
    ask: |scene| Ask::of(of_amara(scene)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const TAKE: Door = Door {
    route: "POST /v1/pupils/{pupil}/received-files",
    ask: |scene| Ask::new(of_amara(scene), taken(&invented("2013-11-02"))),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

/// A file of one matter, about a child born on a day.
pub fn invented(born: &str) -> Value {
    json!({
        "format": "lanyard/pupil-file/v1",
        "pupil": {
            "id": "018f4e9a-0000-7000-8000-0000000000b1", "revision": 0, "academy": null,
            "surname": "Quickthorn", "forename": "Peregrine", "preferred_forename": null,
            "date_of_birth": born, "year_group": 8, "upn": null, "mis_id": null, "left_on": null,
        },
        "made_at": "2026-11-09T09:00:00Z",
        "up_to_position": 12,
        "matters": [{
            "matter": "concern-018f4e9a-0000-7000-8000-0000000000c1", "academy": null,
            "reference": "K7QM2XWD", "category": "cyber_bullying",
            "begun_at": "2025-09-21T10:00:00Z", "state": "monitored", "parts": ["affected"],
            "timeline": [{
                "position": 3, "matter": "concern-018f4e9a-0000-7000-8000-0000000000c1",
                "revision": 0, "kind": "concern.raised",
                "actor": "staff:018f4e9a-0000-7000-8000-0000000000d1", "actor_name": null,
                "occurred_at": "2025-09-21T10:00:00Z", "proposed_at": "2025-09-21T10:00:00Z",
                "recorded_minute": 1, "corrected_by": null,
                "detail": {
                    "account": "Threats in a chat.",
                    "people": [{"person": {"kind": "described", "description": "Quetzal"}}],
                },
            }],
        }],
        "left_out": [],
        "look_through": "Look through it.",
    })
}

fn taken(file: &Value) -> Value {
    json!({
        "school": "Fernhill School", "handed_over_by": "Their safeguarding lead",
        "received_at": "2026-11-10T09:00:00Z", "file": file,
    })
}

#[track_caller]
fn register(world: &World, serial: u32) -> String {
    let answer = { world.client("dev") }.post("/v1/pupils", &new_pupil_of(world, &upn(serial)));
    format!("/v1/pupils/{}", answer.expect(201).field("id"))
}

fn history(by: &Client, child: &str) -> Vec<Value> {
    all(by, &format!("{child}/history"))
}

#[test]
fn a_file_goes_from_one_lanyard_into_another_and_stands_there_at_its_true_dates() {
    let old = World::at("2026-11-02T10:00");
    let child = register(&old, 1);
    let (priya, ruth) = (old.client("priya"), old.client("ruth"));
    let mut body = threats(&old, id_of(&child));
    body["people"] = json!([
        {"person": pupil(id_of(&child)), "role": "affected"},
        {"person": pupil(old.oakfield().amara), "role": "witness"},
        {"person": {"kind": "described", "description": "Quetzal"}, "role": "other"},
    ]);
    let case = open_case(&ruth, &raise(&priya, &body));
    let note = json!({"kind": "childs_wishes", "text": "Wants a quiet place at lunch."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    let mut sister = threats(&old, id_of(&child));
    sister["people"][0]["role"] = json!("sibling");
    let left_out = raise(&priya, &sister);
    old.now("2026-11-09T10:00");
    let file = ruth.get(&format!("{child}/file")).expect(200).json();

    let new = World::at("2026-11-10T14:05");
    let taker = register(&new, 1);
    let path = format!("{taker}/received-files");
    let ruth = new.client("ruth");
    let answer = ruth.post(&path, &taken(&file)).expect(201);
    let entry = answer.field("id");
    let location = answer.header("location").unwrap().to_owned();
    assert!(location.ends_with(&entry));

    // It stands in the history on the day on which it begins, as a file that was received.
    let rows = history(&ruth, &taker);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["state"], "received");
    assert_eq!(rows[0]["matter"], format!("register-{entry}"));
    assert_eq!(rows[0]["begun_at"], "2026-11-02T00:00:00.000Z");
    let shown = ruth.get(&location).expect(200).text();
    assert!(
        shown.contains("Fernhill School") && shown.contains("cyber bullying"),
        "{shown}"
    );

    // Whole, but for what is no business of the new school.
    let kept = ruth.get(&path).expect(200).json();
    let found = &kept["files"][0];
    assert_eq!(found["entry"], entry);
    assert_eq!(
        found["file"]["matters"][0]["reference"],
        file["matters"][0]["reference"]
    );
    let text = found.to_string();
    assert!(text.contains("Wants a quiet place at lunch."));
    assert!(
        text.contains(&left_out.reference),
        "it is listed as left out"
    );
    assert!(!text.contains("Quetzal") && !text.contains(&old.oakfield().amara.to_string()));

    // The same file is taken once, whoever sends it under whatever key.
    let again = new.client("callum").post(&path, &taken(&file)).expect(200);
    assert_eq!(again.field("id"), entry);
    assert_eq!(history(&ruth, &taker).len(), 1);

    // Those who may not read the child's history find nothing, nor does the MIS bring one in.
    for stranger in ["priya", "dev", "grace"] {
        let _ = new.client(stranger).get(&path).expect(404);
    }
    let mis = new.mis("pupils:write");
    let _ = mis.post(&path, &taken(&file)).expect(404);
    let _ = new.client("miriam").post(&path, &taken(&file)).expect(403);
}

#[test]
fn a_file_that_is_none_is_refused_with_its_place_and_changes_nothing() {
    let scene = crate::scene::scene();
    let child = super::register(&scene, 80);
    let ruth = scene.client("ruth");
    let path = format!("{child}/received-files");
    let file = invented("2013-11-02");
    let wrong = |pointer: &str, value: Value| {
        let mut file = file.clone();
        *file.pointer_mut(pointer).unwrap() = value;
        pointers(&ruth.post(&path, &taken(&file)).expect(422))
    };
    for (pointer, value) in [
        ("/format", json!("lanyard/pupil-file/v2")),
        ("/made_at", json!("yesterday")),
        ("/pupil/date_of_birth", json!("2013-11-03")),
        ("/matters", json!([])),
        ("/matters/0/begun_at", json!(7)),
        ("/matters/0/parts/0", json!("friend")),
        ("/matters/0/timeline/0/occurred_at", json!("then")),
    ] {
        assert_eq!(wrong(pointer, value), [format!("/file{pointer}")]);
    }
    let mut odd = file.clone();
    odd["matters"][0]["allegation"] = json!("Somebody");
    let answer = ruth.post(&path, &taken(&odd)).expect(422);
    assert_eq!(pointers(&answer), ["/file/matters/0/allegation"]);
    let mut ahead = taken(&file);
    ahead["received_at"] = json!("2026-11-11T09:00:00Z");
    let answer = ruth.post(&path, &ahead).expect(422);
    assert_eq!(pointers(&answer), ["/received_at"]);
    let mut long = file.clone();
    long["look_through"] = json!("a".repeat((16 << 20) + 64 * 1024));
    let answer = ruth.post(&path, &taken(&long)).expect(413);
    assert_eq!(answer.problem(), "body-too-large");
    // Short, and would fill the memory.
    let many = json!({"file": vec![0; 700_000]});
    let answer = ruth.post(&path, &many).expect(413);
    assert_eq!(answer.problem(), "body-too-large");
    assert!(history(&ruth, &child).is_empty());
    let kept = ruth.get(&path).expect(200).json();
    assert_eq!(kept["files"], json!([]));

    // What the old school should have left out stays out.
    let _ = ruth.post(&path, &taken(&file)).expect(201);
    let text = ruth.get(&path).expect(200).text();
    assert!(text.contains("Threats in a chat.") && !text.contains("Quetzal"));
}

/// A file of so many entries in a matter, with words of which each is told from the others.
fn long_file(entries: usize) -> Value {
    let mut file = invented("2013-11-02");
    let one = file["matters"][0]["timeline"][0].clone();
    let told = (0..entries).map(|number| {
        let mut entry = one.clone();
        entry["position"] = json!(number);
        entry["detail"]["account"] = json!(format!("Told {number}. {}", "Word ".repeat(200)));
        entry
    });
    file["matters"][0]["timeline"] = told.collect();
    file
}

#[test]
fn a_file_of_several_megabytes_is_taken_whole_and_leaves_again_at_its_true_dates() {
    let scene = crate::scene::scene();
    let child = super::register(&scene, 81);
    let ruth = scene.client("ruth");
    let path = format!("{child}/received-files");
    let sent = taken(&long_file(3_000));
    assert!(sent.to_string().len() > 3 << 20);
    let key = "018f4e9a-0000-7000-8000-0000000f11e5";
    let headers = [("idempotency-key", key)];
    let answer = ruth.send("POST", &path, Some(&sent), &headers).expect(201);
    // The repeat under the same key is the same answer, another key finds it there; nothing is doubled.
    let again = ruth.send("POST", &path, Some(&sent), &headers).expect(201);
    assert_eq!(again.text(), answer.text());
    let _ = ruth.post(&path, &sent).expect(200);
    let kept = ruth.get(&path).expect(200).json();
    assert_eq!(kept["files"].as_array().unwrap().len(), 1);
    let timeline = &kept["files"][0]["file"]["matters"][0]["timeline"];
    assert_eq!(timeline.as_array().unwrap().len(), 3_000);
    let last = timeline[2_999]["detail"]["account"].as_str().unwrap();
    assert!(last.starts_with("Told 2999. "));
    assert!(!kept.to_string().contains("Quetzal"));
    // What leaves for the next school has it on the day on which it began.
    let rows = history(&ruth, &child);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["begun_at"], "2025-09-21T00:00:00.000Z");
    let file = ruth.get(&format!("{child}/file")).expect(200).json();
    let matter = &file["matters"][0];
    assert_eq!(matter["begun_at"], "2025-09-21T00:00:00.000Z");
    assert_eq!(matter["category"], "file_received");
    assert!(matter.to_string().contains("cyber bullying"));
}
