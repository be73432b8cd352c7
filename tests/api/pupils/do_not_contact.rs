//! "Do not contact": /v1/pupils/{pupil}/do-not-contact, of one contact too, and …/lift

use serde_json::{Value, json};

use lanyard::demo::School;
use lanyard_tests::Client;

use super::contacts::{add, contact, contacts};
use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::{Scene, scene};
use crate::steps::{self, NOTHING, id_of, open_case, pointers, pupil, raise};

const UNSEEN: Wrong = Wrong::Refused("priya", 404, "not-found");

fn ask(scene: &Scene, rest: &str) -> Ask {
    let path = format!("/v1/pupils/{}/{rest}", scene.world.oakfield().another);
    Ask::new(path, json!({"reason": "She is afraid of him."}))
}

pub const MARK: Door = Door {
    route: "POST /v1/pupils/{pupil}/contacts/{contact}/do-not-contact",
    ask: |scene| ask(scene, &format!("contacts/{NOTHING}/do-not-contact")),
    wrong: UNSEEN,
};

pub const LIFT: Door = Door {
    route: "POST /v1/pupils/{pupil}/contacts/{contact}/do-not-contact/lift",
    ask: |scene| ask(scene, &format!("contacts/{NOTHING}/do-not-contact/lift")),
    wrong: Wrong::Refused("helen", 403, "forbidden"),
};

pub const MARK_FAMILY: Door = Door {
    route: "POST /v1/pupils/{pupil}/do-not-contact",
    ask: |scene| ask(scene, "do-not-contact"),
    wrong: UNSEEN,
};

pub const LIFT_FAMILY: Door = Door {
    route: "POST /v1/pupils/{pupil}/do-not-contact/lift",
    ask: |scene| ask(scene, "do-not-contact/lift"),
    wrong: Wrong::Refused("miriam", 403, "forbidden"),
};

fn reason(text: &str) -> Value {
    json!({"reason": text})
}

/// A report about a child, of a category and at a place.
fn report(scene: &Scene, pupil_at: &str, category: &str, place: &str) -> Value {
    let mut body = steps::threats(&scene.world, id_of(pupil_at));
    body["category"] = json!(category);
    body["place"] = json!({"kind": place});
    body
}

/// Tells a parent in a case.
fn tell(by: &Client, case: &str, child: &str, person: Option<&str>) -> lanyard_tests::Answer {
    let body = json!({
        "pupil": id_of(child),
        "person": person,
        "contact": "Mother",
        "how": "telephone",
        "summary": "Told what had happened.",
        "asked_first": {"kind": "asked", "desk": "social_care", "advice": "She may be told."},
    });
    by.post(&format!("{case}/parents/contacts"), &body)
}

