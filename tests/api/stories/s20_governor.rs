//! S20: Alan Frost reads the term's figures. Oakfield has 3 cases of sexual harassment, St Aldhelm's none, The
//! Beacon 9, the trust 12: he learns that of Oakfield from no cell, no total, and no earlier term.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::dashboards::governors::{line, publish};
use crate::steps::{about_adult, names, open_allegation, open_case, raise, threats};

const OAKFIELD: usize = 0;

fn cases(world: &World, school: School, category: &str, many: usize) {
    let (raiser, dsl, pupil) = match school {
        School::Oakfield => ("priya", "ruth", world.oakfield().another),
        School::Beacon => ("bea", "omar", world.pupil_of(school)),
        School::StAldhelms | School::Trust => ("nora", "grace", world.pupil_of(School::StAldhelms)),
    };
    for _ in 0..many {
        let mut body = threats(world, pupil);
        body["academy"] = json!(world.academy(school));
        body["category"] = json!(category);
        let concern = raise(&world.client(raiser), &body);
        let _ = open_case(&world.client(dsl), &concern);
    }
}

/// The autumn of S20 until half-term, published after it.
fn published() -> World {
    let world = World::at("2026-10-05T10:00");
    cases(&world, School::Oakfield, "sexual_harassment", 3);
    cases(&world, School::Beacon, "sexual_harassment", 9);
    cases(&world, School::Oakfield, "bullying", 8);
    cases(&world, School::StAldhelms, "bullying", 7);
    cases(&world, School::Beacon, "bullying", 10);
    world.now("2026-11-02T09:00");
    let _ = publish(&world.client("miriam"), "2026-09-01", "2026-10-30").expect(201);
    world
}

#[track_caller]
fn read(by: &Client) -> Vec<Value> {
    let page = by.get("/v1/dashboards/governors").expect(200).json();
    page["items"].as_array().unwrap().clone()
}

#[test]
fn oakfield_is_hidden_with_one_more_cell_of_its_row_and_of_its_column() {
    let world = published();
    let alan = world.client("alan");
    let shown = read(&alan);
    assert_eq!(shown.len(), 1);
    let columns: Vec<_> = { shown[0]["academies"].as_array().unwrap().iter() }
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(columns[OAKFIELD], "Oakfield Academy");
    let table = "cases_by_category";
    // Oakfield, St Aldhelm's, The Beacon, the trust.
    assert_eq!(
        line(&shown[0], table, "sexual_harassment"),
        ["c", "0", "c", "12"]
    );
    assert_eq!(line(&shown[0], table, "bullying"), ["c", "7", "c", "25"]);
    assert_eq!(line(&shown[0], table, "total"), ["11", "7", "19", "37"]);
    // Closed cases have no column for an academy: they would bound how many were opened there.
    assert_eq!(line(&shown[0], "case_outcomes", "total"), ["0"]);
    // A rate beside each number that is shown, a definition and a question with each table.
    for table in shown[0]["tables"].as_array().unwrap() {
        assert!(table["definition"].as_str().unwrap().len() > 40, "{table}");
        assert!(
            table["question"].as_str().unwrap().ends_with('?'),
            "{table}"
        );
    }
    let total = &shown[0]["tables"][0]["rows"].as_array().unwrap();
    let total = total.last().unwrap();
    assert_eq!(total["figures"][3]["value"], 37);
    // Eight pupils at each academy of the test: too few for a rate by academy, enough for the trust.
    assert_eq!(total["figures"][OAKFIELD]["per_100_pupils"], json!(null));
    assert_eq!(total["figures"][3]["per_100_pupils"], 154.2);
}

#[test]
fn there_is_no_name_no_text_and_no_id_of_a_matter_in_it() {
    let world = published();
    let text = world
        .client("alan")
        .get("/v1/dashboards/governors")
        .expect(200)
        .text();
    let pupil = world.oakfield().another.to_string();
    for hidden in [
        "threatening",
        "group chat",
        "Ruth",
        "Priya",
        "2026-10-05",
        &pupil,
    ] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[test]
fn last_term_beside_this_one_gives_nothing_away_and_never_changes() {
    let world = published();
    let (alan, miriam) = (world.client("alan"), world.client("miriam"));
    let before = read(&alan);
    // Over the same days, or some of them, nothing more is published.
    for (first, last) in [("2026-09-01", "2026-10-30"), ("2026-10-01", "2026-11-01")] {
        let again = publish(&miriam, first, last);
        assert_eq!(
            (again.status, &*again.problem()),
            (422, "period-overlaps"),
            "{first}"
        );
    }
    assert_eq!(read(&alan), before);
    // The next term, published when it is over. What has been entered since is in that one.
    cases(&world, School::Oakfield, "sexual_harassment", 1);
    world.now("2026-12-19T09:00");
    let _ = publish(&miriam, "2026-10-31", "2026-12-18").expect(201);
    let shown = read(&alan);
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[1], before[0]);
    let now = line(&shown[0], "cases_by_category", "sexual_harassment");
    assert_eq!((&*now[OAKFIELD], &*now[3]), ("c", "c"), "{now:?}");
}

#[test]
fn whoever_publishes_sees_no_figure_and_matters_about_heads_are_in_none() {
    let world = World::at("2026-10-05T10:00");
    for (adult, manager) in [("priya", "helen"), ("helen", "miriam")] {
        let times = if adult == "priya" { 6 } else { 7 };
        for _ in 0..times {
            let pupil = world.oakfield().another;
            let body = about_adult(&world, School::Oakfield, pupil, Some(world.staff(adult)));
            let concern = raise(&world.client("tom"), &body);
            let _ = open_allegation(&world.client(manager), &concern);
        }
    }
    world.now("2026-11-02T09:00");
    let done = publish(&world.client("miriam"), "2026-09-01", "2026-10-30").expect(201);
    assert_eq!(names(&done.json()), ["id", "receipt", "revision"]);
    let shown = read(&world.client("alan"));
    assert_eq!(line(&shown[0], "adults", "undecided"), ["6"]);
    assert_eq!(line(&shown[0], "adults", "low_level"), ["0"]);
}
