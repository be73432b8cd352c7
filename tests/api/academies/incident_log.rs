//! GET /v1/academies/{academy}/incident-log

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::json;

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{all, open_case, plan, pupil, raise, threats};

pub const DOOR: Door = Door {
    route: "GET /v1/academies/{academy}/incident-log",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::of(format!("/v1/academies/{oakfield}/incident-log"))
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

#[test]
fn an_incident_stands_in_its_six_columns_and_is_confirmed_when_its_case_is_closed() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let mut body = threats(&world, world.oakfield().amara);
    body["place"]["device"] = json!("OAK-0117");
    let concern = raise(&priya, &body);
    world.now("2026-11-10T14:40");
    let case = open_case(&ruth, &concern);
    let action = plan(
        &ruth,
        &case,
        world.staff("ruth"),
        "Speak to her tutor group",
    );
    let done = json!({"outcome": "They know whom to tell."});
    let _ = ruth
        .change(&case, &format!("actions/{action}/done"), &done)
        .expect(201);
    let log = format!(
        "/v1/academies/{}/incident-log",
        world.academy(School::Oakfield)
    );
    let rows = all(&ruth, &log);
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row["date"], "2026-11-10T14:05:00.000Z");
    assert_eq!(row["individuals"][0]["name"], "Amara Example");
    assert_eq!(row["device_and_place"]["device"], "OAK-0117");
    assert_eq!(row["details"], body["account"]);
    let actions: Vec<_> = { row["actions"].as_array().unwrap().iter() }
        .map(|action| {
            (
                action["kind"].as_str().unwrap(),
                action["by_name"].as_str().unwrap(),
                action["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        actions,
        [
            (
                "at_once",
                "Priya Nair",
                "Told her not to reply and not to delete anything."
            ),
            ("triage", "Ruth Osei", "Threats: we look into it."),
            ("done", "Ruth Osei", "They know whom to tell."),
        ]
    );
    assert_eq!(row["actions"][2]["title"], "Speak to her tutor group");
    assert_eq!(row["confirmed_by_name"], json!(null));
    let close = json!({
        "outcome": "resolved_in_school", "reason": "It has stopped.", "leaving_open": "Done elsewhere.",
        "confirmed_by": world.staff("helen").to_string(),
    });
    let _ = ruth.change(&case, "close", &close).expect(201);
    let row = &all(&ruth, &log)[0];
    assert_eq!(
        (&row["confirmed_by_name"], &row["outcome"]),
        (&json!("Helen Marsh"), &json!("resolved_in_school"))
    );
}

#[test]
fn it_holds_what_the_reader_may_see_of_the_time_that_is_asked_for() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let pupils = world.oakfield();
    let first = raise(&priya, &threats(&world, pupils.amara));
    world.now("2026-11-11T09:00");
    let niamh = raise(&priya, &threats(&world, pupils.niamh));
    let log = format!(
        "/v1/academies/{}/incident-log",
        world.academy(School::Oakfield)
    );
    let ids = |by: &lanyard_tests::Client, query: &str| -> Vec<String> {
        let rows = all(by, &format!("{log}?{query}"));
        { rows.iter() }
            .map(|row| row["concern"].as_str().unwrap().to_owned())
            .collect()
    };
    let of_tuesday = "from=2026-11-10T00:00:00Z&to=2026-11-11T00:00:00Z";
    let since = "from=2026-11-01T00:00:00Z";
    let (first, niamh) = (first.id, niamh.id);
    assert_eq!(ids(&ruth, since), [first.as_str(), &niamh]);
    assert_eq!(ids(&ruth, of_tuesday), [first.as_str()]);
    assert_eq!(ids(&ruth, "from=2026-11-11T00:00:00Z"), [niamh.as_str()]);
    // Niamh is Callum's daughter: nothing of hers, and not a row more.
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = json!({"person": pupil(pupils.niamh), "relation": "relative"});
    let registered = world
        .client("helen")
        .change(&callum, "relations", &daughter);
    let _ = registered.expect(201);
    assert_eq!(ids(&world.client("callum"), since), [first.as_str()]);
    let page = ruth.get(&format!("{log}?limit=1")).expect(200);
    assert_eq!(page.json()["items"][0]["concern"], json!(first));
    let next = page.field("next");
    let page = ruth
        .get(&format!("{log}?limit=1&cursor={next}"))
        .expect(200);
    assert_eq!(page.json()["items"][0]["concern"], json!(niamh));
    assert_eq!(page.json()["next"], json!(null));
    let _ = ruth.get(&format!("{log}?from=yesterday")).expect(400);
    for name in ["priya", "dev", "grace", "alan", "jon"] {
        let _ = world.client(name).get(&log).expect(403);
    }
}
