//! Each part of a pupil's record has a revision of its own: whoever keeps the roster cannot tell that somebody was
//! marked "do not contact" (ADR 20, 23).

use serde_json::{Value, json};

use lanyard_tests::{Answer, Client};

use super::contacts::{add, contact};
use super::register;
use crate::scene::scene;
use crate::steps::{etag, id_of, items, raise, row, threats};

fn details(surname: &str) -> Value {
    json!({
        "surname": surname, "forename": "Peregrine", "date_of_birth": "2013-11-02", "year_group": 9,
    })
}

fn put(by: &Client, pupil: &str, surname: &str, tag: &str) -> Answer {
    let path = format!("{pupil}/details");
    by.send("PUT", &path, Some(&details(surname)), &[("if-match", tag)])
}

/// What somebody who keeps the roster sees of it: the answer's tag and body.
fn seen(by: &Client, pupil: &str) -> (Option<String>, String) {
    let answer = by.get(pupil).expect(200);
    (answer.header("etag").map(str::to_owned), answer.text())
}

#[test]
fn a_mark_an_order_and_a_file_move_nothing_that_the_roster_shows() {
    let scene = scene();
    let child = register(&scene, 95);
    let ruth = scene.client("ruth");
    let father = add(&ruth, &child, "Dan Example", "father");
    let mis = scene.world.mis("pupils:read");
    let readers = ["priya", "tom", "dev", "ruth"].map(|name| scene.client(name));
    let before: Vec<_> = { readers.iter().chain([&mis]) }
        .map(|by| (seen(by, &child), row(by, "/v1/pupils", id_of(&child))))
        .collect();
    let reason = json!({"reason": "She is afraid of him."});
    for path in [
        format!("{child}/do-not-contact"),
        format!("{child}/contacts/{father}/do-not-contact"),
    ] {
        let _ = ruth.post(&path, &reason).expect(201);
    }
    let order = json!({
        "title": "Prohibited steps order", "says": "He may not fetch her.", "made_on": "2026-10-01",
    });
    let _ = ruth
        .post(&format!("{child}/court-orders"), &order)
        .expect(201);
    // And one that a report sets.
    let mut report = threats(&scene.world, id_of(&child));
    report["category"] = json!("forced_marriage");
    let _ = raise(&scene.client("priya"), &report);
    let after: Vec<_> = { readers.iter().chain([&mis]) }
        .map(|by| (seen(by, &child), row(by, "/v1/pupils", id_of(&child))))
        .collect();
    assert_eq!(before, after);
    let found = {
        items(&readers[0].post(
            "/v1/pupils/search",
            &json!({"name": "Quickthorn", "limit": 200}),
        ))
    }
    .into_iter()
    .find(|it| it["id"] == id_of(&child))
    .unwrap();
    assert_eq!(found["revision"], 0);
}

#[test]
fn the_mis_writes_on_what_it_knows_and_learns_of_no_mark() {
    let scene = scene();
    let [marked, plain] = [96, 97].map(|serial| register(&scene, serial));
    let mis = scene.world.mis("pupils:read pupils:write");
    let ruth = scene.client("ruth");
    let reason = json!({"reason": "She is afraid of him."});
    // All that the MIS does, with a mark set before each step and without: the same answers but for ids.
    let told = |child: &str, mark: &dyn Fn(u8)| {
        let mut answers = Vec::new();
        let mut note = |answer: Answer| {
            let etag = answer.header("etag").map(str::to_owned);
            answers.push((answer.status, etag, answer.json()["revision"].clone()));
            answer
        };
        let tag = etag(&mis, child);
        mark(0);
        let _ = note(put(&mis, child, "Hawthorn", &tag).expect(200));
        mark(1);
        // Again the same: nothing to change.
        let _ = note(put(&mis, child, "Hawthorn", "\"1\"").expect(200));
        let _ = note(put(&mis, child, "Blackthorn", &tag));
        let _ = note(put(&mis, child, "Blackthorn", "\"1\"").expect(200));
        let path = format!("{child}/contacts");
        let added = note(
            mis.post(&path, &contact("Dana Example", "mother"))
                .expect(201),
        );
        mark(2);
        let one = format!("{path}/{}", added.field("id"));
        let tag = added.header("etag").unwrap().to_owned();
        let changed = contact("Dana Whitfield", "mother");
        let headers = [("if-match", tag.as_str())];
        let put = mis.send("PUT", &one, Some(&changed), &headers);
        let tag = note(put.expect(200)).header("etag").unwrap().to_owned();
        mark(3);
        let _ = note(
            mis.post_on(&format!("{one}/end"), &tag, &json!({}))
                .expect(201),
        );
        let young_carer = json!({"kind": "young_carer", "from": "2026-09-01"});
        let _ = note(
            mis.post(&format!("{child}/designations"), &young_carer)
                .expect(201),
        );
        // It neither sets a mark nor lifts one, whether there is one or not.
        for path in ["do-not-contact", "do-not-contact/lift"] {
            let _ = note(mis.post(&format!("{child}/{path}"), &reason).expect(403));
        }
        answers
    };
    let family = format!("{marked}/do-not-contact");
    let with_marks = told(&marked, &|step| {
        let path = if step % 2 == 0 {
            family.clone()
        } else {
            format!("{family}/lift")
        };
        let _ = ruth.post(&path, &reason).expect(201);
    });
    assert_eq!(with_marks, told(&plain, &|_| ()));
    assert_eq!(with_marks[0], (200, Some("\"1\"".to_owned()), json!(1)));
    assert_eq!(with_marks[2].0, 412);
}

#[test]
fn of_two_updates_on_the_same_revision_one_is_recorded_whatever_else_happens() {
    let scene = scene();
    let child = register(&scene, 98);
    let (mis, ruth) = (
        scene.world.mis("pupils:read pupils:write"),
        scene.client("ruth"),
    );
    let tag = etag(&mis, &child);
    let statuses = std::thread::scope(|threads| {
        let updates = ["Hawthorn", "Blackthorn", "Whitethorn"].map(|surname| {
            let (mis, child, tag) = (&mis, &child, &tag);
            threads.spawn(move || put(mis, child, surname, tag).status)
        });
        let reason = json!({"reason": "She is afraid of him."});
        let _ = ruth
            .post(&format!("{child}/do-not-contact"), &reason)
            .expect(201);
        updates.map(|update| update.join().unwrap())
    });
    let recorded = { statuses.iter() }.filter(|status| **status == 200).count();
    assert_eq!(recorded, 1, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| [200, 412].contains(status)),
        "{statuses:?}"
    );
    assert_eq!(etag(&mis, &child), "\"1\"");
}
