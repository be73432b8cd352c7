//! S14: a pupil with an open case leaves; the file follows, with what is not hers left out and listed;
//! until somebody has confirmed it, it is seen. A paper file comes, and stands in the history at its days.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::registers::{add, make, state};
use crate::steps::{
    about_adult, all, at, etag, eventually, figures, items, open_case, pointers, pupil, raise,
    threats,
};

fn transfer(world: &World, school: School, of: &str) -> Value {
    json!({
        "academy": world.academy(school),
        "fields": {
            "direction": "out",
            "pupil": of,
            "other_school": "A school outside the trust",
            "left_on": "2026-12-04",
            "open_case": true,
            "social_worker": "Called the duty desk on Thursday, confirmed by email.",
        },
    })
}

fn due(by: &Client, entry: &str) -> Value {
    let clocks = by.get(entry).expect(200).json()["due"].clone();
    { clocks.as_array().unwrap().iter() }
        .find(|it| it["clock"] == "file")
        .unwrap()["due"]
        .clone()
}

#[test]
fn the_file_is_due_in_five_school_days_and_overdue_until_somebody_confirmed_it() {
    let world = World::at("2026-12-04T12:00");
    let (grace, nora) = (world.client("grace"), world.client("nora"));
    let leaver = world.pupil_of(School::StAldhelms).to_string();
    let entry = add(
        &grace,
        "file_transfers",
        &transfer(&world, School::StAldhelms, &leaver),
    );
    let file = due(&grace, &entry);
    assert_eq!(file["rule"], "R12");
    assert_eq!(at(&file["at"]).to_string()[..10], *"2026-12-11");

    // The leads talk first.
    let sent = json!({"left_out": "Nothing.", "way": "by_hand", "sent_at": "2026-12-04T12:00:00Z"});
    let refused = make(&nora, &entry, "send", &sent).expect(422);
    let missing = refused.json()["errors"][0]["pointer"].clone();
    assert_eq!(missing, "/fields/talked_at");
    let mut sent = sent;
    sent["talked_at"] = json!("2026-12-04T11:00:00Z");
    sent["talked_with"] = json!("Their safeguarding lead");
    let _ = make(&nora, &entry, "send", &sent).expect(201);
    assert_eq!(state(&grace, &entry), "sent");

    // Nobody has confirmed it: the group's lead sees that it is overdue, once it is.
    let overdue = |when: &str| {
        let path = format!("/v1/due?before={when}");
        let due = all(&world.client("miriam"), &path);
        due.iter().filter(|it| it["clock"] == "file").count()
    };
    assert_eq!(overdue("2026-12-11T00:00:00Z"), 0);
    world.now("2026-12-12T09:00");
    world.remind();
    assert_eq!(overdue("2026-12-12T09:00:00Z"), 1);
    let notices = items(&grace.get("/v1/me/notices").expect(200));
    assert!(
        notices.iter().any(|it| it["item"] == "clock file"),
        "{notices:?}"
    );

    let viewed = json!({"viewed_at": "2026-12-11T08:00:00Z"});
    let _ = make(&grace, &entry, "view", &viewed).expect(201);
    let receipt =
        json!({"receipt_name": "Their safeguarding lead", "receipt_at": "2026-12-12T08:30:00Z"});
    let _ = make(&grace, &entry, "accept", &receipt).expect(201);
    assert_eq!(overdue("2026-12-12T09:00:00Z"), 0);
    let shown = grace.get(&entry).expect(200).json();
    assert_eq!(shown["fields"]["receipt_name"], "Their safeguarding lead");
}

const FILES: &str = "/v1/registers/file_transfers/entries";

/// The school's system enters a leaving; it is told no more than that it was recorded.
#[track_caller]
fn leaves(world: &World, leaver: impl std::fmt::Display) {
    let mis = world.mis("pupils:read pupils:write");
    let body = json!({"on": "2026-12-04", "destination": "A school outside the trust"});
    let _ = mis
        .change(&format!("/v1/pupils/{leaver}"), "leave", &body)
        .expect(201);
}

