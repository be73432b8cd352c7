//! POST /v1/staff, …/login, …/end

use lanyard::demo::issuer::ISSUER;
use serde_json::json;

use super::{register, somebody};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const REGISTER: Door = Door {
    route: "POST /v1/staff",
    ask: |scene| Ask::new("/v1/staff", somebody(scene, "door")),
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

pub const LOGIN: Door = Door {
    route: "POST /v1/staff/{staff}/login",
    ask: |scene| {
        let path = format!("{}/login", scene.staff("priya"));
        Ask::new(path, json!({"issuer": ISSUER, "subject": "door"}))
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

pub const LEAVE: Door = Door {
    route: "POST /v1/staff/{staff}/end",
    ask: |scene| {
        Ask::new(
            format!("{}/end", scene.staff("priya")),
            json!({"on": "2026-12-18"}),
        )
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

#[test]
fn somebody_new_can_log_in_as_staff_and_as_nothing_more() {
    let scene = scene();
    let address = register(&scene, "rosalind");
    let me = scene.world.with_token(scene.world.token("rosalind"));
    let shown = me.get("/v1/me").expect(200).json();
    assert_eq!(shown["roles"].as_array().unwrap().len(), 1);
    assert_eq!(shown["roles"][0]["role"], "staff");
    let _ = me.post("/v1/concerns", &scene.body()).expect(201);
    let register = scene.client("helen").get(&address).expect(200).json();
    assert_eq!(register["has_login"], true);
    assert_eq!(register["job_title"], "Teacher of music");
}

#[test]
fn a_log_in_moves_and_the_old_one_stops() {
    let scene = scene();
    let helen = scene.client("helen");
    let address = register(&scene, "rosalind-old");
    let login = json!({"issuer": ISSUER, "subject": "rosalind-new"});
    let _ = helen.change(&address, "login", &login).expect(201);
    let status = |login: &str| {
        scene
            .world
            .with_token(scene.world.token(login))
            .get("/v1/me")
            .status
    };
    assert_eq!((status("rosalind-new"), status("rosalind-old")), (200, 403));
    let taken = json!({"issuer": ISSUER, "subject": "ruth"});
    let answer = helen.change(&address, "login", &taken);
    assert_eq!((answer.status, &*answer.problem()), (422, "login-taken"));
}

#[test]
fn only_the_group_lead_moves_the_log_in_of_somebody_with_a_role() {
    let scene = scene();
    let login = json!({"issuer": ISSUER, "subject": "callum-2"});
    let answer = scene
        .client("helen")
        .change(&scene.staff("callum"), "login", &login);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

#[test]
fn whoever_has_left_is_let_in_no_more() {
    let scene = scene();
    let address = register(&scene, "rosalind-left");
    let left = json!({"on": "2026-11-09"});
    let _ = scene
        .client("helen")
        .change(&address, "end", &left)
        .expect(201);
    let me = scene.world.with_token(scene.world.token("rosalind-left"));
    let answer = me.get("/v1/me");
    assert_eq!((answer.status, &*answer.problem()), (403, "unknown-person"));
}
