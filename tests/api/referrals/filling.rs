//! What a form takes from the record: all that is recorded, as far as whoever fills it in may see it.

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::pupils::contacts::add;
use crate::pupils::register;
use crate::scene::scene;
use crate::steps::{about_adult, etag, id_of, open_allegation, open_case, pupil, raise, threats};

/// Puts a desk into its queue; the referral's address.
#[track_caller]
fn need(by: &Client, matter: &str, agency: &str) -> String {
    let body = json!({"agency": agency, "reason": "Afraid to go home."});
    let answer = by.post(&format!("{matter}/referrals"), &body).expect(201);
    format!("/v1/referrals/{}", answer.field("id"))
}

/// What stands in a field of a referral's form; null where nothing does.
#[track_caller]
fn value(by: &Client, path: &str, field: &str) -> Value {
    let form = by.get(&format!("{path}/form")).expect(200).json();
    let fields = form["fields"].as_array().unwrap();
    let found = fields.iter().find(|it| it["id"] == field);
    found.unwrap_or_else(|| panic!("no field {field}"))["value"].clone()
}

#[track_caller]
fn says(by: &Client, path: &str, field: &str, words: &[&str]) {
    let value = value(by, path, field);
    let text = value.as_str().unwrap_or_default();
    for word in words {
        assert!(text.contains(word), "{field} without {word}: {value}");
    }
}

#[test]
fn every_concern_of_the_case_stands_on_it_and_each_mark_with_its_side() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let amara = world.oakfield().amara;
    let mut body = threats(&world, amara);
    body["body_map"] = json!([
        {"region": "upper_arm", "side": "left", "description": "A round bruise"},
        {"region": "forearm", "side": "right", "description": "A scratch"},
    ]);
    let case = open_case(&ruth, &raise(&priya, &body));
    let mut later = threats(&world, amara);
    later["account"] = json!("This morning she did not want to leave the classroom.");
    later["danger_now"] = json!(true);
    later["people"] = json!([
        {"person": pupil(amara), "role": "affected"},
        {"person": {"kind": "described", "description": "A tall boy from the estate"},
         "role": "alleged_to_have_done_it"},
        {"person": {"kind": "described", "description": "The crossing patrol"}, "role": "witness"},
    ]);
    let concern = raise(&priya, &later);
    let join = json!({"kind": "add_to_case", "case": id_of(&case)});
    let _ = crate::steps::triage(&ruth, &concern, &join, "The same group.").expect(201);
    let more = json!({"text": "Her mother said the same at the gate.", "childs_words": null});
    let _ = priya
        .post(&format!("{}/information", concern.address()), &more)
        .expect(201);
    let police = need(&ruth, &case, "police");
    says(
        &ruth,
        &police,
        "injuries",
        &[
            "upper_arm (the child's left): A round bruise",
            "forearm (the child's right): A scratch",
        ],
    );
    let accounts = ["threatening messages", "leave the classroom", "at the gate"];
    says(&ruth, &police, "what_happened", &accounts);
    says(&ruth, &police, "suspect", &["A tall boy from the estate"]);
    says(&ruth, &police, "witnesses", &["The crossing patrol"]);
    assert_eq!(value(&ruth, &police, "danger_now"), "yes");
}