#[test]
fn a_leaver_with_a_case_starts_the_clock_and_the_trust_sees_what_nobody_has_confirmed() {
    let world = World::at("2026-12-01T10:00");
    let (grace, nora) = (world.client("grace"), world.client("nora"));
    let leaver = world.pupil_of(School::StAldhelms);
    let mut worry = threats(&world, leaver);
    worry["academy"] = json!(world.academy(School::StAldhelms));
    let case = open_case(&grace, &raise(&nora, &worry));
    // At Oakfield one leaves about whom there is nothing, and one about whom there is an adult's matter only.
    let (amara, another) = (world.oakfield().amara, world.oakfield().another);
    let of_adult = about_adult(&world, School::Oakfield, amara, Some(world.staff("priya")));
    let _ = raise(&world.client("tom"), &of_adult);
    world.now("2026-12-04T12:00");
    for pupil in [another, amara, leaver] {
        leaves(&world, pupil);
    }
    let entry = eventually(|| {
        let rows = all(&grace, FILES);
        rows.first()
            .map(|row| format!("{FILES}/{}", row["id"].as_str().unwrap()))
    });
    assert_eq!(all(&world.client("helen"), FILES), [json!(null); 0]);
    let shown = grace.get(&entry).expect(200).json();
    assert_eq!(shown["fields"]["open_case"], true);
    assert_eq!(
        shown["fields"]["other_school"],
        "A school outside the trust"
    );
    let file = due(&grace, &entry);
    assert_eq!(file["rule"], "R12");
    assert_eq!(at(&file["at"]).to_string()[..10], *"2026-12-11");

    // What nobody knew when she left is asked now: the social worker is told.
    let mut sent = json!({
        "talked_at": "2026-12-04T11:00:00Z",
        "talked_with": "Their safeguarding lead",
        "left_out": "Nothing.",
        "way": "by_hand",
        "sent_at": "2026-12-04T12:00:00Z",
    });
    let refused = make(&nora, &entry, "send", &sent).expect(422);
    assert_eq!(pointers(&refused), ["/fields/social_worker"]);
    sent["social_worker"] = json!("Called the duty desk on Thursday.");
    let _ = make(&nora, &entry, "send", &sent).expect(201);
    let why = json!({"rejected_why": "It was for another school of that name."});
    let _ = make(&grace, &entry, "reject", &why).expect(201);
    assert_eq!(state(&grace, &entry), "rejected");

    // The day after it is overdue on the trust's overview, until somebody has confirmed it.
    let academy = world.academy(School::StAldhelms);
    let overdue = || {
        ["miriam", "jon"]
            .map(|by| figures(&world.client(by), &academy)["overdue_transfers"].clone())
    };
    world.now("2026-12-11T12:00");
    assert_eq!(overdue(), [json!(0), json!(0)]);
    world.now("2026-12-12T09:00");
    assert_eq!(overdue(), [json!(1), json!(1)]);
    let _ = make(&nora, &entry, "send", &sent).expect(201);
    assert_eq!(overdue(), [json!(1), json!(1)]);
    let receipt =
        json!({"receipt_name": "Their safeguarding lead", "receipt_at": "2026-12-12T08:30:00Z"});
    let _ = make(&grace, &entry, "accept", &receipt).expect(201);
    assert_eq!(overdue(), [json!(0), json!(0)]);

    // The old school keeps the receipt and the chronology.
    let kept = grace.get(&entry).expect(200).json();
    assert_eq!(kept["state"], "accepted");
    assert_eq!(kept["fields"]["receipt_name"], "Their safeguarding lead");
    assert!(!all(&grace, &format!("{case}/timeline")).is_empty());
    let chronology = grace
        .get(&format!("/v1/pupils/{leaver}/file?format=text"))
        .expect(200);
    assert!(
        chronology
            .text()
            .contains("They said they would wait for me.")
    );
}

#[test]
fn a_case_that_is_opened_after_the_leaving_was_entered_starts_the_clock_too() {
    let world = World::at("2026-12-01T10:00");
    let grace = world.client("grace");
    let leaver = world.pupil_of(School::StAldhelms);
    leaves(&world, leaver);
    let mut worry = threats(&world, leaver);
    worry["academy"] = json!(world.academy(School::StAldhelms));
    let _ = open_case(&grace, &raise(&world.client("nora"), &worry));
    let entry = eventually(|| {
        let rows = all(&grace, FILES);
        rows.first()
            .map(|row| format!("{FILES}/{}", row["id"].as_str().unwrap()))
    });
    let shown = grace.get(&entry).expect(200).json();
    assert_eq!(shown["fields"]["left_on"], "2026-12-04");
    let file = due(&grace, &entry);
    assert_eq!(at(&file["at"]).to_string()[..10], *"2026-12-11");
}

