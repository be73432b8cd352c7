//! GET and POST /v1/cases/{case}/links, POST …/links/{linked}/end

use lanyard::demo::School;
use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{
    NOTHING, all, etag, eventually, id_of, kinds, open_case, pointers, pupil, raise, threats, told,
};

pub const LIST: Door = Door {
    route: "GET /v1/cases/{case}/links",
    ask: |scene| Ask::of(format!("{}/links", scene.case)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const LINK: Door = Door {
    route: "POST /v1/cases/{case}/links",
    ask: |scene| Ask::new(format!("{}/links", scene.case), link(NOTHING)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const END: Door = Door {
    route: "POST /v1/cases/{case}/links/{linked}/end",
    ask: |scene| Ask::new(format!("{}/links/{NOTHING}/end", scene.case), end()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

fn link(other: &str) -> Value {
    json!({"case": id_of(other), "kind": "siblings", "reason": "Her brother, it turns out."})
}

fn end() -> Value {
    json!({"reason": "They share a surname and nothing else."})
}

/// Everything that a client is shown of the links of a case.
#[track_caller]
fn links(by: &Client, case: &str) -> Value {
    by.get(&format!("{case}/links")).expect(200).json()
}

/// Status, problem and the code of the first fault of an answer.
#[track_caller]
fn refused(answer: &Answer) -> (u16, String, String) {
    let code = answer.json()["errors"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    (answer.status, answer.problem(), code)
}

/// The ids of the cases of a list.
fn ids(list: &Value) -> Vec<&str> {
    { list.as_array().unwrap().iter() }
        .map(|row| row["case"].as_str().unwrap())
        .collect()
}

/// A case of St Aldhelm's, Grace's.
#[track_caller]
fn case_elsewhere(world: &World) -> String {
    let mut body = threats(world, world.pupil_of(School::StAldhelms));
    body["academy"] = json!(world.academy(School::StAldhelms));
    open_case(&world.client("grace"), &raise(&world.client("nora"), &body))
}

#[test]
fn cases_of_two_academies_are_linked_for_whoever_sees_both_and_for_nobody_else() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (grace, miriam) = (world.client("grace"), world.client("miriam"));
    let amara = world.oakfield().amara;
    let here = open_case(&ruth, &raise(&priya, &threats(&world, amara)));
    let there = case_elsewhere(&world);
    // Everything that either safeguarding lead can ask of their own case.
    let seen = |by: &Client, case: &str| {
        let shown = by.get(case).expect(200);
        (
            shown.json(),
            shown.header("etag").map(str::to_owned),
            all(by, &format!("{case}/timeline")),
            links(by, case),
        )
    };
    let before = (seen(&ruth, &here), seen(&grace, &there));

    // Ruth does not see the other case: it is told from none by nothing.
    let denied = ruth.post(&format!("{here}/links"), &link(&there));
    let absent = ruth.post(&format!("{here}/links"), &link(NOTHING));
    assert_eq!(told(&denied), told(&absent));
    assert_eq!(
        refused(&denied),
        (422, "invalid-body".to_owned(), "unknown_case".to_owned())
    );
    assert_eq!(pointers(&denied), ["/case"]);

    let answer = miriam
        .post(&format!("{here}/links"), &link(&there))
        .expect(201);
    assert_eq!(answer.json()["revision"], Value::Null);
    for (case, other) in [(&here, &there), (&there, &here)] {
        let shown = links(&miriam, case);
        assert_eq!(ids(&shown["links"]), [id_of(other)]);
        let row = &shown["links"][0];
        assert_eq!(
            (&row["kind"], &row["state"]),
            (&json!("siblings"), &json!("open"))
        );
        assert_eq!(row["reason"], "Her brother, it turns out.");
        assert_eq!(row["linked_by_name"], "Miriam Adeyemi");
        let last = all(&miriam, &format!("{case}/timeline")).pop().unwrap();
        assert_eq!(last["kind"], "case_links.linked");
        assert_eq!(last["detail"]["case"], id_of(other));
    }
    // Neither id, nor count, nor a gap in the revisions.
    assert_eq!(before, (seen(&ruth, &here), seen(&grace, &there)));
    let _ = ruth
        .change(
            &here,
            "owner",
            &json!({
                "owner": world.staff("callum").to_string(), "reason": "Nothing moved it meanwhile.",
            }),
        )
        .expect(201);
    assert_eq!(ids(&links(&ruth, &here)["links"]), Vec::<&str>::new());
}

/// By which routes somebody has looked at a case, the oldest first, as those are told who answer for it: up to a reading
/// of its timeline just now.
#[track_caller]
fn looks_of(by: &Client, who: (&World, &str), case: &str) -> Vec<(String, String)> {
    const LAST: &str = "GET /v1/cases/{case}/timeline";
    let (world, name) = who;
    let _ = world.client(name).get(&format!("{case}/timeline"));
    let actor = json!(format!("staff:{}", world.staff(name)));
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    eventually(|| {
        let mut rows = all(by, &format!("{case}/looks"));
        rows.retain(|row| row["actor"] == actor);
        let own = json!([format!("case-{}", id_of(case))]);
        assert!(rows.iter().all(|row| row["streams"] == own), "{rows:?}");
        let newest = rows.first()?;
        (newest["route"] == LAST).then(|| {
            { rows.iter().skip(1).rev() }
                .map(|row| (text(row, "route"), text(row, "result")))
                .collect()
        })
    })
}

#[test]
fn who_looked_at_a_case_says_of_no_link_that_it_was_made_shown_or_ended() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (grace, miriam) = (world.client("grace"), world.client("miriam"));
    let amara = world.oakfield().amara;
    let here = open_case(&ruth, &raise(&priya, &threats(&world, amara)));
    let there = case_elsewhere(&world);
    let path = format!("{here}/links");
    let _ = ruth.post(&path, &link(&there)).expect(422);
    let _ = miriam.post(&path, &link(&there)).expect(201);
    assert_eq!(ids(&links(&miriam, &here)["links"]), [id_of(&there)]);
    let unlink = format!("{there}/links/{}/end", id_of(&here));
    let _ = miriam.post(&unlink, &end()).expect(201);
    // What was done with the link looks like reading the case; that the links were asked for says of none.
    let told = |by: &Client, name: &str, case: &str| {
        let mut looks = looks_of(by, (&world, name), case);
        looks.retain(|(route, _)| route != "GET /v1/cases/{case}/links");
        looks
    };
    let reading = |result: &str| ("GET /v1/cases/{case}".to_owned(), result.to_owned());
    let opened = || reading("opened");
    assert_eq!(told(&ruth, "miriam", &here), [opened(), opened()]);
    assert_eq!(
        told(&grace, "miriam", &there),
        [opened(), opened(), opened()]
    );
    assert_eq!(told(&grace, "ruth", &there), [reading("not_shown")]);
}

#[test]
fn two_cases_are_linked_once_in_one_way_until_somebody_who_sees_both_ends_it_with_a_reason() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (grace, miriam) = (world.client("grace"), world.client("miriam"));
    let amara = world.oakfield().amara;
    let here = open_case(&ruth, &raise(&priya, &threats(&world, amara)));
    let there = case_elsewhere(&world);
    let path = format!("{here}/links");
    let _ = miriam.post(&path, &link(&there)).expect(201);
    // Once more is no news; another way asks to end the first.
    let _ = miriam.post(&path, &link(&there)).expect(201);
    assert_eq!(ids(&links(&miriam, &here)["links"]).len(), 1);
    let mut otherwise = link(&there);
    otherwise["kind"] = json!("same_incident");
    let other_way = miriam.post(&path, &otherwise);
    assert_eq!(
        (other_way.status, &*other_way.problem()),
        (422, "case-already-linked")
    );
    let itself = miriam.post(&path, &link(&here));
    let expected = (
        422,
        "invalid-body".to_owned(),
        "case_linked_to_itself".to_owned(),
    );
    assert_eq!(refused(&itself), expected);

    // It ends from either side, for both; whoever sees one only cannot even try.
    let unlink = format!("{there}/links/{}/end", id_of(&here));
    let (denied, absent) = (
        grace.post(&unlink, &end()),
        grace.post(&format!("{there}/links/{NOTHING}/end"), &end()),
    );
    assert_eq!(denied.status, 404);
    assert_eq!(told(&denied), told(&absent));
    let _ = miriam.post(&unlink, &end()).expect(201);
    for case in [&here, &there] {
        assert_eq!(ids(&links(&miriam, case)["links"]), Vec::<&str>::new());
        let told = kinds(&miriam, case);
        assert!(
            told.iter().any(|kind| kind == "case_links.unlinked"),
            "{told:?}"
        );
    }
    assert_eq!(miriam.post(&unlink, &end()).status, 404);
    assert!(
        !kinds(&ruth, &here)
            .iter()
            .any(|kind| kind.starts_with("case_links"))
    );
}

#[test]
fn whoever_has_a_conflict_in_one_of_two_linked_cases_is_told_nothing_of_it_by_the_other() {
    let scene = scene();
    let (ruth, callum) = (scene.client("ruth"), scene.client("callum"));
    let (open, closed) = (scene.open_case(), scene.open_case());
    let mut body = link(&closed);
    body["kind"] = json!("same_incident");
    let _ = ruth.post(&format!("{open}/links"), &body).expect(201);
    assert_eq!(ids(&links(&callum, &open)["links"]), [id_of(&closed)]);
    let etag_before = etag(&callum, &open);
    let who = scene.world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "He is named in a statement."});
    let _ = ruth.post(&format!("{closed}/conflicts"), &mark).expect(201);
    assert_eq!(ids(&links(&callum, &open)["links"]), Vec::<&str>::new());
    assert!(
        !kinds(&callum, &open)
            .iter()
            .any(|kind| kind.starts_with("case_links"))
    );
    assert_eq!(etag(&callum, &open), etag_before);
    assert_eq!(ids(&links(&ruth, &open)["links"]), [id_of(&closed)]);
}

#[test]
fn a_link_goes_with_no_childs_file() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let pupils = world.oakfield();
    let of_amara = open_case(&ruth, &raise(&priya, &threats(&world, pupils.amara)));
    let of_another = open_case(&ruth, &raise(&priya, &threats(&world, pupils.another)));
    let _ = ruth
        .post(&format!("{of_amara}/links"), &link(&of_another))
        .expect(201);
    let file = format!("/v1/pupils/{}/file", pupils.amara);
    let file = ruth.get(&file).expect(200).text();
    assert!(file.contains(id_of(&of_amara)));
    assert!(
        !file.contains(id_of(&of_another)) && !file.contains("case_links"),
        "{file}"
    );
}

#[test]
fn open_cases_of_brothers_and_sisters_are_shown_at_triage_and_in_the_case() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let pupils = world.oakfield();
    let brothers = open_case(&ruth, &raise(&priya, &threats(&world, pupils.another)));
    let mut body = threats(&world, pupils.amara);
    body["people"] = json!([
        {"person": pupil(pupils.amara), "role": "affected"},
        {"person": pupil(pupils.another), "role": "sibling"},
    ]);
    let concern = raise(&priya, &body);
    let page = ruth.get(&concern.address()).expect(200).json();
    assert_eq!(page["siblings"][0]["pupil"], json!(pupils.another));
    let matter = &page["siblings"][0]["others"][0]["matter"];
    assert_eq!(*matter, format!("case-{}", id_of(&brothers)));

    let sisters = open_case(&ruth, &concern);
    for (case, other) in [(&sisters, &brothers), (&brothers, &sisters)] {
        let shown = links(&ruth, case);
        assert_eq!(ids(&shown["siblings"]), [id_of(other)]);
        assert_eq!(shown["siblings"][0]["pupil"], json!(pupils.another));
        assert_eq!(ids(&shown["links"]), Vec::<&str>::new());
    }
    // Not to whoever may not see both.
    let who = world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "He is named in a statement."});
    let _ = ruth
        .post(&format!("{brothers}/conflicts"), &mark)
        .expect(201);
    let callum = world.client("callum");
    assert_eq!(
        ids(&links(&callum, &sisters)["siblings"]),
        Vec::<&str>::new()
    );
    let later = raise(&priya, &body);
    let page = callum.get(&later.address()).expect(200).json();
    assert_eq!(
        page["siblings"].as_array().unwrap().len(),
        1,
        "his sister's own case"
    );
    let others = page["siblings"][0]["others"].to_string();
    assert!(!others.contains(id_of(&brothers)), "{others}");
}

#[test]
fn an_open_case_of_a_brother_is_shown_at_triage_behind_however_many_newer_concerns() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let pupils = world.oakfield();
    let of_brother = threats(&world, pupils.another);
    let case = open_case(&ruth, &raise(&priya, &of_brother));
    world.now("2026-11-11T09:05");
    for _ in 0..22 {
        let _ = raise(&priya, &of_brother);
    }
    let mut body = threats(&world, pupils.amara);
    body["people"] = json!([
        {"person": pupil(pupils.amara), "role": "affected"},
        {"person": pupil(pupils.another), "role": "sibling"},
    ]);
    let concern = raise(&priya, &body);
    let page = ruth.get(&concern.address()).expect(200).json();
    let others = page["siblings"][0]["others"].as_array().unwrap();
    let matters: Vec<_> = others.iter().map(|other| &other["matter"]).collect();
    assert_eq!(matters, [&json!(format!("case-{}", id_of(&case)))]);
}