#[test]
fn whom_nobody_may_contact_stands_on_the_form_and_in_no_timeline_or_file() {
    let scene = scene();
    let child = register(&scene, 95);
    let ruth = scene.client("ruth");
    let father = add(&ruth, &child, "Dan Heronsgate", "father");
    let _ = add(&ruth, &child, "Dana Heronsgate", "mother");
    let worker = add(&ruth, &child, "Sal Ward", "social_worker");
    assert!(!worker.is_empty());
    let mark = format!("{child}/contacts/{father}/do-not-contact");
    let why = json!({"reason": "Canary-Heron: she is afraid of him."});
    let _ = ruth.post(&mark, &why).expect(201);
    let case = open_case(
        &ruth,
        &raise(
            &scene.client("priya"),
            &threats(&scene.world, id_of(&child)),
        ),
    );
    let path = need(&ruth, &case, "social_care");
    says(
        &ruth,
        &path,
        "do_not_contact",
        &["Dan Heronsgate (father): do not contact", "Canary-Heron"],
    );
    says(
        &ruth,
        &path,
        "significant_adults",
        &["Dana Heronsgate (mother)", "01632 960000"],
    );
    says(
        &ruth,
        &path,
        "parental_responsibility",
        &["Birth certificate"],
    );
    says(&ruth, &path, "social_worker", &["Sal Ward"]);
    let _ = ruth
        .change(&path, "draft", &json!({"fields": {}}))
        .expect(201);
    let drafted = ruth.get(&path).expect(200).json();
    let told = drafted["fields"]["do_not_contact"].as_str().unwrap();
    assert!(told.contains("do not contact"), "{told}");
    for page in [
        format!("{case}/timeline?limit=200"),
        format!("{child}/file"),
        format!("{child}/file?format=text"),
        format!("{child}/history"),
    ] {
        let text = ruth.get(&page).expect(200).text();
        assert!(!text.contains("Heron"), "{page}");
    }
}

#[test]
fn a_family_kept_away_by_a_rule_is_named_with_the_rule() {
    let scene = scene();
    let child = register(&scene, 96);
    let ruth = scene.client("ruth");
    let _ = add(&ruth, &child, "Dana Example", "mother");
    let mut body = threats(&scene.world, id_of(&child));
    body["category"] = json!("forced_marriage");
    let case = open_case(&ruth, &raise(&scene.client("priya"), &body));
    let path = need(&ruth, &case, "social_care");
    let words = [
        "The whole family: do not contact; set by rule R5",
        "Dana Example (mother): do not contact",
    ];
    says(&ruth, &path, "do_not_contact", &words);
}

