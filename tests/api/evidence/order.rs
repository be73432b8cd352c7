//! What a crash leaves: never an event without its file, and nothing readable that R6 has closed.

use lanyard_tests::World;
use serde_json::json;

use crate::steps::{attach, chat, open_case, raise, threats};

#[test]
fn without_a_place_for_files_nothing_is_recorded_and_everything_else_works() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let case = open_case(&ruth, &concern);
    let path = attach(&ruth, &case, &chat());
    let blobs = world.data_dir().join("blobs");
    let away = world.data_dir().join("blobs-away");
    std::fs::rename(&blobs, &away).unwrap();
    // A file in its place: nothing can be made below it.
    std::fs::write(&blobs, "").unwrap();
    let before = world.recorded();
    let refused = ruth.post(&format!("{case}/evidence"), &chat());
    assert!(refused.status >= 500, "{}", refused.text());
    assert_eq!(
        world.recorded(),
        before,
        "no event names a file that is not there"
    );
    let note = json!({"kind": "note", "text": "Everything else works."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    let _ = ruth.get(&format!("{path}/file")).expect(200);
    attach(&ruth, &case, &chat());
}

#[test]
fn what_is_closed_stays_closed_over_a_restart_with_views_built_anew() {
    let mut world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let case = open_case(&ruth, &concern);
    let (open, closed) = (attach(&ruth, &case, &chat()), attach(&ruth, &case, &chat()));
    let _ = ruth
        .post(&format!("{closed}/report-illegal"), &json!({}))
        .expect(201);
    world.stop();
    std::fs::remove_dir_all(world.data_dir().join("views")).unwrap();
    world.start_again().unwrap();
    let ruth = world.client("ruth");
    let _ = ruth.get(&format!("{open}/file")).expect(200);
    let refused = ruth.get(&format!("{closed}/file")).expect(422);
    assert_eq!(refused.problem(), "evidence-unreadable");
    assert_eq!(ruth.get(&closed).expect(200).json()["state"], "unreadable");
}
