//! GET /v1/playbooks/{playbook}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/playbooks/{playbook}",
    ask: |_| Ask::of("/v1/playbooks/inappropriate_contact_with_a_child"),
    wrong: Wrong::Stranger,
};

#[test]
fn a_playbook_shows_its_steps_with_owner_time_and_what_counts_as_done() {
    let scene = scene();
    let client = scene.client("ruth");
    let grooming = client.get("/v1/playbooks/inappropriate_contact_with_a_child");
    let grooming = grooming.expect(200).json();
    assert_eq!(grooming["common_steps"], true);
    let steps = grooming["steps"].as_array().unwrap();
    // R8: CEOP the same day.
    let ceop = steps.iter().find(|step| step["refers_to"][0] == "ceop");
    assert_eq!(ceop.unwrap()["due"], "today");
    let common = client.get("/v1/playbooks/common").expect(200).json();
    assert_eq!(common["steps"][0]["id"], "O1");
    assert_eq!(common["steps"][0]["skip"]["kind"], "no");
}

#[test]
fn an_unknown_playbook_is_not_there() {
    let scene = scene();
    let client = scene.client("ruth");
    let _absent = client.get("/v1/playbooks/nothing").expect(404);
}
