//! S13: a site is blocked at once and approved after; another is opened only with a signature, for a
//! time, and closes by itself.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::json;

use crate::registers::{add, block, make, state, unblock};
use crate::steps::{all, at, items};

#[test]
fn a_block_is_made_at_once_and_its_approval_is_due_within_one_school_day() {
    let world = World::at("2026-11-10T14:05");
    let (dev, helen) = (world.client("dev"), world.client("helen"));
    let entry = add(&dev, "filter_changes", &block(&world));
    let fields =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &fields).expect(201);
    let due = all(&helen, "/v1/me/actions");
    let approval = due.iter().find(|it| it["clock"] == "approval").unwrap();
    assert_eq!(at(&approval["due_at"]), moment("2026-11-11T15:30"));
    // Not by whoever added it; by the head, with name and time.
    let view = json!({"block_view": "yes"});
    assert_eq!(make(&dev, &entry, "approve_block", &view).status, 403);
    let _ = make(&helen, &entry, "approve_block", &view).expect(201);
    let shown = dev.get(&entry).expect(200).json();
    assert_eq!(shown["state"], "in_force");
    assert_eq!(shown["signed"][0]["by"], json!(world.staff("helen")));
    assert_eq!(shown["signed"][0]["move"], "approve_block");
}

#[test]
fn an_opening_waits_for_a_signature_ends_by_itself_and_asks_to_be_confirmed() {
    let world = World::at("2026-11-16T09:00");
    let (dev, helen) = (world.client("dev"), world.client("helen"));
    let entry = add(
        &dev,
        "filter_changes",
        &unblock(&world, "2026-11-20T17:00:00Z"),
    );
    let opened = json!({"opened_at": "2026-11-16T09:00:00Z"});
    let refused = make(&dev, &entry, "open", &opened).expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "move_not_offered");
    let risk = json!({"risk": "Year 9 only, in lessons, with their teacher."});
    let _ = make(&helen, &entry, "approve", &risk).expect(201);
    let _ = make(&dev, &entry, "open", &opened).expect(201);
    assert_eq!(state(&dev, &entry), "in_force");

    world.now("2026-11-20T16:59");
    world.remind();
    assert_eq!(state(&dev, &entry), "in_force");
    world.now("2026-11-20T17:00");
    world.remind();
    assert_eq!(state(&dev, &entry), "ended");
    let shown = dev.get(&entry).expect(200).json();
    let last = shown["history"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["move"], &last["by"]),
        (&json!("end_by_time"), &json!("system"))
    );
    let mine = all(&dev, "/v1/me/actions");
    assert!(
        mine.iter().any(|it| it["clock"] == "confirm_end"),
        "{mine:?}"
    );
    // Once, also when the worker looks again.
    world.remind();
    let again = dev.get(&entry).expect(200).json();
    assert_eq!(again["revision"], shown["revision"]);
    let confirmed = json!({"confirmed_at": "2026-11-20T17:05:00Z"});
    world.now("2026-11-20T17:06");
    let _ = make(&dev, &entry, "confirm_end", &confirmed).expect(201);
    assert_eq!(state(&dev, &entry), "closed");
}

#[test]
fn the_groups_next_agenda_lists_both_without_names() {
    let world = World::at("2026-11-16T09:00");
    let (dev, helen, ruth) = (
        world.client("dev"),
        world.client("helen"),
        world.client("ruth"),
    );
    let mut body = block(&world);
    body["fields"]["seen_at"] = json!("2026-11-16T08:55:00Z");
    let blocked = add(&dev, "filter_changes", &body);
    let fields =
        json!({"blocked_at": "2026-11-16T08:58:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &blocked, "block_now", &fields).expect(201);
    let opening = add(
        &dev,
        "filter_changes",
        &unblock(&world, "2026-11-20T17:00:00Z"),
    );
    let risk = json!({"risk": "Year 9 only."});
    let _ = make(&helen, &opening, "approve", &risk).expect(201);
    let opened = json!({"opened_at": "2026-11-16T09:00:00Z"});
    let _ = make(&dev, &opening, "open", &opened).expect(201);

    let path = format!("/v1/academies/{}/agenda", world.academy(School::Oakfield));
    let agenda = ruth.get(&path).expect(200);
    let listed = items(&agenda);
    let sites: Vec<_> = { listed.iter() }
        .map(|it| it["fields"]["site"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sites, ["archive.example", "games.example"]);
    assert!(!agenda.text().contains("Dev Patel"));
    assert!(!agenda.text().contains(&world.staff("dev").to_string()));
    // What the group has said of one is not on the next.
    let review = json!({"group_met_on": "2026-11-18", "group_view": "keep"});
    let _ = make(&ruth, &opening, "review_in_force", &review).expect(201);
    assert_eq!(items(&ruth.get(&path).expect(200)).len(), 1);
}
