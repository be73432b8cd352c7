//! GET /v1/cases/{case}/looks

use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, eventually};

pub const DOOR: Door = Door {
    route: "GET /v1/cases/{case}/looks",
    ask: |scene| Ask::of(format!("{}/looks", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn those_who_answer_for_a_case_see_who_looked_at_it() {
    let scene = scene();
    let case = scene.open_case();
    let looks = format!("{case}/looks");
    let _ = scene
        .client("callum")
        .get(&format!("{case}/timeline"))
        .expect(200);
    let _ = scene.client("priya").get(&case).expect(404);
    for name in ["ruth", "helen", "miriam", "sunita"] {
        let by = scene.client(name);
        let row = |who: &str, route: &str| {
            let who = json!(format!("staff:{}", scene.world.staff(who)));
            let mut rows = all(&by, &looks).into_iter();
            rows.find(|row| row["actor"] == who && row["route"] == route)
        };
        let callum = eventually(|| row("callum", "GET /v1/cases/{case}/timeline"));
        assert_eq!(callum["actor_name"], "Callum Byrne", "{name}");
        assert_eq!(callum["result"], "opened");
        let priya = eventually(|| row("priya", "GET /v1/cases/{case}"));
        assert_eq!(priya["result"], "not_shown");
    }
    // The deputy reads the case, and does not answer for who looks at it.
    let answer = scene.client("callum").get(&looks);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    assert_eq!(scene.client("grace").get(&looks).status, 404);
}
