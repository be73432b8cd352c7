//! GET /v1/me/notices

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::steps::{about_adult, all, do_step, open_case, pupil, raise, threats};

pub const DOOR: Door = Door {
    route: "GET /v1/me/notices",
    ask: |_| Ask::of("/v1/me/notices"),
    wrong: Wrong::Stranger,
};

/// What somebody was reminded of: thing and level, the newest last.
fn notices(world: &World, name: &str) -> Vec<(String, u64)> {
    let mut rows = all(&world.client(name), "/v1/me/notices");
    rows.reverse();
    rows.iter()
        .map(|row| {
            (
                row["item"].as_str().unwrap().to_owned(),
                row["level"].as_u64().unwrap(),
            )
        })
        .collect()
}

fn of(world: &World, name: &str, item: &str) -> Vec<u64> {
    { notices(world, name).into_iter() }
        .filter(|(it, _)| it == item)
        .map(|(_, level)| level)
        .collect()
}

#[test]
fn a_concern_that_nobody_has_looked_at_by_the_end_of_its_day_goes_up_once_each() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    world.now("2026-11-10T15:29");
    world.remind();
    assert_eq!(of(&world, "ruth", "untriaged"), [0; 0]);
    world.now("2026-11-10T15:31");
    world.remind();
    world.remind();
    for name in ["ruth", "callum"] {
        assert_eq!(of(&world, name, "untriaged"), [0], "{name}");
    }
    assert_eq!(of(&world, "helen", "untriaged"), [0; 0]);
    world.now("2026-11-11T15:32");
    world.remind();
    assert_eq!(of(&world, "helen", "untriaged"), [1]);
    world.now("2026-11-12T15:33");
    world.remind();
    assert_eq!(of(&world, "miriam", "untriaged"), [2]);
    world.now("2026-11-16T09:00");
    world.remind();
    for (name, levels) in [("ruth", [0]), ("helen", [1]), ("miriam", [2])] {
        assert_eq!(of(&world, name, "untriaged"), levels, "{name}");
    }
    for name in ["priya", "tom", "jon", "grace", "dev"] {
        assert_eq!(
            all(&world.client(name), "/v1/me/notices"),
            [json!(null); 0],
            "{name}"
        );
    }
    let shown = all(&world.client("ruth"), "/v1/me/notices").remove(0);
    assert_eq!(shown["matter"], format!("concern-{}", concern.id));
    // No name, kind or detail: a reference, and what is due.
    for personal in ["Amara", "threat", "cyber"] {
        assert!(!shown.to_string().contains(personal), "{shown}");
    }
}

#[test]
fn where_somebody_is_in_danger_it_goes_on_every_quarter_of_an_hour_until_it_is_looked_at() {
    let world = World::at("2026-11-10T14:05");
    let mut body = threats(&world, world.oakfield().amara);
    body["danger_now"] = json!(true);
    let concern = raise(&world.client("priya"), &body);
    let at = |time: &str, world: &World| {
        world.now(&format!("2026-11-10T{time}"));
        world.remind();
    };
    at("14:06", &world);
    for (name, levels) in [("ruth", vec![0]), ("helen", vec![0]), ("callum", vec![])] {
        assert_eq!(of(&world, name, "danger"), levels, "{name}");
    }
    at("14:20", &world);
    assert_eq!(of(&world, "callum", "danger"), [0; 0]);
    at("14:21", &world);
    assert_eq!(of(&world, "callum", "danger"), [1]);
    at("14:36", &world);
    assert_eq!(of(&world, "helen", "danger"), [0, 2]);
    at("14:51", &world);
    assert_eq!(of(&world, "miriam", "danger"), [3]);
    at("15:20", &world);
    for (name, levels) in [
        ("ruth", vec![0]),
        ("callum", vec![1]),
        ("helen", vec![0, 2]),
    ] {
        assert_eq!(of(&world, name, "danger"), levels, "each once: {name}");
    }
    // Once it is looked at, nobody is asked any more.
    let _ = open_case(&world.client("ruth"), &concern);
    at("15:45", &world);
    assert_eq!(of(&world, "miriam", "danger"), [3]);
}

