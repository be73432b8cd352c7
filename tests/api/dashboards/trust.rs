//! GET /v1/dashboards/trust

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{due_of, figures, open_case, pupil, raise, staff, threats};

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

/// The restriction holds in a closed case too, so it is reviewed; it adds to nobody's overdue figures.
#[test]
fn a_conflict_confirmed_in_a_closed_case_is_due_and_counts_in_nobodys_figures() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let who = world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let confirm = format!("{case}/conflicts/{who}/confirm");
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "No messages in six weeks.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &closing).expect(201);
    let _ = helen.post(&confirm, &json!({})).expect(201);
    let due = || due_of(&helen, "/v1/due", "conflict_review").len();
    assert_eq!(due(), 1);
    let jon = world.client("jon");
    let overdue = || figures(&jon, &world.academy(School::Oakfield))["overdue_actions"].clone();
    assert_eq!(overdue(), json!(0));
    world.now("2027-03-01T09:00");
    assert_eq!((due(), overdue()), (1, json!(0)));
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
