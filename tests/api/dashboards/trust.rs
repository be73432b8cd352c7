//! GET /v1/dashboards/trust

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::academies::duties::{duty, on_duty, rota};
use crate::doors::{Ask, Door, Wrong};
use crate::steps::{at, due_of, figures, open_case, pupil, raise, staff, threats};

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
    assert_eq!(due(), 1);
    // With nothing open and nothing new the academy has no figures at all.
    assert!(matches!(overdue().as_u64(), None | Some(0)));
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

/// Whether an academy has somebody on duty, as the dashboard shows it.
#[track_caller]
fn cover(by: &Client, academy: &str) -> Value {
    let dashboard = by.get("/v1/dashboards/trust").expect(200).json();
    let cover = dashboard["cover"].as_array().unwrap();
    assert_eq!(cover.len(), 3, "every academy is there: {dashboard}");
    let found = cover.iter().find(|row| row["academy"] == academy);
    found.unwrap().clone()
}

#[test]
fn each_academy_shows_whether_somebody_is_on_duty_and_its_next_gap() {
    let world = World::at("2026-11-10T14:05");
    let (jon, ruth) = (world.client("jon"), world.client("ruth"));
    let (oakfield, beacon) = (
        world.academy(School::Oakfield),
        world.academy(School::Beacon),
    );
    let shows = |covered: bool, gap: Option<[&str; 2]>| {
        let shown = cover(&jon, &oakfield);
        assert_eq!(shown["covered_now"], covered, "{shown}");
        let next = shown.get("next_gap");
        let next = next.map(|gap| [at(&gap["from"]), at(&gap["until"])]);
        assert_eq!(next, gap.map(|times| times.map(moment)));
    };
    // Without a rota it is all a gap, as far as is looked.
    shows(false, Some(["2026-11-10T14:05", "2026-11-24T14:05"]));
    let path = rota(&world, School::Oakfield);
    let set = |name: &str, from: &str, until: &str| {
        on_duty(&ruth, &path, &duty(&world, name, from, until))
    };
    let _ = set("ruth", "2026-11-10T08:00:00Z", "2026-11-20T08:00:00Z");
    shows(true, Some(["2026-11-20T08:00", "2026-11-24T14:05"]));
    let _ = set("callum", "2026-11-21T08:00:00Z", "2026-12-05T08:00:00Z");
    shows(true, Some(["2026-11-20T08:00", "2026-11-21T08:00"]));
    let cover_for_a_day = set("miriam", "2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z");
    shows(true, None);
    let end = format!("{path}/{cover_for_a_day}/end");
    let _ = ruth.post(&end, &json!({})).expect(201);
    world.now("2026-11-20T12:00");
    shows(false, Some(["2026-11-20T12:00", "2026-11-21T08:00"]));
    // A deputy whose role has ended covers nothing.
    let role = json!({"role": "deputy_dsl", "academy": oakfield, "reason": "Moves on."});
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let ended = world.client("helen").change(&callum, "roles/end", &role);
    let _ = ended.expect(201);
    shows(false, Some(["2026-11-20T12:00", "2026-12-04T12:00"]));
    assert_eq!(
        cover(&world.client("miriam"), &beacon)["covered_now"],
        false
    );
}