/// Who of the contacts is marked, by name.
fn marked(by: &Client, child: &str) -> Vec<String> {
    let found = contacts(by, child);
    let all = found["contacts"].as_array().unwrap();
    { all.iter() }
        .filter(|contact| !contact["do_not_contact"].is_null())
        .map(|contact| contact["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_was_reported_keeps_the_whole_family_away_until_a_lead_lifts_it() {
    let scene = scene();
    let child = register(&scene, 50);
    let (ruth, mis) = (scene.client("ruth"), scene.world.mis("pupils:write"));
    let mother = add(&ruth, &child, "Dana Example", "mother");
    let body = report(&scene, &child, "female_genital_mutilation", "not_known");
    let concern = raise(&scene.client("priya"), &body);
    let father = add(&mis, &child, "Dan Example", "father");
    let worker = add(&ruth, &child, "Sal Ward", "social_worker");
    assert_eq!(marked(&ruth, &child), ["Dana Example", "Dan Example"]);
    let family = &contacts(&ruth, &child)["do_not_contact"];
    assert_eq!(family["set_by"], "rule");
    // The reason says nothing of the report, nor that there is one of which sort.
    let said = family["reason"].as_str().unwrap();
    assert!(!said.contains("genital") && !said.contains(&concern.reference));

    let case = open_case(&ruth, &concern);
    for person in [&mother, &father] {
        let answer = tell(&ruth, &case, &child, Some(person)).expect(422);
        assert_eq!(answer.problem(), "do-not-contact");
    }
    let answer = tell(&ruth, &case, &child, None).expect(422);
    assert_eq!(pointers(&answer), ["/person"]);
    let _ = tell(&ruth, &case, &child, Some(&worker)).expect(201);

    // Neither the MIS nor a head lifts it, and the lead says why.
    let lift = format!("{child}/contacts/{mother}/do-not-contact/lift");
    let why = reason("Social care has spoken to her.");
    for by in [&mis, &scene.client("helen"), &scene.client("miriam")] {
        let _ = by.post(&lift, &why).expect(403);
    }
    let answer = ruth.post(&lift, &reason(" ")).expect(422);
    assert_eq!(pointers(&answer), ["/reason"]);
    let _ = scene.client("callum").post(&lift, &why).expect(201);
    assert_eq!(marked(&ruth, &child), ["Dan Example"]);
    let _ = tell(&ruth, &case, &child, Some(&mother)).expect(201);

    let all = format!("{child}/do-not-contact/lift");
    let _ = ruth.post(&all, &why).expect(201);
    assert!(marked(&ruth, &child).is_empty());
    // Linked to the same case again, or triaged: the lead knew of it.
    let _ = tell(&ruth, &case, &child, None).expect(201);
}

#[test]
fn each_report_of_such_a_kind_sets_it_and_no_other() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    for (serial, category, place, keeps_away) in [
        (51, "forced_marriage", "not_known", true),
        (52, "honour_based_abuse", "online", true),
        (53, "domestic_abuse", "at_home", true),
        (54, "physical_abuse", "at_home", true),
        (55, "physical_abuse", "in_school", false),
        (56, "cyber_bullying", "at_home", false),
        (57, "neglect", "at_home", false),
    ] {
        let child = register(&scene, serial);
        let _ = add(&ruth, &child, "Dana Example", "mother");
        let _ = raise(&priya, &report(&scene, &child, category, place));
        let is_marked = !marked(&ruth, &child).is_empty();
        assert_eq!(is_marked, keeps_away, "{category} {place}");
    }
}

#[test]
fn brothers_and_sisters_have_the_same_family_and_a_child_linked_later_too() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let [child, sibling, witness, later] = [60, 61, 62, 63].map(|it| register(&scene, it));
    let mut body = report(&scene, &child, "domestic_abuse", "at_home");
    body["people"] = json!([
        {"person": pupil(id_of(&child)), "role": "affected"},
        {"person": pupil(id_of(&sibling)), "role": "sibling"},
        {"person": pupil(id_of(&witness)), "role": "witness"},
    ]);
    let concern = raise(&priya, &body);
    let family = |child: &str| !contacts(&ruth, child)["do_not_contact"].is_null();
    assert!(family(&child) && family(&sibling) && !family(&witness));
    let case = open_case(&ruth, &concern);
    assert!(!family(&later));
    let link =
        json!({"person": pupil(id_of(&later)), "role": "affected", "reason": "Lives there."});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    assert!(family(&later));
    // Named wrongly (S08): the right child's family is kept away as well.
    let right = register(&scene, 64);
    let concern = raise(
        &priya,
        &report(&scene, &witness, "forced_marriage", "not_known"),
    );
    let correct = json!({
        "kind": "person", "from": pupil(id_of(&witness)), "to": pupil(id_of(&right)),
        "reason": "Two of that name.",
    });
    let _ = ruth
        .change(&concern.address(), "corrections", &correct)
        .expect(201);
    assert!(family(&right));
}