/// R12: what comes up about a leaver belongs in the file from its raising on, and follows it.
#[test]
fn a_concern_about_a_child_who_has_left_is_to_follow_from_its_raising_on() {
    let world = World::at("2026-12-07T10:00");
    let grace = world.client("grace");
    let leaver = world.pupil_of(School::StAldhelms);
    leaves(&world, leaver);
    // What is about an adult starts nothing.
    let nora = Some(world.staff("nora"));
    let of_adult = about_adult(&world, School::StAldhelms, leaver, nora);
    let _ = raise(&world.client("grace"), &of_adult);
    let worry = || {
        let mut worry = threats(&world, leaver);
        worry["academy"] = json!(world.academy(School::StAldhelms));
        raise(&world.client("nora"), &worry)
    };
    let entries = || all(&grace, FILES);
    // What follows from another leaving shows that the rest was looked at.
    let ruth = world.client("ruth");
    let shows = |pupil: String, nth: usize| {
        let _ = raise(&world.client("priya"), &threats(&world, &pupil));
        leaves(&world, pupil);
        eventually(|| (all(&ruth, FILES).len() == nth).then_some(()));
    };
    shows(world.oakfield().another.to_string(), 1);
    assert_eq!(entries(), [json!(null); 0]);
    let concern = worry();
    let first = eventually(|| entries().first().cloned());
    let first = format!("{FILES}/{}", first["id"].as_str().unwrap());
    let shown = grace.get(&first).expect(200).json();
    assert_eq!(shown["fields"]["pupil"], json!(leaver.to_string()));
    assert_eq!(shown["fields"]["open_case"], false);
    assert_eq!(due(&grace, &first)["rule"], "R12");

    // Another one, and the case that comes of the first, go with the file that is not there yet.
    let _ = worry();
    let _ = open_case(&grace, &concern);
    shows(world.oakfield().amara.to_string(), 2);
    assert_eq!(entries().len(), 1);

    // Once it is on its way, what comes up goes after it, and so does what comes up once it has arrived.
    goes(&grace, &first, "send");
    let _ = worry();
    eventually(|| (entries().len() == 2).then_some(()));
    goes(&grace, &first, "accept");
    let newest = format!("{FILES}/{}", entries()[0]["id"].as_str().unwrap());
    goes(&grace, &newest, "send");
    goes(&grace, &newest, "accept");
    let _ = worry();
    eventually(|| (entries().len() == 3).then_some(()));
}

/// A file of a child without an open case is sent on the 7th, or confirmed.
#[track_caller]
fn goes(by: &Client, entry: &str, made: &str) {
    let fields = if made == "send" {
        json!({
            "talked_at": "2026-12-07T08:00:00Z",
            "talked_with": "Their safeguarding lead",
            "left_out": "Nothing.",
            "way": "by_hand",
            "sent_at": "2026-12-07T09:00:00Z",
        })
    } else {
        json!({"receipt_name": "Their safeguarding lead", "receipt_at": "2026-12-07T09:30:00Z"})
    };
    let mut fields = fields;
    let is_open = by.get(entry).expect(200).json()["fields"]["open_case"] == json!(true);
    if made == "send" && is_open {
        fields["social_worker"] = json!("Called the duty desk on Monday.");
    }
    let _ = make(by, entry, made, &fields).expect(201);
}

