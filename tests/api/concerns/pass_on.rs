//! POST /v1/concerns/{concern}/triage with `pass_to_head` or `pass_to_dsl`: a concern that was marked wrongly.

use lanyard::demo::School;
use lanyard_tests::{Answer, Client, World, moment};
use serde_json::{Value, json};

use crate::steps::{
    Concern, NOTHING, UNNAMED, about_adult, all, at, due_of, etag, found, open_allegation,
    open_case, pointers, raise, row, staff, threats, told, triage,
};

const START: &str = "2026-11-10T14:05";

fn passes(by: &Client, concern: &Concern, to: &str) -> Answer {
    let decision = json!({ "kind": to });
    triage(
        by,
        concern,
        &decision,
        "She says that somebody who works here wrote it.",
    )
}

/// "About an adult?" was answered "not sure", and no adult is named.
fn unsure(world: &World) -> Concern {
    let mut body = threats(world, world.oakfield().amara);
    body["about_adult"] = json!("not_sure");
    raise(&world.client("tom"), &body)
}

/// All that somebody can list, count or find.
fn everything(by: &Client) -> Value {
    let lists = ["/v1/concerns", "/v1/cases", "/v1/due", "/v1/me/actions"];
    let words = ["threatening", "Amara Example"];
    let found = words.map(|words| found(by, words));
    json!([lists.map(|list| all(by, list)), found])
}

#[track_caller]
fn is_gone(by: &Client, concern: &Concern) {
    let denied = by.get(&concern.address());
    let absent = by.get(&format!("/v1/concerns/{NOTHING}"));
    assert_eq!(told(&denied), told(&absent));
}

#[test]
fn a_pupils_concern_that_is_about_an_adult_goes_to_the_head_and_the_team_sees_nothing_more() {
    let world = World::at(START);
    let team = ["ruth", "callum"].map(|name| world.client(name));
    let before = team.each_ref().map(everything);
    let tom = world.client("tom");
    let concern = raise(&tom, &threats(&world, world.oakfield().amara));
    // Watched for now: what was due of it goes too.
    let watch = json!({"kind": "monitor", "review_on": "2026-11-24"});
    let _ = triage(&team[0], &concern, &watch, "The tutor watches.").expect(201);
    let _ = passes(&team[0], &concern, "pass_to_head").expect(201);
    assert_eq!(team.each_ref().map(everything), before);
    for member in &team {
        is_gone(member, &concern);
    }
    let helen = world.client("helen");
    let shown = row(&helen, "/v1/concerns?state=untriaged", &concern.id).unwrap();
    assert_eq!(shown["about_adult"], "yes");
    assert_eq!(shown["triaged_at"], json!(null));
    let page = helen.get(&concern.address()).expect(200).json();
    assert_eq!(page["passed_on"][0]["by_name"], "Ruth Osei");
    assert_eq!(page["passed_on"][0]["about_adult"], "yes");
    // Whoever raised it learns no more than before.
    let own = tom.get(&concern.address()).expect(200);
    assert_eq!(own.field("view"), "status");
    let _ = open_allegation(&helen, &concern);
}

#[test]
fn a_concern_that_is_about_no_adult_goes_to_the_safeguarding_team() {
    let world = World::at(START);
    let (helen, ruth) = (world.client("helen"), world.client("ruth"));
    let concern = unsure(&world);
    is_gone(&ruth, &concern);
    let _ = passes(&helen, &concern, "pass_to_dsl").expect(201);
    let shown = row(&ruth, "/v1/concerns?state=untriaged", &concern.id).unwrap();
    assert_eq!(shown["about_adult"], "no");
    // A headteacher reads pupils' concerns of the academy too.
    let _ = helen.get(&concern.address()).expect(200);
    let _ = open_case(&ruth, &concern);
    let late = passes(&ruth, &concern, "pass_to_head");
    assert_eq!(late.problem(), "concern-in-case");
}

