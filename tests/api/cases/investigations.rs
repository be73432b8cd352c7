//! GET and POST /v1/cases/{case}/investigations, …/{investigation}, …/{investigation}/entries

use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::investigations::{agreed, proposal, propose, row, sitting, stopped, write};
use crate::scene::{Scene, scene};
use crate::steps::{NOTHING, all, attach, chat, open_case, pointers, raise, threats, told};

const NOW: &str = "2026-11-10T14:05:00Z";

fn path(scene: &Scene) -> String {
    format!("{}/investigations", scene.case)
}

pub const LIST: Door = Door {
    route: "GET /v1/cases/{case}/investigations",
    ask: |scene| Ask::of(path(scene)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const PROPOSE: Door = Door {
    route: "POST /v1/cases/{case}/investigations",
    ask: |scene| Ask::new(path(scene), proposal(scene.world.staff("helen"))),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const SHOW: Door = Door {
    route: "GET /v1/cases/{case}/investigations/{investigation}",
    ask: |scene| Ask::of(format!("{}/{NOTHING}", path(scene))),
    wrong: Wrong::Refused("dev", 404, "not-found"),
};

pub const RECORD: Door = Door {
    route: "POST /v1/cases/{case}/investigations/{investigation}/entries",
    ask: |scene| {
        let entries = format!("{}/{NOTHING}/entries", path(scene));
        Ask::new(entries, json!({"kind": "agreed"}))
    },
    wrong: Wrong::Refused("dev", 404, "not-found"),
};

#[test]
fn two_seniors_look_together_sign_and_find_no_substance() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, helen) = (world.client("ruth"), world.client("helen"));
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &concern);
    let evidence = attach(&ruth, &case, &chat());
    let record = propose(&ruth, &case, world.staff("helen"));
    assert_eq!(ruth.get(&record).expect(200).json()["state"], "proposed");
    let agree = json!({"kind": "agreed"});
    let _ = write(&helen, &record, &agree).expect(201);
    let _ = write(&helen, &record, &agree).expect(200);
    // Written down in the evening, with its true times.
    world.now("2026-11-10T17:30");
    let both = ["ruth", "helen"];
    let begin = sitting(&world, &both, "2026-11-10T14:15:00Z");
    let _ = write(&ruth, &record, &begin).expect(201);
    let mut kept = row(&world, &both, "2026-11-10T14:20:00Z");
    kept["evidence"] = json!(crate::steps::id_of(&evidence));
    let _ = write(&ruth, &record, &kept).expect(201);
    let wrong = row(&world, &both, "2026-11-10T14:25:00Z");
    let _ = write(&ruth, &record, &wrong).expect(201);
    for (by, entry) in [
        (
            &helen,
            json!({"kind": "row_struck", "row": 2, "reason": "It was another page."}),
        ),
        (
            &ruth,
            json!({"kind": "sitting_ended", "sitting": 1, "ended_at": "2026-11-10T14:40:00Z"}),
        ),
        (&ruth, json!({"kind": "print_signed", "row": 1})),
        (&helen, json!({"kind": "print_signed", "row": 1})),
        (
            &ruth,
            json!({"kind": "judged", "substance": false, "reasons": "An advertisement opened it."}),
        ),
        (&helen, json!({"kind": "judgement_signed", "judgement": 1})),
    ] {
        let _ = write(by, &record, &entry).expect(201);
    }
    is_whole(&ruth.get(&record).expect(200).json());
    let listed = ruth.get(&format!("{case}/investigations")).expect(200);
    assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);
    is_on_the_timeline(&all(&ruth, &format!("{case}/timeline")));
    let printed = ruth.get(&format!("{record}?format=html")).expect(200);
    assert_eq!(
        printed.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let printed = printed.text();
    for words in [
        "Ruth Osei, Tue 10 Nov 2026, 17:30",
        "Helen Marsh, Tue 10 Nov 2026, 17:30",
        "bets.example/?slip=&lt;b&gt;1&lt;/b&gt;",
        "It was another page.",
        "concluded",
    ] {
        assert!(printed.contains(words), "{words} is not in {printed}");
    }
    let _ = ruth.get(&format!("{record}?format=pdf")).expect(400);
    let more = sitting(&world, &both, "2026-11-10T17:00:00Z");
    let refused = write(&ruth, &record, &more).expect(422);
    assert_eq!(refused.problem(), "investigation-concluded");
}

