//! S26: Ruth and Callum both close the same step.

use lanyard_tests::World;
use serde_json::json;

use crate::steps::{etag, kinds, open_case, plan, raise, threats};

fn with_action() -> (World, String, String) {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let action = plan(&ruth, &case, world.staff("ruth"), "Ring the provider");
    (world, case, action)
}

#[test]
fn the_second_is_told_that_it_has_changed_and_reads_what_the_first_wrote() {
    let (world, case, action) = with_action();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let path = format!("{case}/actions/{action}/done");
    let (read_by_ruth, read_by_callum) = (etag(&ruth, &case), etag(&callum, &case));
    let first = json!({"outcome": "They take the messages down today."});
    let _ = ruth.post_on(&path, &read_by_ruth, &first).expect(201);
    let second = json!({"outcome": "Nobody answered."});
    let late = callum.post_on(&path, &read_by_callum, &second);
    assert_eq!((late.status, &*late.problem()), (412, "stale"));
    assert!(!late.text().contains("take the messages down"));
    let shown = callum.get(&case).expect(200).json();
    let items = shown["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["done"]["outcome"], first["outcome"]);
    assert_eq!(items[0]["done"]["by_name"], "Ruth Osei");
    let done = kinds(&callum, &case)
        .iter()
        .filter(|kind| *kind == "case.action_done")
        .count();
    assert_eq!(done, 1);
}

#[test]
fn insisting_on_another_outcome_is_refused_and_agreeing_records_nothing_more() {
    let (world, case, action) = with_action();
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let path = format!("actions/{action}/done");
    let outcome = json!({"outcome": "They take the messages down today."});
    let _ = ruth.change(&case, &path, &outcome).expect(201);
    let recorded = world.recorded();
    let other = callum.change(&case, &path, &json!({"outcome": "Nobody answered."}));
    assert_eq!(
        (other.status, &*other.problem()),
        (422, "action-already-done")
    );
    let same = callum.change(&case, &path, &outcome).expect(200);
    assert!(same.header("location").is_none());
    assert_eq!(world.recorded(), recorded);
}

#[test]
fn of_two_in_the_same_moment_one_is_recorded() {
    let (world, case, _) = with_action();
    let ruth = world.client("ruth");
    for round in 0..10 {
        let action = plan(&ruth, &case, world.staff("ruth"), &format!("Step {round}"));
        let tag = etag(&ruth, &case);
        let path = format!("{case}/actions/{action}/done");
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let posts: Vec<_> = ["ruth", "callum"]
                .iter()
                .map(|name| {
                    let (by, path, tag) = (world.client(name), &path, &tag);
                    let body = json!({"outcome": format!("Done by {name}.")});
                    scope.spawn(move || by.post_on(path, tag, &body).status)
                })
                .collect();
            posts.into_iter().map(|post| post.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 412], "round {round}");
    }
    let done = kinds(&ruth, &case)
        .iter()
        .filter(|kind| *kind == "case.action_done")
        .count();
    assert_eq!(done, 10);
}

#[test]
fn what_only_adds_goes_in_from_both() {
    let (world, case, _) = with_action();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let path = format!("{case}/notes");
        let posts: Vec<_> = ["ruth", "callum", "helen"]
            .iter()
            .map(|name| {
                let (by, path) = (world.client(name), path.clone());
                let body = json!({"kind": "note", "text": format!("Seen by {name}.")});
                scope.spawn(move || by.post(&path, &body).status)
            })
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert_eq!(statuses, [201; 3]);
    let notes = kinds(&world.client("ruth"), &case)
        .iter()
        .filter(|kind| *kind == "case.note_added")
        .count();
    assert_eq!(notes, 3);
}
