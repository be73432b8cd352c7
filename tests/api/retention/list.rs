//! Cases: the day, its boundary, 75 years, holds, pages.

use lanyard_tests::World;
use serde_json::json;

use super::{closed_case, pupil_born, row_of};
use crate::scene::scene;
use crate::steps::{all, id_of, names};
use crate::trust::settings::{settle, years_75};

#[test]
fn a_closed_case_is_reviewed_on_the_25th_birthday_of_its_youngest_child() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let grown = closed_case(&world, &pupil_born(&world, 601, "2001-11-20"), "neglect");
    let leap = closed_case(&world, &pupil_born(&world, 602, "2016-02-29"), "neglect");
    let shown = row_of(&ruth, "", &grown).unwrap();
    assert_eq!(shown["kind"], "child_protection_file");
    assert_eq!(shown["due_on"], "2026-11-20");
    assert_eq!(
        (&shown["rule"], &shown["due"]),
        (&json!("R17"), &json!(false))
    );
    assert_eq!(
        shown["reason"],
        "the child's 25th birthday: Fri 20 Nov 2026"
    );
    assert_eq!(shown["closed_on"], "2026-11-10");
    // 29 February, in a year that has none.
    assert_eq!(row_of(&ruth, "", &leap).unwrap()["due_on"], "2041-03-01");
    // The day itself is not before it.
    for (before, is_there) in [("2026-11-20", false), ("2026-11-21", true)] {
        let found = row_of(&ruth, &format!("?due_before={before}"), &grown);
        assert_eq!(found.is_some(), is_there, "{before}");
    }
    // What is open is not on the list.
    let why = json!({"reason": "It began again."});
    let _ = ruth.change(&grown, "reopen", &why).expect(201);
    assert_eq!(row_of(&ruth, "", &grown), None);
    let past = closed_case(&world, &pupil_born(&world, 600, "2001-01-05"), "neglect");
    assert_eq!(row_of(&ruth, "", &past).unwrap()["due"], true);
}

#[test]
fn seventy_five_years_hold_for_sexual_abuse_once_two_people_have_chosen_them() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let child = pupil_born(&world, 603, "2012-05-17");
    let abuse = closed_case(&world, &child, "sexual_abuse");
    let other = closed_case(&world, &child, "neglect");
    let due = |case: &str| row_of(&ruth, "", case).unwrap()["due_on"].clone();
    assert_eq!(
        (due(&abuse), due(&other)),
        (json!("2037-05-17"), json!("2037-05-17"))
    );
    settle(&world, years_75());
    assert_eq!(
        (due(&abuse), due(&other)),
        (json!("2101-11-10"), json!("2037-05-17"))
    );
}

#[test]
fn a_hold_overrides_the_day_until_two_people_lift_it() {
    let world = World::at("2026-11-10T14:05");
    let (sunita, miriam) = (world.client("sunita"), world.client("miriam"));
    let case = closed_case(&world, &pupil_born(&world, 604, "2001-11-20"), "neglect");
    let due = "?due_before=2030-01-01";
    assert!(row_of(&sunita, due, &case).is_some());
    let hold = json!({"reason": "The family's solicitor has written."});
    let _ = sunita.post(&format!("{case}/hold"), &hold).expect(201);
    assert_eq!(row_of(&sunita, due, &case), None);
    let held = row_of(&sunita, "", &case).unwrap();
    assert_eq!(
        (&held["held"], &held["due_on"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(held["reason"], "a legal hold overrides every other rule");
    assert!(!held.to_string().contains("solicitor"));
    let helen = world.staff("helen").to_string();
    let lift = json!({"reason": "It came to nothing.", "confirmed_by": helen});
    let _ = miriam.post(&format!("{case}/hold/lift"), &lift).expect(201);
    let free = row_of(&sunita, due, &case).unwrap();
    assert_eq!(
        (&free["held"], &free["due_on"]),
        (&json!(false), &json!("2026-11-20"))
    );
}

#[test]
fn page_by_page_it_is_the_same_list_by_day_with_what_waits_last() {
    let world = World::at("2026-11-10T14:05");
    let ruth = world.client("ruth");
    let cases: Vec<_> = ["2012-05-17", "2001-11-20", "2009-01-01"]
        .iter()
        .zip(605..)
        .map(|(born, serial)| closed_case(&world, &pupil_born(&world, serial, born), "neglect"))
        .collect();
    let hold = json!({"reason": "A claim may follow."});
    let _ = { world.client("miriam") }
        .post(&format!("{}/hold", cases[1]), &hold)
        .expect(201);
    let order = [&cases[2], &cases[0], &cases[1]].map(|case| id_of(case).to_owned());
    let whole = all(&ruth, "/v1/retention");
    let listed: Vec<_> = whole
        .iter()
        .map(|row| row["case"].as_str().unwrap())
        .collect();
    assert_eq!(listed, order);
    let mut paged = Vec::new();
    let mut path = "/v1/retention?limit=1".to_owned();
    loop {
        let page = ruth.get(&path).expect(200).json();
        paged.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/retention?limit=1&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    let cursor = ruth.get("/v1/retention?limit=1").expect(200).field("next");
    let elsewhere = ruth.get(&format!("/v1/plans?cursor={cursor}"));
    assert_eq!(elsewhere.status, 400);
}

#[test]
fn a_question_that_cannot_be_is_refused() {
    let scene = scene();
    let ruth = scene.client("ruth");
    for bad in [
        "due_before=tomorrow",
        "due_before=2026-02-30",
        "kind=everything",
        "limit=0",
        "limit=201",
        "cursor=nonsense",
        "academy=1",
        "kind=allegation&kind=allegation",
    ] {
        let answer = ruth.get(&format!("/v1/retention?{bad}"));
        assert_eq!(answer.status, 400, "{bad}");
    }
}

#[test]
fn nothing_of_what_was_said_is_in_a_row() {
    let world = World::at("2026-11-10T14:05");
    let case = closed_case(&world, &pupil_born(&world, 608, "2012-05-17"), "neglect");
    let shown = row_of(&world.client("sunita"), "", &case).unwrap();
    let fields = [
        "academy",
        "allegation",
        "case",
        "closed_on",
        "due",
        "due_on",
        "held",
        "kind",
        "leaves_personnel_file",
        "reason",
        "reference",
        "rule",
    ];
    assert_eq!(names(&shown), fields);
    let text = shown.to_string();
    for hidden in ["neglect", "Quickthorn", "threatening", "six weeks"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}
