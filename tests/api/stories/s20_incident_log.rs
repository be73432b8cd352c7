//! S20, the incident log: Alan Frost reads it grouped by term, kind and action, and never a row per incident
//! (domain.md 1, row governor; R16). Patterns among low-level concerns stand beside it.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::dashboards::governors::{line, publish};
use crate::steps::{about_adult, open_allegation, open_case, raise, threats, threshold, triage};
use crate::trust::settings::{hidden_by, settle};

#[derive(Clone, Copy)]
enum Done {
    Watched,
    Nothing,
    Undecided,
    Case,
}

fn incidents(world: &World, school: School, category: &str, done: Done, many: usize) {
    let (raiser, dsl, pupil) = match school {
        School::Beacon => ("bea", "omar", world.pupil_of(school)),
        School::Oakfield | School::StAldhelms | School::Trust => {
            ("priya", "ruth", world.oakfield().another)
        }
    };
    let (raiser, dsl) = (world.client(raiser), world.client(dsl));
    for _ in 0..many {
        let mut body = threats(world, pupil);
        body["academy"] = json!(world.academy(school));
        body["category"] = json!(category);
        let concern = raise(&raiser, &body);
        let decision = match done {
            Done::Watched => json!({"kind": "monitor", "review_on": "2026-11-16"}),
            Done::Nothing => json!({"kind": "no_further_action"}),
            Done::Undecided => continue,
            Done::Case => {
                let _ = open_case(&dsl, &concern);
                continue;
            }
        };
        let _ = triage(&dsl, &concern, &decision, "The tutor watches.").expect(201);
    }
}

fn autumn() -> World {
    let world = World::at("2026-10-05T10:00");
    incidents(&world, School::Oakfield, "bullying", Done::Watched, 8);
    incidents(
        &world,
        School::Oakfield,
        "sexual_harassment",
        Done::Watched,
        3,
    );
    incidents(&world, School::Beacon, "bullying", Done::Watched, 10);
    incidents(
        &world,
        School::Beacon,
        "sexual_harassment",
        Done::Watched,
        9,
    );
    incidents(&world, School::Oakfield, "bullying", Done::Nothing, 6);
    incidents(&world, School::Oakfield, "neglect", Done::Undecided, 7);
    incidents(&world, School::Oakfield, "neglect", Done::Case, 6);
    world
}

fn published(world: &World) {
    world.now("2026-11-02T09:00");
    let _ = publish(&world.client("miriam"), "2026-09-01", "2026-10-30").expect(201);
}

#[track_caller]
fn newest(by: &Client) -> Value {
    let page = by.get("/v1/dashboards/governors").expect(200).json();
    page["items"][0].clone()
}

const LOG: &str = "incident_log";

