//! S11: Callum Byrne, deputy safeguarding lead of Oakfield, needs a case of St Aldhelm's.

use lanyard::demo::School;
use lanyard_tests::{Answer, Client, World};
use serde_json::{Value, json};

use crate::steps::{
    NOTHING, all, due_of, eventually, id_of, open_case, pupil, raise, row, threats, told,
};

struct Gate {
    world: World,
    case: String,
    reference: String,
}

/// Tuesday, 17:50: the child stands at Oakfield's gate.
fn at_the_gate() -> Gate {
    let world = World::at("2026-11-10T17:50");
    let grace = world.client("grace");
    let case = case_at_st_aldhelms(&world);
    let reference = grace.get(&case).field("reference");
    Gate {
        world,
        case,
        reference,
    }
}

fn case_at_st_aldhelms(world: &World) -> String {
    let mut body = threats(world, world.pupil_of(School::StAldhelms));
    body["academy"] = json!(world.academy(School::StAldhelms));
    let concern = raise(&world.client("nora"), &body);
    open_case(&world.client("grace"), &concern)
}

fn ask(world: &World, find: Value) -> Value {
    json!({
        "academy": world.academy(School::StAldhelms),
        "find": find,
        "reason": "The child stands at our gate and nobody there can be reached.",
    })
}

fn break_glass(gate: &Gate, by: &Client) -> Answer {
    let find = json!({"kind": "case", "reference": gate.reference});
    by.post("/v1/break-glass", &ask(&gate.world, find))
}

#[track_caller]
fn absent(by: &Client, case: &str) {
    let denied = by.get(case);
    assert_eq!(denied.status, 404);
    assert_eq!(
        told(&denied),
        told(&by.get(&format!("/v1/cases/{NOTHING}")))
    );
}

fn glass_notices(world: &World, name: &str) -> Vec<Value> {
    let mut rows = all(&world.client(name), "/v1/me/notices");
    rows.retain(|row| row["item"].as_str().unwrap().starts_with("break_glass"));
    rows
}

#[test]
fn he_states_the_reason_and_reads_it_for_an_hour() {
    let gate = at_the_gate();
    let callum = gate.world.client("callum");
    absent(&callum, &gate.case);
    let broken = break_glass(&gate, &callum).expect(201);
    assert_eq!(broken.field("case"), id_of(&gate.case));
    assert_eq!(broken.field("until"), "2026-11-10T18:50:00.000Z");
    let _ = callum.get(&gate.case).expect(200);
    let _ = callum.get(&format!("{}/timeline", gate.case)).expect(200);
    let note = json!({"kind": "note", "text": "At our gate."});
    let answer = callum.post(&format!("{}/notes", gate.case), &note);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
    gate.world.now("2026-11-10T18:49");
    let _ = callum.get(&gate.case).expect(200);
    gate.world.now("2026-11-10T18:50");
    absent(&callum, &gate.case);
    assert_eq!(row(&callum, "/v1/cases", id_of(&gate.case)), None);
}

#[test]
fn it_opens_that_case_and_no_other_of_the_child() {
    let gate = at_the_gate();
    let callum = gate.world.client("callum");
    let other = case_at_st_aldhelms(&gate.world);
    let _ = break_glass(&gate, &callum).expect(201);
    absent(&callum, &other);
    let child = gate.world.pupil_of(School::StAldhelms);
    assert_eq!(
        callum.get(&format!("/v1/pupils/{child}/history")).status,
        404
    );
}

#[test]
fn the_owner_the_academys_lead_and_the_data_protection_officer_are_told_at_once() {
    let gate = at_the_gate();
    // Nora owns it from now on; Grace leads safeguarding there.
    let grace = gate.world.client("grace");
    let give = json!({"owner": gate.world.staff("nora").to_string(), "reason": "On leave."});
    let _ = grace.change(&gate.case, "owner", &give).expect(201);
    let broken = break_glass(&gate, &gate.world.client("callum")).expect(201);
    for name in ["nora", "grace", "sunita"] {
        let notices = glass_notices(&gate.world, name);
        assert_eq!(notices.len(), 1, "{name}");
        assert_eq!(
            notices[0]["item"],
            format!("break_glass {}", broken.field("id"))
        );
        assert_eq!(notices[0]["at"], "2026-11-10T17:50:00.000Z");
    }
    for name in ["callum", "ruth", "helen", "jon"] {
        assert_eq!(glass_notices(&gate.world, name), [json!(null); 0], "{name}");
    }
}

#[test]
fn the_review_is_due_in_two_working_days_and_lists_every_page_that_he_opened() {
    let gate = at_the_gate();
    let (callum, sunita) = (gate.world.client("callum"), gate.world.client("sunita"));
    let broken = break_glass(&gate, &callum).expect(201);
    let _ = callum.get(&gate.case).expect(200);
    let _ = callum.get(&format!("{}/timeline", gate.case)).expect(200);
    let due = due_of(&sunita, "/v1/me/actions", "glass_review");
    assert_eq!(due.len(), 1, "{due:?}");
    assert_eq!(due[0]["due_at"], "2026-11-12T17:00:00.000Z");
    assert_eq!(due[0]["grant"], broken.field("id"));
    let grant = format!("/v1/grants/{}", broken.field("id"));
    let shown = eventually(|| {
        let shown = sunita.get(&grant).expect(200).json();
        let pages = shown["pages"].as_array().unwrap().len();
        (pages == 2).then_some(shown)
    });
    assert_eq!(shown["kind"], "glass_broken");
    assert_eq!(shown["to_name"], "Callum Byrne");
    assert_eq!(shown["pages"][0]["route"], "GET /v1/cases/{case}");
    assert_eq!(shown["pages"][1]["route"], "GET /v1/cases/{case}/timeline");
    absent(&sunita, &gate.case);
    let review = json!({"finding": "justified", "text": "Nobody there could be reached."});
    assert_eq!(callum.post(&format!("{grant}/review"), &review).status, 404);
    let _ = sunita.post(&format!("{grant}/review"), &review).expect(201);
    assert_eq!(
        due_of(&sunita, "/v1/me/actions", "glass_review"),
        [json!(null); 0]
    );
    let other = json!({"finding": "misused", "text": "On reflection."});
    let answer = sunita.post(&format!("{grant}/review"), &other);
    assert_eq!((answer.status, &*answer.problem()), (422, "glass-reviewed"));
}

