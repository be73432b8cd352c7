//! POST /v1/cases/{case}/governors

use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of, kinds, open_case, pointers, raise, threats};

pub const TELL: Door = Door {
    route: "POST /v1/cases/{case}/governors",
    ask: |scene| Ask::new(format!("{}/governors", scene.case), because()),
    // A safeguarding lead reads the case; heads and the group's lead tell governors.
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

fn because() -> Value {
    json!({"reason": "Amara was taken to hospital; the press has called."})
}

fn a_case(world: &World) -> String {
    let body = threats(world, world.oakfield().amara);
    open_case(&world.client("ruth"), &raise(&world.client("priya"), &body))
}

fn notices(world: &World, name: &str) -> Vec<Value> {
    all(&world.client(name), "/v1/me/notices")
}

#[test]
fn governors_are_told_that_there_is_a_serious_incident_and_nothing_else() {
    let world = World::at("2026-11-10T14:05");
    let case = a_case(&world);
    let before = notices(&world, "alan");
    let path = format!("{case}/governors");
    let _ = world.client("helen").post(&path, &because()).expect(201);
    world.remind();
    world.remind();
    let after = notices(&world, "alan");
    assert_eq!(after.len(), before.len() + 1);
    let shown = &after[0];
    assert_eq!(shown["item"], "serious_incident");
    for hidden in ["matter", "reference"] {
        assert_eq!(shown[hidden], json!(null), "{hidden}");
    }
    let text = shown.to_string();
    for content in [
        id_of(&case),
        "case",
        "hospital",
        "Amara",
        &world.academy(lanyard::demo::School::Oakfield),
    ] {
        assert!(!text.contains(content), "{content}: {text}");
    }
    // Nobody else is told, and the case stays closed to governors.
    for name in ["iris", "jon", "kit", "sunita", "esther"] {
        let told =
            { notices(&world, name).into_iter() }.filter(|row| row["item"] == "serious_incident");
        assert_eq!(told.count(), 0, "{name}");
    }
    let _ = world.client("alan").get(&case).expect(404);
    // The same once more tells nobody twice; another reason does.
    let again = world.client("helen").post(&path, &because());
    assert_eq!(again.status, 200, "{}", again.text());
    world.now("2026-11-10T15:00");
    let other = json!({"reason": "A second child was hurt."});
    let _ = world.client("miriam").post(&path, &other).expect(201);
    world.remind();
    assert_eq!(notices(&world, "alan").len(), before.len() + 2);
    let told = { kinds(&world.client("ruth"), &case).into_iter() }
        .filter(|kind| kind == "case.governors_told");
    assert_eq!(told.count(), 2);
}

#[test]
fn a_governor_with_a_conflict_is_told_nothing_before_or_after() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let before = notices(&world, "alan");
    let mark = json!({"staff": world.staff("alan").to_string(), "reason": "His grandchild."});
    let first = a_case(&world);
    let _ = ruth.post(&format!("{first}/conflicts"), &mark).expect(201);
    let _ = helen
        .post(&format!("{first}/governors"), &because())
        .expect(201);
    world.remind();
    assert_eq!(notices(&world, "alan"), before);
    let second = a_case(&world);
    let _ = helen
        .post(&format!("{second}/governors"), &because())
        .expect(201);
    world.remind();
    assert_eq!(notices(&world, "alan").len(), before.len() + 1);
    let _ = ruth.post(&format!("{second}/conflicts"), &mark).expect(201);
    assert_eq!(notices(&world, "alan"), before);
}

#[test]
fn it_takes_a_reason() {
    let scene = scene();
    let path = format!("{}/governors", scene.open_case());
    let answer = scene.client("helen").post(&path, &json!({"reason": " "}));
    assert_eq!(answer.status, 422);
    assert_eq!(pointers(&answer), ["/reason"]);
}