#[test]
fn what_was_decided_and_recorded_of_the_child_is_on_it() {
    let scene = scene();
    let child = register(&scene, 97);
    let (ruth, id) = (scene.client("ruth"), id_of(&child));
    let sign = json!({"how": "Signs and symbols"});
    let tag = etag(&ruth, &format!("{child}/contacts"));
    let headers = [("if-match", tag.as_str())];
    let path = format!("{child}/communication");
    let _ = ruth.send("PUT", &path, Some(&sign), &headers).expect(200);
    let concern = raise(&scene.client("priya"), &threats(&scene.world, id));
    let earlier = open_case(&ruth, &concern);
    let case = open_case(
        &ruth,
        &raise(&scene.client("priya"), &threats(&scene.world, id)),
    );
    let note = json!({"kind": "childs_wishes", "text": "She wants her tutor told; nobody else."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    let heard = json!({"pupil": id, "how": "symbols", "text": "Pointed to home and to worried."});
    let _ = ruth.post(&format!("{case}/wishes"), &heard).expect(201);
    let not_told = json!({
        "pupil": id, "contact": "Father", "reason": "He is alleged to be violent.",
        "review_on": "2026-11-24",
    });
    let _ = ruth
        .post(&format!("{case}/parents/not-told"), &not_told)
        .expect(201);
    let plan = json!({
        "kind": "child_in_need", "since": "2026-11-02", "social_worker": "Sal Ward, 01632 960001",
        "core_group_on": null, "review_on": null,
    });
    let tag = etag(&ruth, &case);
    let headers = [("if-match", tag.as_str())];
    let _ = ruth
        .send("PUT", &format!("{case}/plans/{id}"), Some(&plan), &headers)
        .expect(200);
    let police = need(&ruth, &case, "police");
    let told = json!({
        "how": "phone", "their_reference": "Log 118", "missing_reason": "By telephone.",
    });
    let _ = ruth.change(&police, "submission", &told).expect(201);

    let path = need(&ruth, &case, "social_care");
    for (field, words) in [
        ("child_communication", "Signs and symbols"),
        ("child_known_as", "Peregrine Quickthorn"),
        ("child_knows", "She wants her tutor told"),
        ("child_knows", "Pointed to home and to worried"),
        ("parents_aware", "no"),
        ("no_consent_reason", "Father not told: He is alleged"),
        ("previous_involvement", "Child in need since 2026-11-02"),
        ("social_worker", "Sal Ward"),
        ("police_reference", "Log 118"),
        ("others_informed", "Log 118"),
    ] {
        says(&ruth, &path, field, &[words]);
    }
    let reference = ruth.get(&earlier).expect(200).field("reference");
    says(&ruth, &path, "harm_history", &[&reference]);
    let this = ruth.get(&case).expect(200).field("reference");
    let history = value(&ruth, &path, "harm_history");
    assert!(!history.as_str().unwrap().contains(&this), "{history}");
}

#[test]
fn a_childs_form_has_nothing_of_the_adults_matter() {
    let world = World::at("2026-11-10T14:05");
    let (helen, ruth) = (world.client("helen"), world.client("ruth"));
    let amara = world.oakfield().amara;
    let body = about_adult(&world, School::Oakfield, amara, Some(world.staff("priya")));
    let allegation = open_allegation(&helen, &raise(&world.client("tom"), &body));
    let lado = need(&helen, &allegation, "lado");
    says(&helen, &lado, "description", &["grabbed in the corridor"]);
    let parents = json!({
        "whom": "parents", "when": {"kind": "after_advice", "review_on": "2026-11-17"},
        "advised_by": ["lado"], "reason": "The LADO is asked first.",
    });
    let _ = helen.change(&allegation, "telling", &parents).expect(201);
    assert_eq!(value(&helen, &lado, "parents_informed"), "no");
    says(
        &helen,
        &lado,
        "parents_reasons",
        &["The LADO is asked first"],
    );
    says(&helen, &lado, "adult_employer", &["Oakfield Academy"]);
    let open = json!({"pupils": [amara.to_string()], "reason": "Somebody of her own."});
    let opened = helen.change(&allegation, "child-case", &open).expect(201);
    let case = format!("/v1/cases/{}", opened.field("case"));
    let share = json!({
        "person": crate::steps::staff(world.staff("priya")), "reason": "For the safety plan.",
    });
    let _ = helen.change(&allegation, "share-name", &share).expect(201);
    let path = need(&ruth, &case, "social_care");
    let form = ruth.get(&format!("{path}/form")).expect(200);
    assert!(form.text().contains("Amara Example"));
    for secret in ["grabbed", "corridor", "Priya", "LADO is asked"] {
        assert!(!form.text().contains(secret), "{secret}");
    }
}

#[test]
fn the_form_of_a_breach_takes_the_register_for_whoever_sees_it() {
    let scene = scene();
    let (ruth, helen) = (scene.client("ruth"), scene.client("helen"));
    let mut concern = threats(&scene.world, scene.world.oakfield().amara);
    concern["category"] = json!("security_breach");
    let case = open_case(&ruth, &raise(&scene.client("priya"), &concern));
    let reference = ruth.get(&case).expect(200).field("reference");
    let body = json!({
        "academy": scene.world.academy(School::Oakfield),
        "fields": {
            "known_at": "2026-11-10T13:00:00Z", "what": "attack_or_virus",
            "facts": "A folder of one year group was copied.", "data_kinds": ["results_or_behaviour"],
            "whose": ["pupils"], "how_many": 28, "protection": "none", "danger": "no",
            "matter": reference,
        },
    });
    let _ = crate::registers::add(&helen, "breaches", &body);
    let path = need(&ruth, &case, "ico");
    says(
        &helen,
        &path,
        "what_happened",
        &["A folder of one year group"],
    );
    says(&helen, &path, "known_at", &["Tue 10 Nov 2026, 13:00"]);
    assert_eq!(value(&helen, &path, "how_many_people"), "28");
    assert_eq!(value(&helen, &path, "cyber"), "yes");
    // The register is not Ruth's to see.
    assert_eq!(value(&ruth, &path, "what_happened"), Value::Null);
}