#[test]
fn it_stands_by_what_was_done_and_by_kind_and_hides_what_is_small() {
    let world = autumn();
    published(&world);
    let shown = newest(&world.client("alan"));
    // Oakfield, St Aldhelm's, The Beacon, the trust.
    assert_eq!(
        line(&shown, LOG, "monitored.sexual_harassment"),
        ["c", "0", "c", "12"]
    );
    assert_eq!(
        line(&shown, LOG, "monitored.bullying"),
        ["c", "0", "c", "18"]
    );
    assert_eq!(line(&shown, LOG, "monitored"), ["11", "0", "19", "30"]);
    assert_eq!(
        line(&shown, LOG, "no_further_action.bullying"),
        ["6", "0", "0", "6"]
    );
    assert_eq!(line(&shown, LOG, "undecided.neglect"), ["7", "0", "0", "7"]);
    // What became a case is in the table of cases, and in no other.
    assert_eq!(line(&shown, LOG, "total"), ["24", "0", "19", "43"]);
    assert_eq!(
        line(&shown, "cases_by_category", "neglect"),
        ["6", "0", "0", "6"]
    );
    let tables = shown["tables"].as_array().unwrap();
    let log = tables.iter().find(|table| table["id"] == LOG).unwrap();
    let label = |id: &str| {
        let rows = log["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == id).unwrap();
        row["label"].as_str().unwrap().to_owned()
    };
    assert_eq!(label("monitored.bullying"), "Watched: Bullying");
    assert_eq!(label("monitored"), "Watched");
}

#[test]
fn there_is_nothing_of_a_single_incident_in_it() {
    let world = autumn();
    published(&world);
    let text = { world.client("alan") }
        .get("/v1/dashboards/governors")
        .expect(200)
        .text();
    let pupil = world.oakfield().another.to_string();
    for hidden in ["threatening", "2026-10-05", "her tutor", "Ruth", &pupil] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

/// Of a page to print: a definition under every table, and the rule by which it was hidden.
#[test]
fn it_can_be_printed_with_a_definition_under_every_number() {
    let world = autumn();
    published(&world);
    let alan = world.client("alan");
    let answer = alan.get("/v1/dashboards/governors?format=html").expect(200);
    let media = answer.header("content-type");
    assert_eq!(media, Some("text/html; charset=utf-8"));
    let page = answer.text();
    let tables = newest(&alan)["tables"].as_array().unwrap().len();
    // One more of the academies themselves.
    assert_eq!(page.matches("What is counted: ").count(), tables + 1);
    assert_eq!(page.matches("To ask: ").count(), tables);
    assert!(page.contains("By the rule of the Department for Education, numbers from 1 to 5"));
    assert!(page.contains("Watched: Sexual harassment"));
    for outside in ["<script", "src=", "href=", "http://", "https://"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let _ = alan.get("/v1/dashboards/governors?format=pdf").expect(400);
    let _ = { world.client("helen") }
        .get("/v1/dashboards/governors?format=html")
        .expect(403);
}

/// R16: the trust chooses whose rule; what was published keeps its own.
#[test]
fn the_trusts_rule_holds_from_the_next_snapshot_on_and_no_laxer_one_can_be_asked_for() {
    let world = World::at("2026-10-05T10:00");
    incidents(&world, School::Oakfield, "bullying", Done::Nothing, 7);
    settle(&world, hidden_by("nhs"));
    world.now("2026-11-02T09:00");
    let miriam = world.client("miriam");
    let lax = json!({"first": "2026-09-01", "last": "2026-10-30", "suppression": "dfe"});
    let refused = miriam.post("/v1/dashboards/governors/snapshots", &lax);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["code"], "rule_too_lax");
    let _ = publish(&miriam, "2026-09-01", "2026-10-30").expect(201);
    let alan = world.client("alan");
    let autumn = newest(&alan);
    assert_eq!(
        (&autumn["suppression"], &autumn["suppressed_to"]),
        (&json!("nhs"), &json!(7))
    );
    let bullying = "no_further_action.bullying";
    assert_eq!(line(&autumn, LOG, bullying)[0], "c");
    let page = alan.get("/v1/dashboards/governors?format=html").expect(200);
    assert!(
        page.text()
            .contains("By the rule of NHS Digital, numbers from 1 to 7")
    );
    // Back to the laxer one: what is out stays as it is, and its days are in no other snapshot.
    settle(&world, hidden_by("dfe"));
    let again = publish(&miriam, "2026-09-01", "2026-10-30");
    assert_eq!(again.problem(), "period-overlaps");
    incidents(&world, School::Oakfield, "bullying", Done::Nothing, 7);
    world.now("2026-12-19T09:00");
    // One that hides more may be asked for.
    let strict = json!({"first": "2026-10-31", "last": "2026-12-18", "suppression": "ons"});
    let _ = { world.client("miriam") }
        .post("/v1/dashboards/governors/snapshots", &strict)
        .expect(201);
    let page = alan.get("/v1/dashboards/governors").expect(200).json();
    assert_eq!(page["items"][1], autumn);
    assert_eq!(page["items"][0]["suppression"], "ons");
}

fn low_level(world: &World, adult: &str) {
    let helen = world.client("helen");
    let pupil = world.oakfield().another;
    let body = about_adult(world, School::Oakfield, pupil, Some(world.staff(adult)));
    let matter = open_allegation(&helen, &raise(&world.client("callum"), &body));
    let _ = helen
        .change(&matter, "threshold", &threshold("low_level"))
        .expect(201);
}

/// Two adults with several are a number that is hidden; where so few matters are shown that any number would say
/// too much, none is shown, not even 0.
#[test]
fn patterns_among_low_level_concerns_give_no_number_away() {
    let world = World::at("2026-10-05T10:00");
    for (adult, times) in [("priya", 7), ("tom", 6)] {
        for _ in 0..times {
            low_level(&world, adult);
        }
    }
    published(&world);
    let shown = newest(&world.client("alan"));
    assert_eq!(line(&shown, "adults", "low_level"), ["13"]);
    assert_eq!(line(&shown, "adult_patterns", "several_low_level"), ["c"]);
    let few = World::at("2026-10-05T10:00");
    low_level(&few, "priya");
    published(&few);
    let shown = newest(&few.client("alan"));
    assert_eq!(line(&shown, "adult_patterns", "total"), ["c"]);
}
