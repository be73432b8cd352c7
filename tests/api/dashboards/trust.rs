//! GET /v1/dashboards/trust

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{figures, open_case, pupil, raise, staff, threats};

pub const DOOR: Door = Door {
    route: "GET /v1/dashboards/trust",
    ask: |_| Ask::of("/v1/dashboards/trust"),
    wrong: Wrong::Refused("ruth", 403, "forbidden"),
};

#[test]
fn academies_stand_side_by_side_and_adults_matters_are_counted_by_nobody_but_their_readers() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (jon, miriam) = (world.client("jon"), world.client("miriam"));
    let oakfield = world.academy(School::Oakfield);
    let body = threats(&world, world.oakfield().amara);
    let _ = raise(&priya, &body);
    let concern = raise(&priya, &body);
    let figure = |by, name: &str| figures(by, &oakfield)[name].clone();
    assert_eq!(figure(&jon, "untriaged"), 2);
    world.now("2026-11-10T14:40");
    let _ = open_case(&ruth, &concern);
    for by in [&jon, &miriam] {
        for (name, value) in [
            ("untriaged", json!(1)),
            ("raised", json!(2)),
            ("triaged", json!(1)),
            ("open_cases", json!(1)),
            ("triage_minutes_median", json!(35)),
            ("untriaged_overdue", json!(0)),
        ] {
            assert_eq!(figure(by, name), value, "{name}");
        }
    }
    // About a head: to the trust lead only, and counted for nobody else.
    let mut about_helen = body;
    about_helen["about_adult"] = json!("yes");
    about_helen["people"] = json!([{"person": staff(world.staff("helen")), "role": "other"}]);
    let _ = raise(&world.client("callum"), &about_helen);
    assert_eq!(figure(&jon, "raised"), 2);
    assert_eq!(figure(&miriam, "raised"), 3);
    world.now("2026-11-11T09:00");
    assert_eq!(figure(&jon, "untriaged_overdue"), 1);
}

#[test]
fn what_somebody_is_conflicted_in_is_not_counted_for_them() {
    let world = World::at("2026-11-10T14:05");
    let (jon, miriam) = (world.client("jon"), world.client("miriam"));
    let oakfield = world.academy(School::Oakfield);
    let relation = json!({"person": pupil(world.oakfield().niamh), "relation": "relative"});
    let address = format!("/v1/staff/{}", world.staff("jon"));
    let _ = miriam.change(&address, "relations", &relation).expect(201);
    let about = |pupil| raise(&world.client("priya"), &threats(&world, pupil));
    let _ = about(world.oakfield().amara);
    let before = jon.get("/v1/dashboards/trust").expect(200).json();
    let concern = about(world.oakfield().niamh);
    let _ = open_case(&world.client("ruth"), &concern);
    assert_eq!(jon.get("/v1/dashboards/trust").expect(200).json(), before);
    let shown = figures(&miriam, &oakfield);
    assert_eq!(
        (&shown["raised"], &shown["open_cases"]),
        (&json!(2), &json!(1))
    );
}