#[test]
fn a_concern_added_to_a_case_keeps_the_families_of_all_in_it_away_and_none_twice() {
    let scene = scene();
    let (priya, ruth) = (scene.client("priya"), scene.client("ruth"));
    let [first, second] = [71, 72].map(|it| register(&scene, it));
    let family = |child: &str| !contacts(&ruth, child)["do_not_contact"].is_null();
    let join = |case: &str, concern: &steps::Concern| {
        let decision = json!({"kind": "add_to_case", "case": id_of(case)});
        let _ = steps::triage(&ruth, concern, &decision, "The same group.").expect(201);
    };
    let harmless = |child: &str| raise(&priya, &report(&scene, child, "cyber_bullying", "online"));
    let case = open_case(&ruth, &harmless(&first));
    assert!(!family(&first));
    let concern = raise(
        &priya,
        &report(&scene, &second, "domestic_abuse", "at_home"),
    );
    // Lifted by a lead who knew of the report: it stays lifted when that becomes part of the case.
    let lift = |child: &str| {
        let path = format!("{child}/do-not-contact/lift");
        let _ = ruth.post(&path, &reason("Social care agrees.")).expect(201);
    };
    lift(&second);
    join(&case, &concern);
    assert!(family(&first) && !family(&second));
    // The next concern is no such one: whom it brings is in the case now, the others have been.
    lift(&first);
    let third = register(&scene, 73);
    join(&case, &harmless(&third));
    assert!(family(&third) && !family(&first) && !family(&second));
}

#[test]
fn a_report_about_an_adult_of_the_school_sets_none_and_the_childs_case_does_by_its_category() {
    let scene = scene();
    let (helen, ruth) = (scene.client("helen"), scene.client("ruth"));
    let [child, unsure, right] = [74, 75, 76].map(|it| register(&scene, it));
    let family = |child: &str| !contacts(&ruth, child)["do_not_contact"].is_null();
    let about = |child: &str, answer: &str| {
        let priya = scene.world.staff("priya");
        let mut body =
            steps::about_adult(&scene.world, School::Oakfield, id_of(child), Some(priya));
        body["about_adult"] = json!(answer);
        body["place"] = json!({"kind": "at_home"});
        raise(&scene.client("tom"), &body)
    };
    let concern = about(&child, "yes");
    let _ = about(&unsure, "not_sure");
    assert!(!family(&child) && family(&unsure));
    let allegation = steps::open_allegation(&helen, &concern);
    assert!(!family(&child));
    let body = json!({
        "pupils": [id_of(&child)], "category": "domestic_abuse", "reason": "Somebody of her own.",
    });
    let _ = helen.change(&allegation, "child-case", &body).expect(201);
    assert!(family(&child));
    // Named wrongly in the adults' matter: the right child's family is kept away as well.
    let correct = json!({
        "from": pupil(id_of(&child)), "to": pupil(id_of(&right)), "reason": "Two of that name.",
    });
    let _ = helen
        .change(&allegation, "corrections", &correct)
        .expect(201);
    assert!(family(&right));
}

#[test]
fn a_lead_marks_one_and_a_mark_follows_whoever_the_mis_records_anew() {
    let scene = scene();
    let child = register(&scene, 65);
    let (ruth, mis) = (scene.client("ruth"), scene.world.mis("pupils:write"));
    let father = add(&ruth, &child, "Dan Example", "father");
    let mother = add(&ruth, &child, "Dana Example", "mother");
    let path = format!("{child}/contacts/{father}");
    let mark = format!("{path}/do-not-contact");
    let _ = ruth
        .post(&mark, &reason("She is afraid of him."))
        .expect(201);
    assert_eq!(marked(&ruth, &child), ["Dan Example"]);
    let answer = ruth.post(&mark, &reason("She is afraid of him."));
    let _ = answer.expect(200);
    let tag = steps::etag(&ruth, &format!("{child}/contacts"));
    let _ = mis
        .post_on(&format!("{path}/end"), &tag, &json!({}))
        .expect(201);
    let anew = add(&mis, &child, "Dan Example", "other_professional");
    assert_eq!(marked(&ruth, &child), ["Dan Example"]);
    // The other way round, too: first the new row, then the end of the old one.
    let _ = add(&mis, &child, "Dan Example", "other_professional");
    let tag = steps::etag(&ruth, &format!("{child}/contacts"));
    let path = format!("{child}/contacts/{anew}/end");
    let _ = mis.post_on(&path, &tag, &json!({})).expect(201);
    assert_eq!(marked(&ruth, &child), ["Dan Example"]);

    let body = report(&scene, &child, "cyber_bullying", "online");
    let case = open_case(&ruth, &raise(&scene.client("priya"), &body));
    let answer = tell(&ruth, &case, &child, None).expect(422);
    assert_eq!(pointers(&answer), ["/person"]);
    let answer = tell(&ruth, &case, &child, Some(NOTHING)).expect(422);
    assert_eq!(pointers(&answer), ["/person"]);
    let _ = tell(&ruth, &case, &child, Some(&mother)).expect(201);
}

