//! Lists, filters, exports, the agenda.

use serde_json::json;

use super::{add, block, make, unblock};
use crate::scene::scene;
use crate::steps::items;
use lanyard::demo::School;

#[test]
fn answers_states_and_days_narrow_a_list_for_those_who_may() {
    let scene = scene();
    let (dev, ruth) = (scene.client("dev"), scene.client("ruth"));
    let blocked = add(&dev, "filter_changes", &block(&scene.world));
    let opened = add(
        &dev,
        "filter_changes",
        &unblock(&scene.world, "2026-11-20T17:00:00Z"),
    );
    let ids = |query: &str| -> Vec<String> {
        let path = format!("/v1/registers/filter_changes/entries?limit=200&{query}");
        let listed = items(&ruth.get(&path).expect(200));
        listed
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let holds = |ids: &[String], entry: &str| ids.iter().any(|id| entry.ends_with(id.as_str()));
    let blocks = ids("where=action:block");
    assert!(holds(&blocks, &blocked) && !holds(&blocks, &opened));
    let both = ids("where=action:unblock,temporary:yes&state=proposed");
    assert!(!holds(&both, &blocked) && holds(&both, &opened));
    assert_eq!(ids("added_from=2026-11-11T00:00:00Z"), [""; 0]);
    let beacon = scene.world.academy(School::Beacon);
    assert_eq!(ids(&format!("academy={beacon}")), [""; 0]);
    for wrong in [
        "where=action",
        "where=site:games.example",
        "colour=red",
        "academy=x",
    ] {
        let path = format!("/v1/registers/filter_changes/entries?{wrong}");
        assert_eq!(
            ruth.get(&path).expect(400).problem(),
            "bad-query",
            "{wrong}"
        );
    }
}

#[test]
fn an_export_has_the_columns_of_the_register_and_no_formula() {
    let scene = scene();
    let (dev, ruth) = (scene.client("dev"), scene.client("ruth"));
    let mut body = block(&scene.world);
    body["fields"]["site"] = json!("=HYPERLINK(\"x\")");
    let entry = add(&dev, "filter_changes", &body);
    let csv = ruth.get("/v1/registers/filter_changes/export").expect(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(
        csv.header("content-disposition"),
        Some("attachment; filename=\"filter_changes.csv\"")
    );
    let text = csv.text();
    let head = text.lines().next().unwrap();
    assert!(
        head.starts_with("number,added_at,action,what,site,for_whom"),
        "{head}"
    );
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{text}");
    assert!(text.contains("Dev Patel"));
    let json = ruth
        .get("/v1/registers/filter_changes/export?format=json&where=action:block")
        .expect(200)
        .json();
    let row = { json["items"].as_array().unwrap().iter() }
        .find(|it| entry.ends_with(it["id"].as_str().unwrap()))
        .unwrap();
    assert!(
        row["fields"].get("seen_at").is_none(),
        "no column of the export"
    );
    let _ = ruth
        .get("/v1/registers/filter_changes/export?format=pdf")
        .expect(400);
}

#[test]
fn what_is_due_in_a_register_stands_in_the_due_list_and_with_its_keeper() {
    let scene = scene();
    let (dev, ruth) = (scene.client("dev"), scene.client("ruth"));
    let entry = add(&dev, "filter_changes", &block(&scene.world));
    let id = entry.rsplit('/').next().unwrap();
    let mine = crate::steps::all(&dev, "/v1/me/actions");
    let found = { mine.iter() }.find(|it| it["matter"] == format!("register-{id}"));
    let found = found.unwrap();
    assert_eq!(
        (&found["kind"], &found["title"], &found["clock"]),
        (&json!("entry"), &json!("filter_changes"), &json!("block"))
    );
    let fields =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &fields).expect(201);
    let due = crate::steps::all(&ruth, "/v1/due");
    let clocks: Vec<_> = { due.iter() }
        .filter(|it| it["matter"] == format!("register-{id}"))
        .map(|it| it["clock"].as_str().unwrap())
        .collect();
    assert_eq!(clocks, ["approval", "group_block"]);
}

#[test]
fn the_agenda_of_the_group_names_nobody() {
    let scene = scene();
    let dev = scene.client("dev");
    let entry = add(&dev, "filter_changes", &block(&scene.world));
    let fields =
        json!({"blocked_at": "2026-11-10T14:05:00Z", "block_tested": "from_a_pupil_login"});
    let _ = make(&dev, &entry, "block_now", &fields).expect(201);
    let oakfield = scene.world.academy(School::Oakfield);
    let path = format!("/v1/academies/{oakfield}/agenda?limit=200");
    let answer = scene.client("alan").get(&path).expect(200);
    let agenda = items(&answer);
    assert!(
        agenda
            .iter()
            .any(|it| it["fields"]["site"] == "games.example")
    );
    assert!(!answer.text().contains("Dev") && !answer.text().contains("requested_by"));
}