/// R12: five school days from when the concern was known; and nobody else's file begins anew because somebody was
/// linked.
#[test]
fn what_follows_a_leaver_is_due_from_its_raising_and_comes_of_no_other_link() {
    let world = World::at("2026-12-07T10:00");
    let (ruth, priya) = (world.client("ruth"), world.client("priya"));
    let pupils = world.oakfield();
    leaves(&world, pupils.amara);
    let case = open_case(&ruth, &raise(&priya, &threats(&world, pupils.amara)));
    let first = eventually(|| all(&ruth, FILES).first().cloned());
    let first = format!("{FILES}/{}", first["id"].as_str().unwrap());
    assert_eq!(
        at(&due(&ruth, &first)["at"]).to_string()[..10],
        *"2026-12-14"
    );
    goes(&ruth, &first, "send");
    goes(&ruth, &first, "accept");
    let link =
        json!({"person": pupil(pupils.niamh), "role": "affected", "reason": "She was there."});
    let _ = ruth.post(&format!("{case}/people"), &link).expect(201);
    // What follows from another leaving shows that the link was looked at.
    let _ = raise(&priya, &threats(&world, pupils.another));
    leaves(&world, pupils.another);
    eventually(|| (all(&ruth, FILES).len() == 2).then_some(()));
    let of_amara = |row: &&Value| {
        let entry = format!("{FILES}/{}", row["id"].as_str().unwrap());
        ruth.get(&entry).expect(200).json()["fields"]["pupil"] == json!(pupils.amara.to_string())
    };
    assert_eq!(all(&ruth, FILES).iter().filter(of_amara).count(), 1);
}

/// domain.md 1 rule 1: the entry would say that there is something.
#[test]
fn whoever_is_shut_out_of_the_concern_neither_sees_nor_keeps_the_file_that_follows_from_it() {
    let world = World::at("2026-12-07T10:00");
    let (amara, another) = (world.oakfield().amara, world.oakfield().another);
    let close = json!({"person": pupil(another), "relation": "relative"});
    let ruth = format!("/v1/staff/{}", world.staff("ruth"));
    let registered = world.client("helen").change(&ruth, "relations", &close);
    let _ = registered.expect(201);
    leaves(&world, amara);
    let mut worry = threats(&world, amara);
    worry["people"]
        .as_array_mut()
        .unwrap()
        .push(json!({"person": pupil(another), "role": "witness"}));
    let concern = raise(&world.client("priya"), &worry);
    let helen = world.client("helen");
    let entry = eventually(|| all(&helen, FILES).first().cloned());
    let entry = format!("{FILES}/{}", entry["id"].as_str().unwrap());
    let shut_out = world.client("ruth");
    let _ = shut_out.get(&concern.address()).expect(404);
    let _ = shut_out.get(&entry).expect(404);
    assert_eq!(all(&shut_out, FILES), [json!(null); 0]);
    let rows = all(&helen, "/v1/due");
    let file = { rows.iter() }.find(|row| row["clock"] == "file").unwrap();
    assert_eq!(
        file["owner"],
        json!(format!("staff:{}", world.staff("helen")))
    );
}

#[test]
fn a_leaving_that_is_entered_by_hand_already_is_not_entered_twice() {
    let world = World::at("2026-12-04T12:00");
    let grace = world.client("grace");
    let leaver = world.pupil_of(School::StAldhelms).to_string();
    let mut worry = threats(&world, &leaver);
    worry["academy"] = json!(world.academy(School::StAldhelms));
    let _ = open_case(&grace, &raise(&world.client("nora"), &worry));
    let body = transfer(&world, School::StAldhelms, &leaver);
    let _ = add(&grace, "file_transfers", &body);
    leaves(&world, &leaver);
    // What follows from another leaving shows that the first was looked at.
    let ruth = world.client("ruth");
    let amara = world.oakfield().amara;
    let _ = raise(&world.client("priya"), &threats(&world, amara));
    leaves(&world, amara);
    let _ = eventually(|| all(&ruth, FILES).first().cloned());
    assert_eq!(all(&grace, FILES).len(), 1);
}

#[test]
fn an_inset_day_moves_the_end() {
    let world = World::at("2026-12-04T12:00");
    let miriam = world.client("miriam");
    let school = format!("/v1/academies/{}", world.academy(School::StAldhelms));
    let terms = miriam.get(&school).expect(200).json()["terms"].clone();
    let body = json!({"terms": terms, "closed": ["2026-12-07"]});
    let tag = etag(&miriam, &school);
    let path = format!("{school}/calendar");
    let _ = miriam
        .send("PUT", &path, Some(&body), &[("if-match", &tag)])
        .expect(200);
    let grace = world.client("grace");
    let leaver = world.pupil_of(School::StAldhelms).to_string();
    let entry = add(
        &grace,
        "file_transfers",
        &transfer(&world, School::StAldhelms, &leaver),
    );
    assert_eq!(
        at(&due(&grace, &entry)["at"]).to_string()[..10],
        *"2026-12-14"
    );
}

