//! POST /v1/evidence/{evidence}/destruction and …/destruction/agreement

use std::path::{Path, PathBuf};

use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{attach, chat, etag, open_case, raise, threats};

pub const INSTRUCT: Door = Door {
    route: "POST /v1/evidence/{evidence}/destruction",
    ask: |scene| {
        Ask::new(
            format!("{}/destruction", scene.evidence),
            json!({"instruction": "Letter CR-20481."}),
        )
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const AGREE: Door = Door {
    route: "POST /v1/evidence/{evidence}/destruction/agreement",
    ask: |scene| Ask::of(format!("{}/destruction/agreement", scene.evidence)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

/// Every sealed file that lies below the data folder.
fn sealed_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sealed_files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn what_nobody_reads_goes_for_ever_on_the_written_instruction_by_two() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let (path, other) = (attach(&ruth, &case, &chat()), attach(&ruth, &case, &chat()));
    let blobs = world.data_dir().join("blobs");
    assert_eq!(sealed_files(&blobs).len(), 2);
    let letter = json!({"instruction": "Letter of the digital unit of 1 December, CR-20481."});
    let refused = ruth.change(&path, "destruction", &letter).expect(422);
    assert_eq!(refused.problem(), "evidence-still-readable");
    let _ = ruth
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    let agree = |by: &lanyard_tests::Client| {
        let at = format!("{path}/destruction/agreement");
        by.post_on(&at, &etag(by, &path), &json!({}))
    };
    assert_eq!(
        agree(&ruth).expect(422).problem(),
        "destruction-not-instructed"
    );
    let _ = ruth.change(&path, "destruction", &letter).expect(201);
    assert_eq!(agree(&ruth).expect(403).problem(), "second-person-needed");
    assert_eq!(
        sealed_files(&blobs).len(),
        2,
        "nothing goes before two agree"
    );
    let _ = agree(&helen).expect(201);
    assert_eq!(sealed_files(&blobs).len(), 1);
    let refused = ruth.get(&format!("{path}/file")).expect(422);
    assert_eq!(refused.problem(), "evidence-destroyed");
    let _ = ruth.get(&format!("{other}/file")).expect(200);
    // What is known of it stays, with both who agreed.
    let shown = ruth.get(&path).expect(200).json();
    assert_eq!(shown["state"], "destroyed");
    assert_eq!(shown["name"], "group chat.txt");
    assert_eq!(shown["sha256"].as_str().map(str::len), Some(64));
    let history = shown["history"].as_array().unwrap();
    let kinds: Vec<_> = { history.iter() }
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "evidence.captured",
            "evidence.made_unreadable",
            "evidence.destruction_instructed",
            "evidence.destruction_agreed",
            "evidence.destroyed"
        ]
    );
    let agreed = &history[3]["detail"];
    assert_eq!(
        (&agreed["instructed_by"], &agreed["by"]),
        (
            &json!(world.staff("ruth").to_string()),
            &json!(world.staff("helen").to_string())
        )
    );
}

#[test]
fn a_copy_of_the_sealed_file_that_somebody_kept_does_not_open_any_more() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let path = attach(&ruth, &case, &chat());
    let blobs = world.data_dir().join("blobs");
    let sealed = sealed_files(&blobs).remove(0);
    let kept = std::fs::read(&sealed).unwrap();
    let _ = ruth
        .post(&format!("{path}/report-illegal"), &json!({}))
        .expect(201);
    let letter = json!({"instruction": "Letter CR-20481."});
    let _ = ruth.change(&path, "destruction", &letter).expect(201);
    let at = format!("{path}/destruction/agreement");
    let _ = helen
        .post_on(&at, &etag(&helen, &path), &json!({}))
        .expect(201);
    std::fs::write(&sealed, kept).unwrap();
    // The key is gone from the vault: whoever opens the copy hears that it was destroyed.
    let mut world = world;
    world.stop();
    let keys = lanyard_vault::SqliteKeyVault::open(&world.data_dir().join("vault.sqlite")).unwrap();
    let root = lanyard_vault::RootKey::read(&world.data_dir().join("root.key")).unwrap();
    let vault = lanyard_vault::Vault::new(std::sync::Arc::new(keys), root).unwrap();
    let stream = sealed.parent().unwrap().file_name().unwrap();
    let stream: lanyard_events::StreamId = stream.to_str().unwrap().parse().unwrap();
    assert!(matches!(
        vault.owner_key(stream).unwrap(),
        lanyard_vault::KeyAnswer::Destroyed
    ));
}