#[test]
fn an_accused_member_of_staff_is_never_passed_to_the_team() {
    let world = World::at(START);
    let adult = Some(world.staff("priya"));
    let body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let concern = raise(&world.client("tom"), &body);
    let refused = passes(&world.client("helen"), &concern, "pass_to_dsl");
    assert_eq!((refused.status, &*refused.problem()), (422, "adult-matter"));
    assert_eq!(pointers(&refused), ["/decision"]);
    is_gone(&world.client("ruth"), &concern);
}

/// A headteacher who has a part in it is passed over.
#[test]
fn it_goes_where_a_concern_about_that_adult_would_have_gone() {
    let world = World::at(START);
    let mut body = threats(&world, world.oakfield().amara);
    let helen = json!({"kind": "staff", "id": world.staff("helen").to_string()});
    let people = body["people"].as_array_mut().unwrap();
    people.push(json!({"person": helen, "role": "other"}));
    let concern = raise(&world.client("tom"), &body);
    let _ = passes(&world.client("ruth"), &concern, "pass_to_head").expect(201);
    let miriam = world.client("miriam");
    assert!(row(&miriam, "/v1/concerns?state=untriaged", &concern.id).is_some());
    for name in ["helen", "ruth", "callum", "jon"] {
        is_gone(&world.client(name), &concern);
    }
}

#[test]
fn the_same_request_again_gets_the_first_answer_and_a_reason_is_needed() {
    let world = World::at(START);
    let ruth = world.client("ruth");
    let concern = raise(
        &world.client("tom"),
        &threats(&world, world.oakfield().amara),
    );
    let decision = json!({"kind": "pass_to_head"});
    let silent = triage(&ruth, &concern, &decision, " ").expect(422);
    assert_eq!(pointers(&silent), ["/reason"]);
    let path = format!("{}/triage", concern.address());
    let body = json!({"decision": decision, "reason": "It was somebody who works here."});
    let tag = etag(&ruth, &concern.address());
    let key = lanyard_tests::new_key();
    let headers = [
        ("idempotency-key", key.as_str()),
        ("if-match", tag.as_str()),
    ];
    let send = || ruth.send("POST", &path, Some(&body), &headers).expect(201);
    assert_eq!(send().field("receipt"), send().field("receipt"));
    is_gone(&ruth, &concern);
}

/// R1, R2: to whoever has it now it is new, whatever those before them were told.
#[test]
fn whoever_has_it_now_is_told_of_it_and_danger_goes_up_from_there() {
    let world = World::at(START);
    let told_of = |name: &str, item: &str| {
        let notices = all(&world.client(name), "/v1/me/notices");
        notices.iter().filter(|row| row["item"] == item).count()
    };
    let at = |time: &str| {
        world.now(&format!("2026-11-10T{time}"));
        world.remind();
    };
    let mut body = threats(&world, world.oakfield().amara);
    body["about_adult"] = json!("not_sure");
    let calm = raise(&world.client("tom"), &body);
    body["danger_now"] = json!(true);
    let urgent = raise(&world.client("tom"), &body);
    at("14:06");
    for item in ["danger", "raised"] {
        assert_eq!((told_of("helen", item), told_of("ruth", item)), (1, 0));
    }
    for concern in [&calm, &urgent] {
        let _ = passes(&world.client("helen"), concern, "pass_to_dsl").expect(201);
    }
    at("14:10");
    for item in ["danger", "raised"] {
        assert_eq!(told_of("ruth", item), 1, "{item}");
    }
    at("14:12");
    assert_eq!(told_of("ruth", "danger"), 1, "once");
    at("14:26");
    assert_eq!(told_of("callum", "danger"), 1);
}

