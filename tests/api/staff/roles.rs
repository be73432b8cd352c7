//! POST /v1/staff/{staff}/roles, …/roles/{proposal}/confirm, …/roles/end

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{all, pointers, raise, threats};

pub const PROPOSE: Door = Door {
    route: "POST /v1/staff/{staff}/roles",
    ask: |scene| Ask::new(format!("{}/roles", scene.staff("priya")), deputy(scene)),
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

pub const CONFIRM: Door = Door {
    route: "POST /v1/staff/{staff}/roles/{proposal}/confirm",
    ask: |scene| {
        let bea = scene.staff("bea");
        Ask::of(format!("{bea}/roles/{}/confirm", scene.proposal))
    },
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const END: Door = Door {
    route: "POST /v1/staff/{staff}/roles/end",
    ask: |scene| {
        Ask::new(
            format!("{}/roles/end", scene.staff("callum")),
            deputy(scene),
        )
    },
    wrong: Wrong::Refused("tom", 403, "forbidden"),
};

fn deputy(scene: &Scene) -> Value {
    json!({
        "role": "deputy_dsl",
        "academy": scene.world.academy(School::Oakfield),
        "reason": "Cover from January.",
    })
}

#[test]
fn a_role_takes_two_seniors_to_give_and_one_to_take() {
    let scene = scene();
    let (helen, miriam) = (scene.client("helen"), scene.client("miriam"));
    let address = register(&scene, "rosalind-deputy");
    let concern = scene.raise();
    let me = scene.world.with_token(scene.world.token("rosalind-deputy"));
    let proposed = helen.change(&address, "roles", &deputy(&scene)).expect(201);
    let _ = me.get(&concern.address()).expect(404);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let alone = helen.change(&address, &confirm, &json!({}));
    assert_eq!(alone.status, 403, "{}", alone.text());
    let _ = me.get(&concern.address()).expect(404);
    let _ = miriam.change(&address, &confirm, &json!({})).expect(201);
    let _ = me.get(&concern.address()).expect(200);
    let _ = helen
        .change(&address, "roles/end", &deputy(&scene))
        .expect(201);
    let _ = me.get(&concern.address()).expect(404);
}

#[test]
fn nobody_gives_themself_a_role() {
    let scene = scene();
    let answer = scene
        .client("helen")
        .change(&scene.staff("helen"), "roles", &deputy(&scene));
    assert_eq!(answer.status, 403, "{}", answer.text());
}

#[test]
fn an_acting_head_is_head_until_the_time_that_was_set_and_then_not() {
    let world = World::at("2026-11-10T14:05");
    let amara = world.oakfield().amara;
    let _ = raise(&world.client("priya"), &threats(&world, amara));
    let inbox = |world: &World| all(&world.client("tom"), "/v1/concerns").len();
    assert_eq!(inbox(&world), 0);
    let register = format!("/v1/staff/{}", world.staff("tom"));
    let mut acting = json!({
        "role": "head", "academy": world.academy(School::Oakfield),
        "until": "2026-11-10T14:05:00Z", "reason": "Acting headteacher this week.",
    });
    let miriam = world.client("miriam");
    let late = miriam.change(&register, "roles", &acting).expect(422);
    assert_eq!(pointers(&late), ["/until"]);
    acting["until"] = json!("2026-11-13T17:00:00Z");
    let proposed = miriam.change(&register, "roles", &acting).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
    assert_eq!(inbox(&world), 1);
    world.now("2026-11-13T16:59");
    assert_eq!(inbox(&world), 1);
    world.now("2026-11-13T17:00");
    assert_eq!(inbox(&world), 0);
    // Nothing more goes to him either, and he can be made acting head again.
    let urgent = raise(&world.client("priya"), &threats(&world, amara));
    world.remind();
    let told = all(&world.client("tom"), "/v1/me/notices");
    let about = format!("concern-{}", urgent.id);
    assert!(
        told.iter().all(|notice| notice["matter"] != about),
        "{told:?}"
    );
    acting["until"] = json!("2026-11-20T17:00:00Z");
    let _ = world
        .client("miriam")
        .change(&register, "roles", &acting)
        .expect(201);
}

#[test]
fn an_acting_head_goes_on_once_a_later_time_is_confirmed() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let register = format!("/v1/staff/{}", world.staff("tom"));
    let mut acting = json!({
        "role": "head", "academy": world.academy(School::Oakfield),
        "until": "2026-11-13T17:00:00Z", "reason": "Acting headteacher this week.",
    });
    for until in ["2026-11-13T17:00:00Z", "2026-11-20T17:00:00Z"] {
        acting["until"] = json!(until);
        let miriam = world.client("miriam");
        let proposed = miriam.change(&register, "roles", &acting).expect(201);
        let confirm = format!("roles/{}/confirm", proposed.field("id"));
        let _ = world
            .client("esther")
            .change(&register, &confirm, &json!({}))
            .expect(201);
    }
    let reads = |world: &World| world.client("tom").get(&concern.address()).status;
    assert_eq!(reads(&world), 200);
    world.now("2026-11-13T17:00");
    assert_eq!(reads(&world), 200);
    world.now("2026-11-20T17:00");
    assert_eq!(reads(&world), 404);
}