#[test]
fn what_is_not_hers_is_left_out_and_listed() {
    let world = World::at("2026-11-10T14:05");
    let (priya, ruth) = (world.client("priya"), world.client("ruth"));
    let (amara, other) = (world.oakfield().amara, world.oakfield().another);
    let mut body = threats(&world, amara);
    body["people"]
        .as_array_mut()
        .unwrap()
        .push(json!({"person": pupil(other), "role": "witness"}));
    let own = raise(&priya, &body);
    let case = open_case(&ruth, &own);
    let note = json!({"kind": "note", "text": "She feels safer with the door open."});
    let _ = ruth.post(&format!("{case}/notes"), &note).expect(201);
    // Amara saw it happen to another child.
    let mut seen = threats(&world, other);
    seen["people"]
        .as_array_mut()
        .unwrap()
        .push(json!({"person": pupil(amara), "role": "witness"}));
    let seen = raise(&priya, &seen);
    // And there is a matter about an adult.
    let helen = world.client("helen");
    let adult = raise(
        &world.client("tom"),
        &about_adult(&world, School::Oakfield, amara, Some(world.staff("priya"))),
    );

    let path = format!("/v1/pupils/{amara}/file");
    let answer = ruth.get(&path).expect(200);
    let file = answer.json();
    assert_eq!(file["format"], "lanyard/pupil-file/v1");
    let matters = file["matters"].as_array().unwrap();
    assert_eq!(matters.len(), 1, "{}", answer.text());
    assert!(
        answer
            .text()
            .contains("She feels safer with the door open.")
    );
    assert!(answer.text().contains("They said they would wait for me."));
    assert_eq!(
        file["left_out"],
        json!([{"reference": seen.reference, "why": "about_somebody_else"}])
    );
    for hidden in [other.to_string(), adult.reference.clone()] {
        assert!(!answer.text().contains(&hidden), "{hidden}");
    }
    let text = ruth.get(&format!("{path}?format=text")).expect(200);
    assert_eq!(
        text.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let text = text.text();
    assert!(
        text.starts_with("Child protection file: Amara Example"),
        "{text}"
    );
    assert!(text.contains("She feels safer with the door open.") && text.contains(&seen.reference));
    // Whoever may not read the history has no file.
    assert_eq!(priya.get(&path).status, 404);
    let _ = helen.get(&path).expect(200);
    let _ = ruth.get(&format!("{path}?format=pdf")).expect(400);
}

#[test]
fn a_paper_file_that_comes_stands_in_the_history_at_its_true_days() {
    let world = World::at("2026-12-15T09:00");
    let ruth = world.client("ruth");
    let amara = world.oakfield().amara;
    let today = raise(&world.client("priya"), &threats(&world, amara));
    let received = json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "direction": "in",
            "pupil": amara,
            "other_school": "A primary school outside the trust",
            "received_at": "2026-12-15T08:50:00Z",
            "form": "paper",
            "handed_over_by": "Their head, in person",
            "covers_from": "2021-09-06",
            "covers_to": "2025-07-18",
            "chronology": "March 2023: early help after a fire at home.",
        },
    });
    let entry = add(&ruth, "file_transfers", &received);
    let history = all(&ruth, &format!("/v1/pupils/{amara}/history"));
    let references: Vec<_> = history.iter().map(|it| it["reference"].clone()).collect();
    let number = ruth.get(&entry).expect(200).json()["number"].clone();
    // The newest first: the concern of today, then the file of years ago.
    assert_eq!(references, [json!(today.reference), number]);
    assert_eq!(history[1]["state"], "received");
    assert_eq!(at(&history[1]["begun_at"]), moment("2021-09-06T01:00"));
    let file = ruth.get(&format!("/v1/pupils/{amara}/file")).expect(200);
    assert!(file.text().contains("early help after a fire at home"));
    let receipt = json!({"receipt_sent_at": "2026-12-15T09:00:00Z"});
    let _ = make(&ruth, &entry, "confirm", &receipt).expect(201);
}