#[test]
fn a_step_is_reminded_of_to_its_owner_and_after_a_day_to_the_head() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let playbook = "bullying_by_email_or_phone";
    let done = json!({"answer": "no", "text": "No threat to anybody's safety."});
    let _ = do_step(&ruth, &case, (playbook, "5.7"), &done).expect(201);
    world.now("2026-11-10T15:31");
    world.remind();
    let (police, agencies) = (
        format!("step {playbook}/5.6"),
        format!("step {playbook}/5.7"),
    );
    assert_eq!(of(&world, "ruth", &police), [0]);
    assert_eq!(of(&world, "ruth", &agencies), [0; 0], "it is done");
    assert_eq!(of(&world, "helen", &police), [0; 0]);
    let mut body: Value = done;
    body["text"] = json!("Two messages, no threat in either.");
    let _ = do_step(&ruth, &case, (playbook, "5.6"), &body).expect(201);
    world.now("2026-11-11T15:32");
    world.remind();
    assert_eq!(of(&world, "helen", &police), [0; 0], "it is done");
    let evidence = format!("step {playbook}/5.2");
    assert_eq!(of(&world, "helen", &evidence), [1]);
}

#[test]
fn what_a_leaver_has_in_hand_is_reminded_of_to_whoever_has_it_now() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let _ = open_case(&world.client("ruth"), &concern);
    let ruth = format!("/v1/staff/{}", world.staff("ruth"));
    let left = json!({"on": "2026-11-09"});
    let _ = world
        .client("helen")
        .change(&ruth, "end", &left)
        .expect(201);
    world.now("2026-11-10T15:31");
    world.remind();
    let police = "step bullying_by_email_or_phone/5.6";
    assert_eq!(of(&world, "callum", police), [0]);
    assert_eq!(of(&world, "helen", police), [0; 0]);
    world.now("2026-11-11T15:32");
    world.remind();
    assert_eq!(of(&world, "helen", police), [1]);
}

/// R1, R2, R4: an outage drops nothing that is owed, however long it was.
#[test]
fn after_weeks_in_which_nobody_reminded_everything_that_is_owed_is_given_once() {
    let world = World::at("2026-11-10T14:05");
    let raise_about = |pupil| raise(&world.client("priya"), &threats(&world, pupil));
    let _ = open_case(&world.client("ruth"), &raise_about(world.oakfield().amara));
    world.remind();
    let before = of(&world, "helen", "raised").len();
    let _ = open_case(
        &world.client("ruth"),
        &raise_about(world.oakfield().another),
    );
    let waits = raise_about(world.oakfield().niamh);
    let matter = json!(format!("concern-{}", waits.id));
    world.now("2026-12-08T09:00");
    for _again in 0..2 {
        world.remind();
        // The head is told of what the lead has looked at, too.
        assert_eq!(of(&world, "helen", "raised").len(), before + 2);
        let police = "step bullying_by_email_or_phone/5.6";
        assert_eq!(of(&world, "ruth", police), [0, 0]);
        let notices = all(&world.client("ruth"), "/v1/me/notices");
        let untriaged = { notices.iter() }
            .filter(|row| row["matter"] == matter && row["item"] == "untriaged")
            .count();
        assert_eq!(untriaged, 1);
        assert_eq!(of(&world, "helen", police), [0; 0], "not yet");
    }
    world.now("2026-12-09T09:01");
    world.remind();
    assert_eq!(
        of(&world, "helen", "step bullying_by_email_or_phone/5.6"),
        [1, 1]
    );
}