#[test]
fn the_review_stays_due_when_the_case_is_closed_and_is_no_more_once_it_was_made() {
    let gate = at_the_gate();
    let (grace, sunita) = (gate.world.client("grace"), gate.world.client("sunita"));
    let broken = break_glass(&gate, &gate.world.client("callum")).expect(201);
    let closing = json!({
        "outcome": "resolved_in_school",
        "reason": "It has stopped.",
        "leaving_open": "Taken up in the weekly meetings.",
        "confirmed_by": gate.world.staff("miriam").to_string(),
    });
    let _ = grace.change(&gate.case, "close", &closing).expect(201);
    let due = || due_of(&sunita, "/v1/me/actions", "glass_review");
    assert_eq!(due().len(), 1);
    let review = json!({"finding": "justified", "text": "Nobody there could be reached."});
    let path = format!("/v1/grants/{}/review", broken.field("id"));
    let _ = sunita.post(&path, &review).expect(201);
    assert_eq!(due(), [json!(null); 0]);
    let again = json!({"reason": "It began again."});
    let _ = grace.change(&gate.case, "reopen", &again).expect(201);
    assert_eq!(due(), [json!(null); 0]);
}

#[test]
fn a_review_that_nobody_makes_goes_further_up() {
    let gate = at_the_gate();
    let _ = break_glass(&gate, &gate.world.client("callum")).expect(201);
    let levels = |name: &str| {
        { glass_notices(&gate.world, name).into_iter() }
            .map(|row| row["level"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    gate.world.now("2026-11-12T17:01");
    gate.world.remind();
    assert_eq!(levels("sunita"), [0, 0], "at once, and when it is due");
    gate.world.now("2026-11-13T17:02");
    gate.world.remind();
    assert_eq!(levels("grace"), [1, 0], "the head is asked next");
}

#[test]
fn the_case_is_found_by_the_childs_number_or_name_too() {
    let gate = at_the_gate();
    let child = gate.world.pupil_of(School::StAldhelms);
    let shown = gate
        .world
        .client("grace")
        .get(&format!("/v1/pupils/{child}"));
    let shown = shown.expect(200).json();
    let by_name = json!({
        "kind": "name", "forename": shown["forename"], "surname": shown["surname"],
        "date_of_birth": shown["date_of_birth"],
    });
    let by_number = json!({"kind": "upn", "upn": shown["upn"]});
    for (name, find) in [("callum", by_number), ("lena", by_name.clone())] {
        let by = gate.world.client(name);
        let broken = by.post("/v1/break-glass", &ask(&gate.world, find));
        assert_eq!(
            broken.expect(201).field("case"),
            id_of(&gate.case),
            "{name}"
        );
    }
    let mut born_otherwise = by_name;
    born_otherwise["date_of_birth"] = json!("2001-01-01");
    let omar = gate.world.client("omar");
    let held = omar.post("/v1/break-glass", &ask(&gate.world, born_otherwise));
    assert_eq!(held.status, 404);
}

#[test]
fn no_conflict_is_lifted_by_it_and_the_attempt_stands_in_the_record() {
    let gate = at_the_gate();
    let (callum, helen) = (gate.world.client("callum"), gate.world.client("helen"));
    // His nephew goes to St Aldhelm's.
    let child = gate.world.pupil_of(School::StAldhelms);
    let relation = json!({"person": pupil(child), "relation": "relative"});
    let register = format!("/v1/staff/{}", gate.world.staff("callum"));
    let _ = helen.change(&register, "relations", &relation).expect(201);
    let before = gate.world.recorded();
    let denied = break_glass(&gate, &callum);
    let nothing = json!({"kind": "case", "reference": "ZZZZZZZZ"});
    let nowhere = callum.post("/v1/break-glass", &ask(&gate.world, nothing));
    assert_eq!((denied.status, told(&denied)), (404, told(&nowhere)));
    assert_eq!(
        gate.world.recorded(),
        before + 2,
        "both attempts are recorded"
    );
    absent(&callum, &gate.case);
    for name in ["grace", "sunita"] {
        assert_eq!(glass_notices(&gate.world, name), [json!(null); 0], "{name}");
    }
}

#[test]
fn where_the_data_protection_officer_is_close_to_the_child_somebody_else_reviews() {
    let gate = at_the_gate();
    let child = gate.world.pupil_of(School::StAldhelms);
    let relation = json!({"person": pupil(child), "relation": "relative"});
    let register = format!("/v1/staff/{}", gate.world.staff("sunita"));
    let miriam = gate.world.client("miriam");
    let _ = miriam.change(&register, "relations", &relation).expect(201);
    let _ = break_glass(&gate, &gate.world.client("callum")).expect(201);
    assert_eq!(glass_notices(&gate.world, "sunita"), [json!(null); 0]);
    assert_eq!(due_of(&miriam, "/v1/me/actions", "glass_review").len(), 1);
    assert_eq!(glass_notices(&gate.world, "miriam").len(), 1);
}
