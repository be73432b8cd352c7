//! S23: Kit Lowe checks the whole log against the checkpoint kept last month, and learns no names.

use lanyard_tests::{World, new_key};
use serde_json::json;

use crate::program::lanyard;
use crate::steps::{all, open_case, raise, threats};

/// A trust that works, publishes, and works on.
fn two_months() -> (World, String) {
    let world = World::at("2026-10-12T14:05");
    let priya = world.client("priya");
    let _ = raise(&priya, &threats(&world, world.oakfield().amara));
    world.publish();
    let kept = world.nobody().get("/log/checkpoint").expect(200).text();
    world.now("2026-11-10T14:05");
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let _ = open_case(&world.client("ruth"), &concern);
    world.publish();
    (world, kept)
}

#[test]
fn the_log_only_grew_since_the_checkpoint_kept_last_month() {
    let (world, kept) = two_months();
    let folder = tempfile::tempdir().unwrap();
    let since = folder.path().join("checkpoint-of-october");
    std::fs::write(&since, &kept).unwrap();
    let since = since.to_str().unwrap();
    let (address, key) = (format!("{}/log", world.base()), world.vkey());
    let arguments = ["verify", &address, "--key", &key, "--since", since];
    let token = world.token("kit");
    let words = lanyard(&arguments, &[("LANYARD_VERIFY_TOKEN", &token)]).verified();
    let size = kept.lines().nth(1).unwrap();
    assert!(
        words.contains("all present, unchanged and in order"),
        "{words}"
    );
    let grew = format!("It only grew since the checkpoint of {size} records");
    assert!(words.contains(&grew), "{words}");
    // Nobody else gets the entries that a whole check needs.
    let miriam = world.token("miriam");
    let not_kits = [("LANYARD_VERIFY_TOKEN", miriam.as_str())];
    for variables in [&[][..], &not_kits] {
        let words = lanyard(&arguments, variables).refused();
        assert!(words.contains("auditor"), "{words}");
    }
}

#[test]
fn a_checkpoint_of_another_history_is_refused() {
    let (world, _) = two_months();
    let other = World::at("2026-10-12T14:05");
    other.publish();
    let folder = tempfile::tempdir().unwrap();
    let since = folder.path().join("checkpoint");
    std::fs::write(
        &since,
        other.nobody().get("/log/checkpoint").expect(200).body,
    )
    .unwrap();
    let (address, key) = (format!("{}/log", world.base()), world.vkey());
    let since = since.to_str().unwrap();
    let arguments = ["verify", &address, "--key", &key, "--since", since];
    let words = lanyard(&arguments, &[("LANYARD_VERIFY_TOKEN", &world.token("kit"))]).refused();
    assert!(words.contains("REFUSED"), "{words}");
}

#[test]
fn kit_learns_neither_names_nor_kinds_of_events() {
    let (world, _) = two_months();
    let kit = world.client("kit");
    let mut seen = kit.get("/log/checkpoint").expect(200).body;
    let size: u64 = String::from_utf8_lossy(&seen)
        .lines()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    for tile in 0..size / 256 {
        for path in [format!("0/{tile:03}"), format!("entries/{tile:03}")] {
            seen.extend(kit.get(&format!("/log/tile/{path}")).expect(200).body);
        }
    }
    seen.extend(kit.get("/log/inner-checkpoint").expect(200).body);
    let looks = json!(all(&kit, "/v1/access-log")).to_string();
    assert!(
        looks.contains("/v1/{matter}"),
        "looks are there, by ids: {looks}"
    );
    for kind in ["concern", "case", "allegation"] {
        assert!(!looks.contains(kind), "{kind}");
    }
    seen.extend(looks.into_bytes());
    let words = [
        "Amara",
        "Example",
        "Priya",
        "Nair",
        "Ruth",
        "Osei",
        "threatening",
        "Oakfield",
    ];
    let kinds = [
        "concern.raised",
        "case.opened",
        "pupil.registered",
        "cyber_bullying",
        "filler",
    ];
    for told in words.iter().chain(&kinds) {
        let told = told.as_bytes();
        let found = seen.windows(told.len()).any(|window| window == told);
        assert!(!found, "{}", String::from_utf8_lossy(told));
    }
}

#[test]
fn kit_opens_no_content_and_changes_nothing() {
    let (world, _) = two_months();
    let kit = world.client("kit");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    for path in [concern.address(), concern.receipt.clone()] {
        let _ = kit.get(&path).expect(404);
    }
    for list in ["/v1/concerns", "/v1/cases", "/v1/pupils", "/v1/staff"] {
        assert_eq!(all(&kit, list), [json!(null); 0], "{list}");
    }
    let path = format!("{}/information", concern.address());
    let body = json!({"text": "From outside."});
    let _ = kit.post_with_key(&path, &body, &new_key()).expect(404);
}