#[test]
fn whoever_gave_up_the_role_is_told_of_no_review_and_whoever_has_the_case_is() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    let ruth = world.client("ruth");
    let case = open_case(&ruth, &concern);
    let decision = json!({
        "pupil": world.oakfield().amara.to_string(),
        "contact": "Father",
        "reason": "Telling him could put her at risk.",
        "review_on": "2026-11-24",
    });
    let _ = ruth
        .post(&format!("{case}/parents/not-told"), &decision)
        .expect(201);
    let role = json!({
        "role": "dsl", "academy": world.academy(School::Oakfield), "reason": "Back to teaching.",
    });
    let register = format!("/v1/staff/{}", world.staff("ruth"));
    let _ = world
        .client("helen")
        .change(&register, "roles/end", &role)
        .expect(201);
    world.now("2026-11-24T17:01");
    world.remind();
    let reviews = |name: &str| {
        { notices(&world, name).into_iter() }
            .filter(|(item, _)| item.starts_with("review "))
            .map(|(_, level)| level)
            .collect::<Vec<_>>()
    };
    assert_eq!(reviews("ruth"), [0; 0]);
    assert_eq!(reviews("callum"), [0]);
    assert_eq!(reviews("helen"), [0; 0]);
}

#[test]
fn whoever_has_a_conflict_is_passed_over_and_loses_the_notices_of_the_matter() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    world.now("2026-11-10T15:31");
    world.remind();
    assert_eq!(of(&world, "callum", "untriaged"), [0]);
    let mark = json!({"staff": world.staff("callum").to_string(), "reason": "He is named in it."});
    let path = format!("{}/conflicts", concern.address());
    let _ = world.client("ruth").post(&path, &mark).expect(201);
    assert_eq!(
        all(&world.client("callum"), "/v1/me/notices"),
        [json!(null); 0]
    );
    let daughter = json!({"person": pupil(world.oakfield().niamh), "relation": "relative"});
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let registered = world
        .client("helen")
        .change(&callum, "relations", &daughter);
    let _ = registered.expect(201);
    let other = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().niamh),
    );
    world.now("2026-11-10T18:00");
    world.remind();
    // His daughter: he is told nothing of it, and somebody else is.
    let of_other = |name: &str| {
        { all(&world.client(name), "/v1/me/notices").into_iter() }
            .filter(|row| row["matter"] == format!("concern-{}", other.id))
            .filter(|row| row["item"] == "untriaged")
            .count()
    };
    assert_eq!((of_other("callum"), of_other("ruth")), (0, 1));
}

#[test]
fn lead_and_head_are_told_at_once_that_a_concern_has_come_and_once() {
    let world = World::at("2026-11-10T14:05");
    let concern = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().amara),
    );
    world.remind();
    for name in ["ruth", "helen"] {
        assert_eq!(notices(&world, name), [("raised".to_owned(), 0)], "{name}");
    }
    for name in ["callum", "miriam", "priya", "tom", "jon", "grace", "omar"] {
        assert_eq!(notices(&world, name), [], "{name}");
    }
    let shown = all(&world.client("helen"), "/v1/me/notices").remove(0);
    assert_eq!(shown["matter"], format!("concern-{}", concern.id));
    world.now("2026-11-10T14:30");
    world.remind();
    assert_eq!(of(&world, "ruth", "raised"), [0]);
    // A lead who is faster than the notice keeps it from nobody else.
    let other = raise(
        &world.client("priya"),
        &threats(&world, world.oakfield().another),
    );
    let _ = open_case(&world.client("ruth"), &other);
    world.remind();
    let raised = ["ruth", "helen"].map(|name| of(&world, name, "raised").len());
    assert_eq!(raised, [1, 2]);
}

#[test]
fn a_concern_about_an_adult_is_told_to_whom_it_went_and_to_nobody_else() {
    let world = World::at("2026-11-10T14:05");
    let about = |name: &str| {
        let adult = Some(world.staff(name));
        let amara = world.oakfield().amara;
        let _ = raise(
            &world.client("tom"),
            &about_adult(&world, School::Oakfield, amara, adult),
        );
        world.remind();
    };
    let told = || {
        ["helen", "miriam", "esther", "ruth", "callum", "priya"]
            .map(|name| of(&world, name, "raised").len())
    };
    about("priya");
    assert_eq!(told(), [1, 0, 0, 0, 0, 0]);
    about("helen");
    assert_eq!(told(), [1, 1, 0, 0, 0, 0]);
    about("miriam");
    assert_eq!(told(), [1, 1, 1, 0, 0, 0]);
}