#[test]
fn nobody_marked_is_asked_for_consent_or_an_agreement() {
    let scene = scene();
    let child = register(&scene, 68);
    let (ruth, priya) = (scene.client("ruth"), scene.client("priya"));
    let father = add(&ruth, &child, "Dan Example", "father");
    let _ = add(&ruth, &child, "Dana Example", "mother");
    let ask = |field: &str, giver: &str| {
        let (name, parent) = match field {
            "giver" => ("image_consent", "pupil"),
            _ => ("agreements", "child"),
        };
        let mut fields = json!({
            "school_year": "2026/27",
            parent: id_of(&child),
            field: {"kind": "described", "description": giver},
        });
        let more = if field == "giver" {
            json!({"purpose": "school_website", "gives": "parental_responsibility"})
        } else {
            json!({"form": "parents", "edition": "2026", "who": "parent"})
        };
        for (key, value) in more.as_object().unwrap() {
            fields[key] = value.clone();
        }
        let body = json!({"academy": scene.world.academy(School::Oakfield), "fields": fields});
        priya.post(&format!("/v1/registers/{name}/entries"), &body)
    };
    for field in ["giver", "parent"] {
        let _ = ask(field, "Her father").expect(201);
    }
    let mark = format!("{child}/contacts/{father}/do-not-contact");
    let _ = ruth
        .post(&mark, &reason("She is afraid of him."))
        .expect(201);
    for field in ["giver", "parent"] {
        for words in ["Her father", "Dan Example"] {
            let answer = ask(field, words).expect(422);
            assert_eq!(pointers(&answer), [format!("/fields/{field}")]);
            // Priya knows of no mark, and learns of none.
            let text = answer.text();
            assert!(
                !text.contains("do not contact") && !text.contains("mark"),
                "{text}"
            );
        }
        let _ = ask(field, "dana  example").expect(201);
    }
}

#[test]
fn who_must_not_be_told_is_not_told() {
    let scene = scene();
    let child = register(&scene, 66);
    let ruth = scene.client("ruth");
    let mut body = contact("Dan Example", "father");
    body["may_be_told"] = json!("must_not");
    let answer = ruth.post(&format!("{child}/contacts"), &body);
    let father = answer.expect(201).field("id");
    let body = report(&scene, &child, "cyber_bullying", "online");
    let case = open_case(&ruth, &raise(&scene.client("priya"), &body));
    let answer = tell(&ruth, &case, &child, Some(&father)).expect(422);
    assert_eq!(answer.problem(), "must-not-be-told");
}

#[test]
fn whoever_is_close_to_the_child_finds_nothing_and_no_list_or_file_shows_the_mark() {
    let scene = scene();
    let child = register(&scene, 67);
    let ruth = scene.client("ruth");
    let father = add(&ruth, &child, "Dan Quetzal", "father");
    let mark = format!("{child}/contacts/{father}/do-not-contact");
    let _ = ruth.post(&mark, &reason("Canary-Quetzal")).expect(201);
    // What leaves for a subject-access request is made of these: none of them reads contacts.
    for page in ["", "/history", "/file", "/file?format=text"] {
        let text = ruth.get(&format!("{child}{page}")).expect(200).text();
        assert!(!text.contains("Quetzal"), "{page}: {text}");
    }
    // Callum, a deputy, is close to the child as the register of staff has it: he learns nothing of it.
    let relation = json!({"person": pupil(id_of(&child)), "relation": "relative"});
    let callum = scene.staff("callum");
    let _ = scene
        .client("callum")
        .change(&callum, "relations", &relation)
        .expect(201);
    let page = format!("{child}/contacts");
    let _ = scene.client("callum").get(&page).expect(404);
}