/// A concern about somebody who is named in it by mistake; corrected, and passed to the safeguarding team.
#[track_caller]
fn wrongly_named(world: &World, who: &str, corrected_by: &str) -> Concern {
    let named = world.staff(who);
    let body = about_adult(world, School::Oakfield, world.oakfield().amara, Some(named));
    let concern = raise(&world.client("tom"), &body);
    let by = world.client(corrected_by);
    let right = json!({
        "kind": "person", "from": staff(named),
        "to": {"kind": "described", "description": UNNAMED},
        "reason": "She was in a meeting all morning.",
    });
    let _ = by
        .change(&concern.address(), "corrections", &right)
        .expect(201);
    is_gone(&world.client(who), &concern);
    let _ = passes(&by, &concern, "pass_to_dsl").expect(201);
    concern
}

/// What was said about her still stands in it. Whoever looks at it again is no safeguarding lead: they would
/// learn of whom it was said.
#[test]
fn whoever_was_once_named_stays_shut_out_wherever_it_goes_until_two_seniors_lift_it() {
    let world = World::at(START);
    let (ruth, callum, helen) = (
        world.client("ruth"),
        world.client("callum"),
        world.client("helen"),
    );
    let before = everything(&ruth);
    let concern = wrongly_named(&world, "ruth", "helen");
    assert_eq!(everything(&ruth), before);
    is_gone(&ruth, &concern);
    let _ = callum.get(&concern.address()).expect(200);
    let who = world.staff("ruth").to_string();
    let looked_at_by = |by: &Client| {
        let mut rows = due_of(by, "/v1/due", "conflict_review");
        rows.retain(|row| row["staff"] == json!(who));
        rows
    };
    let due = looked_at_by(&helen);
    assert_eq!(due.len(), 1, "{due:?}");
    assert_eq!(at(&due[0]["due_at"]), moment("2027-02-08T14:05"));
    for blind in [&ruth, &callum] {
        assert!(looked_at_by(blind).is_empty());
    }
    let lift = format!("{}/conflicts/{who}/lift", concern.address());
    let own = ruth.post(&lift, &json!({"reason": "It was not me."}));
    assert_eq!((own.status, &*own.problem()), (404, "not-found"));
    let alone = helen.post(&lift, &json!({"reason": "She may read it."}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    is_gone(&ruth, &concern);
    let second = world.staff("miriam").to_string();
    let both = json!({"reason": "She may read it.", "second": second});
    let _ = helen.post(&lift, &both).expect(201);
    let _ = ruth.get(&concern.address()).expect(200);
    assert!(looked_at_by(&helen).is_empty());
}

/// A headteacher reads pupils' concerns of the academy, but not this one; nor what comes out of it.
#[test]
fn a_head_who_was_once_named_reads_neither_the_concern_nor_its_case() {
    let world = World::at(START);
    let helen = world.client("helen");
    let concern = wrongly_named(&world, "helen", "miriam");
    is_gone(&helen, &concern);
    let ruth = world.client("ruth");
    let _ = ruth.get(&concern.address()).expect(200);
    let case = open_case(&ruth, &concern);
    let absent = helen.get(&format!("/v1/cases/{NOTHING}"));
    assert_eq!(told(&helen.get(&case)), told(&absent));
    assert_eq!(row(&helen, "/v1/cases", crate::steps::id_of(&case)), None);
}

/// The matters of which somebody is to look again at whether they stay closed to a member of staff.
#[track_caller]
fn looked_at_again(by: &Client, staff: &str) -> Vec<String> {
    let mut rows = due_of(by, "/v1/due", "conflict_review");
    rows.retain(|row| row["staff"] == json!(staff));
    for row in &rows {
        assert_eq!(at(&row["due_at"]), moment("2027-02-08T14:05"), "{row}");
    }
    let mut matters: Vec<_> = { rows.iter() }
        .map(|row| row["matter"].as_str().unwrap().to_owned())
        .collect();
    matters.sort();
    matters
}

/// One senior alone does not open it, and two do.
#[track_caller]
fn takes_two(world: &World, by: &str, address: &str, (who, second): (&str, &str)) {
    let by = world.client(by);
    let lift = format!("{address}/conflicts/{}/lift", world.staff(who));
    let alone = by.post(&lift, &json!({"reason": "It was not her."}));
    assert_eq!(
        (alone.status, &*alone.problem()),
        (403, "second-person-needed")
    );
    let second = world.staff(second).to_string();
    let both = json!({"reason": "It was not her.", "second": second});
    let _ = by.post(&lift, &both).expect(201);
}

#[track_caller]
fn is_corrected(by: &Client, concern: &Concern, wrong: lanyard_events::StaffId) {
    let right = json!({
        "kind": "person", "from": staff(wrong),
        "to": {"kind": "described", "description": UNNAMED},
        "reason": "She was in a meeting all morning.",
    });
    let _ = by
        .change(&concern.address(), "corrections", &right)
        .expect(201);
}

/// A safeguarding lead's own case is closed to her with the concern while the wrong name still stands in it: of the
/// case too somebody is asked, and it opens by itself.
#[test]
fn a_case_that_was_closed_with_a_wrong_name_is_looked_at_again_too() {
    let world = World::at(START);
    let (ruth, callum, helen) = (
        world.client("ruth"),
        world.client("callum"),
        world.client("helen"),
    );
    let own = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let case = open_case(&ruth, &own);
    let mut body = threats(&world, world.oakfield().amara);
    body["about_adult"] = json!("not_sure");
    let people = body["people"].as_array_mut().unwrap();
    people.push(json!({"person": staff(world.staff("ruth")), "role": "other"}));
    let concern = raise(&world.client("tom"), &body);
    let _ = passes(&helen, &concern, "pass_to_dsl").expect(201);
    let id = crate::steps::id_of(&case);
    let join = json!({"kind": "add_to_case", "case": id});
    let _ = triage(&callum, &concern, &join, "The same group chat.").expect(201);
    is_corrected(&callum, &concern, world.staff("ruth"));
    is_gone(&ruth, &concern);
    let absent = ruth.get(&format!("/v1/cases/{NOTHING}"));
    assert_eq!(told(&ruth.get(&case)), told(&absent));
    let who = world.staff("ruth").to_string();
    let both = [format!("case-{id}"), format!("concern-{}", concern.id)];
    assert_eq!(looked_at_again(&helen, &who), both);
    assert_eq!(looked_at_again(&callum, &who), [""; 0]);
    takes_two(&world, "helen", &case, ("ruth", "miriam"));
    let _ = ruth.get(&case).expect(200);
    assert_eq!(looked_at_again(&helen, &who), both[1..]);
}

/// The same of an adult's matter that the concern is part of.
#[test]
fn a_matter_that_was_closed_with_a_wrong_name_is_looked_at_again_too() {
    let world = World::at(START);
    let helen = world.client("helen");
    let named = world.staff("ruth");
    let body = about_adult(
        &world,
        School::Oakfield,
        world.oakfield().amara,
        Some(named),
    );
    let concern = raise(&world.client("tom"), &body);
    let matter = open_allegation(&helen, &concern);
    is_corrected(&helen, &concern, named);
    let both = [
        format!("allegation-{}", crate::steps::id_of(&matter)),
        format!("concern-{}", concern.id),
    ];
    assert_eq!(looked_at_again(&helen, &named.to_string()), both);
    takes_two(&world, "helen", &matter, ("ruth", "miriam"));
}

/// The worker's look after a start over concerns that were corrected: what two seniors decided stays so, and nothing
/// is recorded twice.
#[test]
fn the_look_after_a_start_closes_nothing_again_that_was_decided_on() {
    let mut world = World::at(START);
    let lifted = wrongly_named(&world, "ruth", "helen");
    takes_two(&world, "helen", &lifted.address(), ("ruth", "miriam"));
    let kept = wrongly_named(&world, "helen", "miriam");
    world.remind();
    let before = world.recorded();
    world.stop();
    world.start_again().unwrap();
    world.remind();
    assert_eq!(world.recorded(), before);
    let _ = world.client("ruth").get(&lifted.address()).expect(200);
    is_gone(&world.client("helen"), &kept);
}
