//! POST /v1/cases/{case}/actions and …/{action}/done

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, etag, plan, pointers};

pub const PLAN: Door = Door {
    route: "POST /v1/cases/{case}/actions",
    ask: |scene| {
        let ruth = scene.world.staff("ruth").to_string();
        let body = json!({"title": "Ring home", "owner": ruth, "due_at": "2026-11-11T16:00:00Z"});
        Ask::new(format!("{}/actions", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const COMPLETE: Door = Door {
    route: "POST /v1/cases/{case}/actions/{action}/done",
    ask: |scene| {
        let path = format!("{}/actions/{}/done", scene.case, scene.action);
        Ask::new(path, json!({"outcome": "Done."}))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_planned_action_is_done_once_with_what_came_of_it() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let case = scene.open_case();
    let action = plan(&ruth, &case, scene.world.staff("ruth"), "Ring the provider");
    let done = json!({"outcome": "They take the messages down today."});
    let path = format!("{case}/actions/{action}/done");
    let tag = etag(&ruth, &case);
    let _ = ruth.post_on(&path, &tag, &done).expect(201);
    let item = &ruth.get(&case).expect(200).json()["items"][0];
    assert_eq!(item["done"]["outcome"], done["outcome"]);
    assert_eq!(item["done"]["by_name"], "Ruth Osei");
}

#[test]
fn an_action_needs_a_title_an_owner_on_the_register_and_a_time_ahead() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let path = format!("{}/actions", scene.case);
    let owner = scene.world.staff("ruth").to_string();
    for (title, owner, due_at, pointer) in [
        (" ", owner.as_str(), "2026-11-12T16:00:00Z", "/title"),
        ("Ring", NOTHING, "2026-11-12T16:00:00Z", "/owner"),
        ("Ring", owner.as_str(), "2026-11-09T16:00:00Z", "/due_at"),
    ] {
        let body = json!({"title": title, "owner": owner, "due_at": due_at});
        let answer = ruth.post(&path, &body).expect(422);
        assert_eq!(pointers(&answer), [pointer]);
    }
}
