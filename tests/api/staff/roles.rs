//! POST /v1/staff/{staff}/roles, …/roles/{proposal}/confirm, …/roles/end

use lanyard::demo::School;
use serde_json::{Value, json};

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};

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
