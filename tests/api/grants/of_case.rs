//! /v1/cases/{case}/grants

use serde_json::json;

use super::{give, leave};
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, items, pointers};

pub const GIVE: Door = Door {
    route: "POST /v1/cases/{case}/grants",
    ask: |scene| {
        let body = leave(scene.world.staff("zoe"), "2026-11-12T17:00:00Z");
        Ask::new(format!("{}/grants", scene.case), body)
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LIST: Door = Door {
    route: "GET /v1/cases/{case}/grants",
    ask: |scene| Ask::of(format!("{}/grants", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn a_reader_of_the_case_gives_leave_and_sees_who_has_it() {
    let scene = scene();
    let case = scene.open_case();
    let grant = give(
        &scene.client("helen"),
        &case,
        scene.world.staff("zoe"),
        "2026-11-18T17:00:00Z",
    );
    let rows = items(
        &scene
            .client("ruth")
            .get(&format!("{case}/grants"))
            .expect(200),
    );
    assert_eq!(rows.len(), 1);
    assert_eq!(
        format!("/v1/grants/{}", rows[0]["id"].as_str().unwrap()),
        grant
    );
    assert_eq!(rows[0]["kind"], "given");
    assert_eq!(rows[0]["to_name"], "Zoe Finch");
    assert_eq!(rows[0]["by_name"], "Helen Marsh");
    assert_eq!(rows[0]["until"], "2026-11-18T17:00:00.000Z");
    // Whoever reads by it neither gives leave nor sees who else has.
    let zoe = scene.client("zoe");
    let answer = zoe.get(&format!("{case}/grants"));
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    let body = leave(scene.world.staff("max"), "2026-11-18T17:00:00Z");
    let answer = zoe.post(&format!("{case}/grants"), &body);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

#[test]
fn it_ends_ahead_within_ninety_days_and_takes_a_reason() {
    let scene = scene();
    let helen = scene.client("helen");
    let grants = format!("{}/grants", scene.open_case());
    let zoe = scene.world.staff("zoe");
    for (until, code) in [
        ("2026-11-10T14:05:00Z", "due_in_the_past"),
        ("2025-11-10T14:05:00Z", "due_in_the_past"),
        ("2027-02-09T00:00:00Z", "grant_too_long"),
    ] {
        let refused = helen.post(&grants, &leave(zoe, until)).expect(422);
        assert_eq!(refused.json()["errors"][0]["code"], code, "{until}");
        assert_eq!(pointers(&refused), ["/until"]);
    }
    let mut unreasoned = leave(zoe, "2026-11-12T17:00:00Z");
    unreasoned["reason"] = json!(" ");
    let refused = helen.post(&grants, &unreasoned).expect(422);
    assert_eq!(pointers(&refused), ["/reason"]);
}

#[test]
fn not_to_oneself_nor_to_anybody_conflicted_nor_to_anybody_not_on_the_register() {
    let scene = scene();
    let (helen, ruth) = (scene.client("helen"), scene.client("ruth"));
    let case = scene.open_case();
    let grants = format!("{case}/grants");
    let to = |who: &str| leave(who, "2026-11-12T17:00:00Z");
    let helens = scene.world.staff("helen").to_string();
    let answer = helen.post(&grants, &to(&helens));
    assert_eq!(
        (answer.status, &*answer.problem()),
        (403, "grant-to-oneself")
    );
    let max = scene.world.staff("max").to_string();
    let mark = json!({"staff": max, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let answer = helen.post(&grants, &to(&max));
    assert_eq!((answer.status, &*answer.problem()), (403, "conflicted"));
    let refused = helen.post(&grants, &to(NOTHING)).expect(422);
    assert_eq!(pointers(&refused), ["/to"]);
}

#[test]
fn a_conflict_marked_later_shuts_out_whoever_was_given_leave() {
    let scene = scene();
    let (helen, zoe) = (scene.client("helen"), scene.client("zoe"));
    let case = scene.open_case();
    let whose = scene.world.staff("zoe");
    let _ = give(&helen, &case, whose, "2026-11-12T17:00:00Z");
    let _ = zoe.get(&case).expect(200);
    let mark = json!({"staff": whose.to_string(), "reason": "Her niece is named."});
    let _ = helen.post(&format!("{case}/conflicts"), &mark).expect(201);
    assert_eq!(zoe.get(&case).status, 404);
}