fn is_whole(record: &Value) {
    assert_eq!(record["state"], "concluded");
    assert_eq!(
        record["sittings"][0]["ended_at"],
        "2026-11-10T14:40:00.000Z"
    );
    let rows = record["rows"].as_array().unwrap();
    let signed: Vec<_> = { rows[0]["print_signed"].as_array().unwrap().iter() }
        .map(|signature| signature["by_name"].as_str().unwrap())
        .collect();
    assert_eq!(signed, ["Ruth Osei", "Helen Marsh"]);
    assert_eq!(rows[0]["struck"], json!(null));
    assert_eq!(rows[1]["struck"]["reason"], "It was another page.");
    let judgement = &record["judgements"][0];
    assert_eq!(judgement["substance"], false);
    for (place, name) in [("first", "Ruth Osei"), ("second", "Helen Marsh")] {
        assert_eq!(judgement[place]["by_name"], name);
        assert_eq!(judgement[place]["at"], "2026-11-10T17:30:00.000Z");
    }
}

fn is_on_the_timeline(timeline: &[Value]) {
    let entries: Vec<_> = { timeline.iter() }
        .filter(|entry| entry["kind"] == "case.investigation_recorded")
        .collect();
    let kinds: Vec<_> = { entries.iter() }
        .map(|entry| entry["detail"]["fact"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "proposed",
            "agreed",
            "sitting_started",
            "row_added",
            "row_added",
            "row_struck",
            "sitting_ended",
            "print_signed",
            "print_signed",
            "judged",
            "judgement_signed"
        ]
    );
    assert_eq!(entries[3]["corrected_by"], json!(null));
    assert_eq!(entries[4]["corrected_by"], entries[5]["position"]);
}

#[test]
fn the_second_is_somebody_else_unconflicted_senior_and_sees_the_case() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let callum = scene.world.staff("callum").to_string();
    let mark = json!({"staff": callum, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let investigations = format!("{case}/investigations");
    for (second, code) in [
        ("ruth", "second-person-needed"),
        ("callum", "conflicted"),
        ("tom", "not-a-senior"),
        ("esther", "cannot-see-matter"),
    ] {
        let body = proposal(scene.world.staff(second));
        let refused = ruth.post(&investigations, &body).expect(403);
        assert_eq!(refused.problem(), code, "{second}");
        assert_eq!(pointers(&refused), ["/second"]);
    }
    let mut body = proposal(scene.world.staff("helen"));
    body["computer"]["used_by_pupils"] = json!(true);
    body["device"]["number"] = json!("");
    let refused = ruth.post(&investigations, &body).expect(422);
    assert_eq!(
        pointers(&refused),
        ["/device/number", "/computer/used_by_pupils"]
    );
    let listed = ruth.get(&investigations).expect(200).json();
    assert_eq!(listed, json!({"items": []}));
}

#[test]
fn nobody_looks_before_the_second_agrees_nor_alone_nor_outside_a_sitting() {
    let scene = scene();
    let (ruth, helen, case) = (
        scene.client("ruth"),
        scene.client("helen"),
        scene.open_case(),
    );
    let (world, both) = (&scene.world, ["ruth", "helen"]);
    let record = propose(&ruth, &case, world.staff("helen"));
    let early = write(&ruth, &record, &sitting(world, &both, NOW)).expect(422);
    assert_eq!(early.problem(), "investigation-not-agreed");
    let agree = json!({"kind": "agreed"});
    let own = write(&ruth, &record, &agree).expect(403);
    assert_eq!(own.problem(), "second-person-needed");
    let other = write(&scene.client("callum"), &record, &agree).expect(403);
    assert_eq!(other.problem(), "only-investigators");
    let _ = write(&helen, &record, &agree).expect(201);
    // R19.
    let alone = write(&ruth, &record, &sitting(world, &["ruth"], NOW)).expect(403);
    assert_eq!(alone.problem(), "second-person-needed");
    assert_eq!(pointers(&alone), ["/present"]);
    let outside = write(&ruth, &record, &row(world, &both, NOW)).expect(422);
    assert_eq!(pointers(&outside), ["/sitting"]);
    let _ = write(&ruth, &record, &sitting(world, &both, NOW)).expect(201);
    let by_one = write(&ruth, &record, &row(world, &["ruth"], NOW)).expect(403);
    assert_eq!(pointers(&by_one), ["/seen_by"]);
    let mut elsewhere = row(world, &both, NOW);
    elsewhere["evidence"] = json!(NOTHING);
    let refused = write(&ruth, &record, &elsewhere).expect(422);
    assert_eq!(pointers(&refused), ["/evidence"]);
    let absent = format!("{case}/investigations/{NOTHING}");
    let _ = write(&ruth, &absent, &agree).expect(404);
    let _ = ruth.get(&absent).expect(404);
}

#[test]
fn times_are_true_and_entries_have_a_shape() {
    let scene = scene();
    let (ruth, case) = (scene.client("ruth"), scene.open_case());
    let (world, both) = (&scene.world, ["ruth", "helen"]);
    let helen = scene.client("helen");
    let record = agreed(&ruth, &case, (&helen, world.staff("helen")));
    for (time, code) in [
        ("2026-11-10T14:06:00Z", "time_ahead"),
        ("2026-11-10T14:04:00Z", "before_it_opened"),
    ] {
        let refused = write(&ruth, &record, &sitting(world, &both, time)).expect(422);
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/started_at"), &json!(code))
        );
    }
    let _ = write(&ruth, &record, &sitting(world, &both, NOW)).expect(201);
    let again = write(&ruth, &record, &sitting(world, &both, NOW)).expect(422);
    assert_eq!(again.problem(), "sitting-open");
    let end = |time: &str| {
        let entry = json!({"kind": "sitting_ended", "sitting": 1, "ended_at": time});
        write(&ruth, &record, &entry)
    };
    let refused = end("2026-11-10T14:04:00Z").expect(422).json();
    assert_eq!(refused["errors"][1]["code"], "ends_before_it_begins");
    let late = write(&ruth, &record, &row(world, &both, "2026-11-10T14:04:00Z"));
    assert_eq!(pointers(&late.expect(422)), ["/seen_at"]);
    let _ = end(NOW).expect(201);
    for odd in [
        json!({"kind": "peeked"}),
        json!({"kind": "print_signed"}),
        json!({"kind": "print_signed", "row": -1}),
        json!({"kind": "agreed", "colour": "red"}),
        json!({"row": 1}),
    ] {
        let refused = write(&ruth, &record, &odd).expect(422);
        assert_eq!(refused.problem(), "invalid-body", "{odd}");
    }
}

