//! GET /v1/matrices and GET /v1/user-actions

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::items;

pub const MATRICES: Door = Door {
    route: "GET /v1/matrices",
    ask: |_| Ask::of("/v1/matrices"),
    wrong: Wrong::Stranger,
};

pub const USER_ACTIONS: Door = Door {
    route: "GET /v1/user-actions",
    ask: |_| Ask::of("/v1/user-actions"),
    wrong: Wrong::Stranger,
};

#[test]
fn what_the_policies_say_is_kept_apart_from_what_is_proposed() {
    let scene = scene();
    let matrices = items(&scene.client("ruth").get("/v1/matrices").expect(200));
    for (matrix, id, certain) in [(&matrices[0], "pupil", 57), (&matrices[1], "staff", 32)] {
        assert_eq!(matrix["id"], id);
        let source = matrix["source"][0].as_str().unwrap();
        assert!(source.starts_with("2 School Actions"), "{source}");
        let says: Vec<_> = { matrix["rows"].as_array().unwrap().iter() }
            .flat_map(|row| row["says"].as_object().unwrap().values())
            .collect();
        let sure = says.iter().filter(|cell| **cell == "certain").count();
        assert_eq!(sure, certain, "{id}");
        assert!(says.len() > sure, "{id}: what is not certain is kept apart");
    }
    let proposed = { matrices[0]["rows"].as_array().unwrap().iter() }
        .filter(|row| !row["proposed"].as_object().unwrap().is_empty())
        .count();
    assert!(proposed > 0);
}

#[test]
fn what_users_may_do_says_what_follows() {
    let scene = scene();
    let table = scene
        .client("priya")
        .get("/v1/user-actions")
        .expect(200)
        .json();
    let rows = table["rows"].as_array().unwrap();
    let known = rows.iter().filter(|row| row["added"] == false).count();
    assert_eq!(known, 23, "playbooks.md 6");
    assert!(!table["source"].as_array().unwrap().is_empty());
    assert!(rows.iter().any(|row| row["effect"] == "r6"));
}
