//! One entry: added, filled in, corrected, moved on; who sees which of its fields.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use super::{add, block, change_blindly, make, state, unblock};
use crate::scene::scene;
use crate::steps::{etag, items, pupil};

#[test]
fn whoever_adds_an_entry_gets_a_number_and_the_list_shows_it_first() {
    let scene = scene();
    let (dev, helen) = (scene.client("dev"), scene.client("helen"));
    let answer = dev
        .post("/v1/registers/filter_changes/entries", &block(&scene.world))
        .expect(201);
    assert_eq!(answer.field("number").len(), 8);
    let listed = items(
        &helen
            .get("/v1/registers/filter_changes/entries")
            .expect(200),
    );
    let found = { listed.iter() }.find(|it| it["id"] == answer.field("id").as_str());
    let found = found.unwrap();
    assert_eq!(found["state_title"], "Proposed");
    assert_eq!(found["fields"]["site"], "games.example");
    assert_eq!(
        found["names"][scene.world.staff("dev").to_string()],
        "Dev Patel"
    );
    assert_eq!(found["due"][0]["clock"], "block");
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_recorded() {
    let scene = scene();
    let mut body = block(&scene.world);
    body["fields"]["action"] = json!("open");
    body["fields"]["requested_by"] = json!("Dev");
    body["fields"]["Amara Example"] = json!("x");
    body["fields"]["blocked_at"] = json!("2026-11-10T14:00:00Z");
    let answer = scene
        .client("dev")
        .post("/v1/registers/filter_changes/entries", &body)
        .expect(422);
    let errors = answer.json()["errors"].clone();
    let mut named: Vec<_> = { errors.as_array().unwrap().iter() }
        .map(|error| {
            (
                error["pointer"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    named.sort_unstable();
    for expected in [
        ("/fields", "unknown_field"),
        ("/fields/action", "wrong_value"),
        ("/fields/requested_by", "wrong_value"),
    ] {
        assert!(named.contains(&expected), "{named:?}");
    }
    assert!(!answer.text().contains("Amara"));
}

/// A deadline before its start, and a start that would put the clock off: refused at their fields.
#[test]
fn what_is_still_to_come_begins_no_clock_and_nothing_ends_before_it_begins() {
    let scene = scene();
    let dev = scene.client("dev");
    let refused = |body: &Value| {
        let answer = dev.post("/v1/registers/filter_changes/entries", body);
        let error = answer.expect(422).json()["errors"][0].clone();
        (error["pointer"].clone(), error["code"].clone())
    };
    let mut body = block(&scene.world);
    body["fields"]["seen_at"] = json!("2026-11-10T15:00:00Z");
    let ahead = (json!("/fields/seen_at"), json!("time_ahead"));
    assert_eq!(refused(&body), ahead);
    let body = unblock(&scene.world, "2026-11-09T17:00:00Z");
    let early = (json!("/fields/ends_at"), json!("ends_before_it_begins"));
    assert_eq!(refused(&body), early);
}

#[test]
fn somebody_who_is_on_no_register_cannot_be_named() {
    let scene = scene();
    let mut body = block(&scene.world);
    body["fields"]["requested_by"] = json!(crate::steps::NOTHING);
    let answer = scene
        .client("dev")
        .post("/v1/registers/filter_changes/entries", &body)
        .expect(422);
    assert_eq!(answer.json()["errors"][0]["code"], "person_not_on_register");
}

#[test]
fn an_entry_of_an_academy_names_it_and_one_of_the_trust_names_none() {
    let scene = scene();
    let mut body = block(&scene.world);
    body["academy"] = json!(null);
    let dev = scene.client("dev");
    let path = "/v1/registers/filter_changes/entries";
    let _ = dev.post(path, &body).expect(422);
    body["academy"] = json!(scene.world.academy(lanyard::demo::School::Beacon));
    let _ = dev.post(path, &body).expect(403);
    let _ = dev.post("/v1/registers/nothing/entries", &body).expect(404);
}

#[test]
fn a_governor_sees_the_change_and_not_the_incident_behind_it() {
    let scene = scene();
    let (dev, alan) = (scene.client("dev"), scene.client("alan"));
    let mut body = block(&scene.world);
    body["fields"]["incident"] = json!(scene.concern.reference.clone());
    let entry = add(&dev, "filter_changes", &body);
    let seen = alan.get(&entry).expect(200).json();
    assert_eq!(seen["fields"]["site"], "games.example");
    for hidden in ["incident", "requested_by"] {
        assert!(seen["fields"].get(hidden).is_none(), "{hidden}");
        assert!(
            seen["history"][0]["fields"].get(hidden).is_none(),
            "{hidden}"
        );
    }
    assert_eq!(seen["names"], json!({}));
    // And counts nothing by narrowing it.
    let narrowed = alan.get("/v1/registers/filter_changes/entries?where=action:block");
    assert_eq!(narrowed.expect(400).problem(), "bad-query");
    let _ = alan.get("/v1/registers/filter_changes/export").expect(403);
}

#[test]
fn what_was_left_empty_is_filled_in_and_what_was_wrong_is_corrected_with_a_reason() {
    let scene = scene();
    let dev = scene.client("dev");
    let entry = add(&dev, "filter_changes", &block(&scene.world));
    let fill = json!({"fields": {"incident": "K7PW3HDN"}});
    let _ = dev.change(&entry, "fields", &fill).expect(201);
    let again = json!({"fields": {"incident": "AAAA2222"}});
    let refused = dev.change(&entry, "fields", &again).expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "field_already_filled");
    let correct = json!({"fields": {"incident": "AAAA2222"}, "reason": "A slip of the pen."});
    let _ = dev.change(&entry, "corrections", &correct).expect(201);
    let seen = dev.get(&entry).expect(200).json();
    assert_eq!(seen["fields"]["incident"], "AAAA2222");
    // The wrong one stays.
    assert_eq!(seen["history"][1]["fields"]["incident"], "K7PW3HDN");
    assert_eq!(seen["history"][2]["reason"], "A slip of the pen.");
    let blank = json!({"fields": {"incident": "K7PW3HDN"}, "reason": " "});
    let _ = dev.change(&entry, "corrections", &blank).expect(422);
}

#[test]
fn a_move_is_for_those_whom_the_register_names() {
    let scene = scene();
    let (dev, helen, callum) = (
        scene.client("dev"),
        scene.client("helen"),
        scene.client("callum"),
    );
    let entry = add(&dev, "filter_changes", &block(&scene.world));
    // The head sees the entry and does not make IT's moves; the deputy sees it and makes none.
    let refused = make(&helen, &entry, "block_now", &json!({}));
    assert_eq!(
        (refused.status, refused.problem()),
        (403, "forbidden".to_owned())
    );
    assert_eq!(make(&callum, &entry, "withdraw", &json!({})).status, 403);
    assert_eq!(
        change_blindly(&scene.client("priya"), &dev, &entry, "withdraw").status,
        404
    );
    let _ = make(&helen, &entry, "withdraw", &json!({})).expect(201);
    assert_eq!(state(&dev, &entry), "withdrawn");
    let late = make(&dev, &entry, "block_now", &json!({})).expect(422);
    assert_eq!(late.json()["errors"][0]["code"], "move_not_offered");
    assert_eq!(
        make(&dev, &entry, "fly", &json!({})).expect(422).json()["errors"][0]["code"],
        "unknown_move"
    );
}

/// Callum's daughter is a pupil (S30).
#[test]
fn whoever_is_close_to_somebody_in_an_entry_does_not_see_it() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, callum) = (world.client("ruth"), world.client("callum"));
    let daughter = json!({"person": pupil(world.oakfield().niamh), "relation": "relative"});
    let register = format!("/v1/staff/{}", world.staff("callum"));
    let _ = world
        .client("helen")
        .change(&register, "relations", &daughter)
        .expect(201);
    let consent = |of: String| {
        json!({
            "academy": world.academy(lanyard::demo::School::Oakfield),
            "fields": {
                "pupil": of,
                "purpose": "news_media",
                "school_year": "2026/27",
                "gives": "parental_responsibility",
                "giver": {"kind": "described", "description": "Her mother"},
            },
        })
    };
    let of_amara = add(
        &ruth,
        "image_consent",
        &consent(world.oakfield().amara.to_string()),
    );
    let of_niamh = add(
        &ruth,
        "image_consent",
        &consent(world.oakfield().niamh.to_string()),
    );
    let _ = callum.get(&of_amara).expect(200);
    assert_eq!(callum.get(&of_niamh).status, 404);
    let listed = items(
        &callum
            .get("/v1/registers/image_consent/entries?limit=200")
            .expect(200),
    );
    let ids: Vec<&str> = listed.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert!(ids.iter().any(|id| of_amara.ends_with(id)));
    assert!(!ids.iter().any(|id| of_niamh.ends_with(id)));
    // He may add one all the same, and then does not see it.
    let own = add(
        &callum,
        "image_consent",
        &consent(world.oakfield().niamh.to_string()),
    );
    assert_eq!(callum.get(&own).status, 404);
    let _ = ruth.get(&own).expect(200);
}

#[test]
fn one_sees_ones_own_entry_and_not_those_of_others() {
    let scene = scene();
    let (priya, tom) = (scene.client("priya"), scene.client("tom"));
    let call = json!({
        "academy": scene.world.academy(lanyard::demo::School::Oakfield),
        "fields": {
            "what": "paper",
            "known_at": "2026-11-10T13:00:00Z",
        },
    });
    let described = priya.get("/v1/registers/breaches").expect(200).json();
    let mut fields = call["fields"].clone();
    for field in described["fields"].as_array().unwrap() {
        let id = field["id"].as_str().unwrap();
        let asked =
            field["required"] == true && field["when"].is_null() && field["with_a_move"] == false;
        if !asked {
            continue;
        }
        let choice = field["choices"].as_array().unwrap().first();
        fields[id] = match field["kind"].as_str().unwrap() {
            "choice" if field["many"] == true => json!([choice.unwrap()]),
            "choice" => choice.unwrap().clone(),
            "datetime" => json!("2026-11-10T13:00:00Z"),
            "date" => json!("2026-11-10"),
            "yes_no" => json!(false),
            "number" => json!(3),
            "pupil" => json!(scene.world.oakfield().amara),
            "staff" => json!(scene.world.staff("tom")),
            "person" => pupil(scene.world.oakfield().amara),
            _ => json!("A folder was left on the train."),
        };
    }
    let body = json!({"academy": call["academy"], "fields": fields});
    let entry = add(&priya, "breaches", &body);
    let seen = priya.get(&entry).expect(200).json();
    assert!(
        seen["due"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["due"]["rule"] == "R10")
    );
    assert_eq!(tom.get(&entry).status, 404);
    let mine = items(&priya.get("/v1/registers/breaches/entries").expect(200));
    assert!(
        mine.iter()
            .any(|it| entry.ends_with(it["id"].as_str().unwrap()))
    );
    assert_eq!(
        items(&tom.get("/v1/registers/breaches/entries").expect(200)),
        [json!(null); 0]
    );
    let _ = scene.client("owen").get(&entry).expect(200);
}

#[test]
fn nobody_fills_in_or_corrects_what_is_hidden_from_them() {
    let scene = scene();
    let (ruth, dev) = (scene.client("ruth"), scene.client("dev"));
    let body = json!({
        "academy": scene.world.academy(School::Oakfield),
        "fields": {
            "raised_at": "2026-11-10T13:40:00Z", "system": "filter", "about": "not_known",
            "danger_now": false, "risk": "content", "kind": "other", "reached": "no",
        },
    });
    let entry = add(&ruth, "filtering_alerts", &body);
    let tag = || etag(&ruth, &entry);
    let hidden = json!({"fields": {"words": "How to hide from the gate"}});
    let unknown = json!({"fields": {"nothing": "How to hide from the gate"}});
    let fill = |body: &serde_json::Value| dev.post_on(&format!("{entry}/fields"), &tag(), body);
    // To him it is as if there were no such field.
    let refused = fill(&hidden).expect(422);
    assert_eq!(
        refused.json()["errors"],
        fill(&unknown).expect(422).json()["errors"]
    );
    assert_eq!(refused.json()["errors"][0]["code"], "unknown_field");
    let _ = dev
        .post_on(
            &format!("{entry}/fields"),
            &tag(),
            &json!({"fields": {"device": "Laptop 14"}}),
        )
        .expect(201);
    let _ = ruth
        .post_on(&format!("{entry}/fields"), &tag(), &hidden)
        .expect(201);
    let correct = |by: &lanyard_tests::Client| {
        let body = json!({"fields": {"words": "Something else"}, "reason": "Misread."});
        by.post_on(&format!("{entry}/corrections"), &tag(), &body)
    };
    let refused = correct(&dev).expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "unknown_field");
    let shown = ruth.get(&entry).expect(200).json();
    assert_eq!(shown["fields"]["words"], "How to hide from the gate");
    let _ = correct(&ruth).expect(201);
}

/// domain.md 1: IT sees alerts except about IT staff; those about staff are the head's, and none of them the safeguarding
/// lead's.
#[test]
fn an_alert_about_staff_is_the_heads_and_one_about_it_staff_goes_past_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let alert = |about: &str, field: &str| {
        let mut body = json!({
            "academy": scene.world.academy(School::Oakfield),
            "fields": {
                "raised_at": "2026-11-10T13:40:00Z", "system": "filter", "about": about,
                "danger_now": false, "risk": "content", "kind": "other", "reached": "no",
            },
        });
        body["fields"][field] = json!(scene.world.staff("tom"));
        add(&helen, "filtering_alerts", &body)
    };
    let of_staff = alert("staff", "staff_member");
    let of_it = alert("it_staff", "it_staff_member");
    let sees = |name: &str, entry: &str| {
        let by = scene.client(name);
        let status = by.get(entry).status;
        let list = by.get("/v1/registers/filtering_alerts/entries?limit=200");
        let rows = items(&list.expect(200));
        let listed = { rows.iter() }.any(|it| entry.ends_with(it["id"].as_str().unwrap()));
        assert_eq!(listed, status == 200, "{name}: list and entry");
        status
    };
    for (name, staff, it) in [
        ("helen", 200, 200),
        ("miriam", 200, 200),
        ("dev", 200, 404),
        ("ruth", 404, 404),
        ("callum", 404, 404),
    ] {
        assert_eq!(
            (sees(name, &of_staff), sees(name, &of_it)),
            (staff, it),
            "{name}"
        );
    }
}