#[test]
fn a_suspected_image_stops_everything_and_the_cases_files_are_read_by_nobody() {
    let scene = scene();
    let (ruth, helen, case) = (
        scene.client("ruth"),
        scene.client("helen"),
        scene.open_case(),
    );
    let (world, both) = (&scene.world, ["ruth", "helen"]);
    let evidence = attach(&ruth, &case, &chat());
    let record = agreed(&ruth, &case, (&helen, world.staff("helen")));
    let _ = write(&ruth, &record, &sitting(world, &both, NOW)).expect(201);
    let _ = write(&ruth, &record, &stopped("grooming")).expect(201);
    let _ = helen.get(&format!("{evidence}/file")).expect(200);
    let worse = stopped("suspected_indecent_image");
    let _ = write(&helen, &record, &worse).expect(201);
    for entry in [
        sitting(world, &both, NOW),
        row(world, &both, NOW),
        json!({"kind": "sitting_ended", "sitting": 1, "ended_at": NOW}),
    ] {
        let refused = write(&ruth, &record, &entry).expect(422);
        assert_eq!(refused.problem(), "investigation-stopped");
    }
    // R6.
    for by in [&ruth, &helen] {
        let refused = by.get(&format!("{evidence}/file")).expect(422);
        assert_eq!(refused.problem(), "evidence-unreadable");
        let refused = by.post(&format!("{case}/evidence"), &chat()).expect(422);
        assert_eq!(refused.problem(), "illegal-to-hold");
    }
    let reference =
        |given: &str| json!({"kind": "police_reference_given", "police_reference": given});
    let _ = write(&ruth, &record, &reference("CAD-77")).expect(201);
    let refused = write(&ruth, &record, &reference("CAD-78")).expect(422);
    assert_eq!(refused.problem(), "police-reference-known");
    let shown = ruth.get(&record).expect(200).json();
    assert_eq!(shown["state"], "stopped");
    assert_eq!(shown["police_reference"], "CAD-77");
    assert_eq!(shown["stops"].as_array().unwrap().len(), 2);
    assert_eq!(shown["sittings"][0]["ended_at"], "2026-11-10T14:05:00.000Z");
}

#[test]
fn whoever_is_conflicted_is_told_what_is_told_of_nothing() {
    let scene = scene();
    let (ruth, helen, case) = (
        scene.client("ruth"),
        scene.client("helen"),
        scene.open_case(),
    );
    let record = agreed(&ruth, &case, (&helen, scene.world.staff("helen")));
    let callum = scene.client("callum");
    let _ = callum.get(&record).expect(200);
    let who = scene.world.staff("callum").to_string();
    let mark = json!({"staff": who, "reason": "A statement names him."});
    let _ = ruth.post(&format!("{case}/conflicts"), &mark).expect(201);
    let absent = format!("/v1/cases/{NOTHING}/investigations");
    let denied = told(&callum.get(&format!("{case}/investigations")));
    assert_eq!(denied.0, 404);
    assert_eq!(denied, told(&callum.get(&absent)));
    for path in [record.clone(), format!("{record}?format=html")] {
        let denied = told(&callum.get(&path));
        assert_eq!(denied, told(&callum.get(&format!("{absent}/{NOTHING}"))));
    }
    let agree = json!({"kind": "agreed"});
    let denied = told(&write(&callum, &record, &agree));
    let nothing = format!("{absent}/{NOTHING}");
    assert_eq!(denied, told(&write(&callum, &nothing, &agree)));
}