#[test]
fn what_the_chair_has_is_reminded_of_to_the_chair() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("miriam"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    let _ = raise(&world.client("tom"), &body);
    body["danger_now"] = json!(true);
    let _ = raise(&world.client("tom"), &body);
    world.now("2026-11-10T14:06");
    world.remind();
    assert_eq!(of(&world, "esther", "danger").len(), 1);
    world.now("2026-11-10T18:00");
    world.remind();
    assert_eq!(of(&world, "esther", "untriaged").len(), 2);
    for name in ["miriam", "helen", "ruth", "jon"] {
        assert_eq!(notices(&world, name), [], "{name}");
    }
}

#[test]
fn what_the_head_does_not_answer_about_an_adult_the_trust_lead_has_too_and_never_whom_it_is_about()
{
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("priya"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["danger_now"] = json!(true);
    let concern = raise(&world.client("tom"), &body);
    let _ = world.client("miriam").get(&concern.address()).expect(404);
    for time in ["14:06", "14:21"] {
        world.now(&format!("2026-11-10T{time}"));
        world.remind();
    }
    assert_eq!(of(&world, "helen", "danger").len(), 2);
    assert_eq!(of(&world, "miriam", "danger"), [0_u64; 0]);
    world.now("2026-11-10T14:37");
    world.remind();
    assert_eq!(of(&world, "miriam", "danger").len(), 1);
    let _ = world.client("miriam").get(&concern.address()).expect(200);
    let _ = world.client("helen").get(&concern.address()).expect(200);
    for name in ["priya", "ruth", "callum", "esther", "jon"] {
        let _ = world.client(name).get(&concern.address()).expect(404);
        assert_eq!(notices(&world, name), [], "{name}");
    }
}

#[test]
fn without_a_trust_lead_what_the_head_does_not_answer_about_an_adult_the_chair_has_too() {
    let world = World::at("2026-11-10T14:05");
    let lead = format!("/v1/staff/{}", world.staff("miriam"));
    let end = json!({"role": "trust_lead", "academy": null, "reason": "She leaves the trust."});
    let _ = { world.client("esther") }
        .change(&lead, "roles/end", &end)
        .expect(201);
    let adult = Some(world.staff("priya"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["danger_now"] = json!(true);
    let concern = raise(&world.client("tom"), &body);
    for time in ["14:06", "14:21"] {
        world.now(&format!("2026-11-10T{time}"));
        world.remind();
    }
    assert_eq!(of(&world, "helen", "danger").len(), 2);
    assert_eq!(of(&world, "esther", "danger"), [0_u64; 0]);
    // The turn of the trust's lead, whom there is none of.
    world.now("2026-11-10T14:37");
    world.remind();
    assert_eq!(of(&world, "esther", "danger").len(), 1);
    let _ = world.client("esther").get(&concern.address()).expect(200);
    let _ = world.client("helen").get(&concern.address()).expect(200);
    for name in ["priya", "ruth", "callum", "miriam", "jon"] {
        let _ = world.client(name).get(&concern.address()).expect(404);
        assert_eq!(notices(&world, name), [], "{name}");
    }
}

#[test]
fn what_the_trust_lead_does_not_answer_about_a_head_the_chair_has_too() {
    let world = World::at("2026-11-10T14:05");
    let adult = Some(world.staff("helen"));
    let mut body = about_adult(&world, School::Oakfield, world.oakfield().amara, adult);
    body["danger_now"] = json!(true);
    let concern = raise(&world.client("tom"), &body);
    world.now("2026-11-10T14:06");
    world.remind();
    assert_eq!(of(&world, "miriam", "danger").len(), 1);
    world.now("2026-11-10T14:22");
    world.remind();
    assert_eq!(of(&world, "esther", "danger").len(), 1);
    let _ = world.client("esther").get(&concern.address()).expect(200);
    assert_eq!(notices(&world, "helen"), []);
    let _ = world.client("helen").get(&concern.address()).expect(404);
}
