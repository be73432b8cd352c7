//! /v1/academies/{academy}/duties

use lanyard::demo::School;
use lanyard_events::At;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, at, names, pointers, told};

pub const NOW: Door = Door {
    route: "GET /v1/academies/{academy}/duties/now",
    ask: |scene| Ask::of(format!("{}/now", rota(&scene.world, School::Oakfield))),
    wrong: Wrong::Refused("grace", 404, "not-found"),
};

pub const ROTA: Door = Door {
    route: "GET /v1/academies/{academy}/duties",
    ask: |scene| Ask::of(rota(&scene.world, School::Oakfield)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

pub const SET: Door = Door {
    route: "POST /v1/academies/{academy}/duties",
    ask: |scene| {
        // In the holidays, of which no other test asks anything.
        let body = duty(
            &scene.world,
            "callum",
            "2027-08-02T08:00:00Z",
            "2027-08-03T08:00:00Z",
        );
        Ask::new(rota(&scene.world, School::Oakfield), body)
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

pub const END: Door = Door {
    route: "POST /v1/academies/{academy}/duties/{duty}/end",
    ask: |scene| {
        let rota = rota(&scene.world, School::Oakfield);
        Ask::of(format!("{rota}/{}/end", scene.duty))
    },
    wrong: Wrong::Refused("priya", 403, "forbidden"),
};

/// The address of an academy's rota.
pub fn rota(world: &World, school: School) -> String {
    format!("/v1/academies/{}/duties", world.academy(school))
}

/// Somebody on duty for a time, as bodies have it.
pub fn duty(world: &World, name: &str, from: &str, until: &str) -> Value {
    json!({"staff": world.staff(name).to_string(), "from": from, "until": until})
}

/// Puts somebody on duty; the id of the time.
#[track_caller]
pub fn on_duty(by: &Client, rota: &str, body: &Value) -> String {
    by.post(rota, body).expect(201).field("id")
}

/// Who is on duty at Oakfield now, as a teacher is shown it.
#[track_caller]
fn now(world: &World) -> Vec<String> {
    let rota = rota(world, School::Oakfield);
    let shown = world.client("priya").get(&format!("{rota}/now"));
    let shown = shown.expect(200).json();
    { shown["on_duty"].as_array().unwrap().iter() }
        .map(|person| person["staff"].as_str().unwrap().to_owned())
        .collect()
}

/// The ids of people by name.
fn ids(world: &World, names: &[&str]) -> Vec<String> {
    { names.iter() }
        .map(|name| world.staff(name).to_string())
        .collect()
}

fn gap(gap: &Value) -> [At; 2] {
    [at(&gap["from"]), at(&gap["until"])]
}

#[track_caller]
fn gaps(rota: &Value) -> Vec<[At; 2]> {
    rota["gaps"].as_array().unwrap().iter().map(gap).collect()
}

#[test]
fn the_rota_shows_who_is_on_duty_until_when_and_when_nobody_is() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, rota) = (world.client("ruth"), rota(&world, School::Oakfield));
    for (name, from, until) in [
        ("helen", "2026-11-14T07:00:00Z", "2026-11-14T20:00:00Z"),
        ("ruth", "2026-11-10T08:00:00Z", "2026-11-11T08:00:00Z"),
        ("callum", "2026-11-11T08:00:00Z", "2026-11-12T08:00:00Z"),
        // The group's lead covers, and times may overlap.
        ("miriam", "2026-11-13T08:00:00Z", "2026-11-14T08:00:00Z"),
    ] {
        let _ = on_duty(&ruth, &rota, &duty(&world, name, from, until));
    }
    let days = format!("{rota}?from=2026-11-10T08:00:00Z&until=2026-11-15T08:00:00Z");
    let shown = ruth.get(&days).expect(200).json();
    let duties = shown["duties"].as_array().unwrap();
    let who: Vec<_> = duties.iter().map(|row| row["staff"].clone()).collect();
    let expected = ids(&world, &["ruth", "callum", "miriam", "helen"]);
    assert_eq!(json!(who), json!(expected));
    assert!(duties.iter().all(|row| row["stands"] == true), "{shown}");
    assert_eq!(duties[1]["name"], "Callum Byrne");
    let times = [
        ("2026-11-12T08:00", "2026-11-13T08:00"),
        ("2026-11-14T20:00", "2026-11-15T08:00"),
    ];
    assert_eq!(
        gaps(&shown),
        times.map(|(from, until)| [moment(from), moment(until)])
    );
    // A fortnight from now, unless something else is asked for.
    let shown = ruth.get(&rota).expect(200).json();
    let stretch = [at(&shown["from"]), at(&shown["until"])];
    assert_eq!(
        stretch,
        [moment("2026-11-10T14:05"), moment("2026-11-24T14:05")]
    );
    // Whoever may raise a concern is told who is there now, and no more.
    let shown = world.client("priya").get(&format!("{rota}/now"));
    let shown = shown.expect(200).json();
    let people = shown["on_duty"].as_array().unwrap();
    assert_eq!(people.len(), 1, "{shown}");
    assert_eq!(names(&people[0]), ["name", "staff", "until"]);
    assert_eq!(people[0]["name"], "Ruth Osei");
    assert_eq!(at(&people[0]["until"]), moment("2026-11-11T08:00"));
    world.now("2026-11-12T09:00");
    assert_eq!(now(&world), [""; 0]);
    world.now("2026-11-14T07:30");
    assert_eq!(now(&world), ids(&world, &["miriam", "helen"]));
}

#[test]
fn what_is_sent_again_with_its_key_is_one_time_on_duty() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, rota) = (world.client("ruth"), rota(&world, School::Oakfield));
    let body = duty(
        &world,
        "ruth",
        "2026-11-10T08:00:00Z",
        "2026-11-11T08:00:00Z",
    );
    let send = || {
        ruth.post_with_key(&rota, &body, "a-duty")
            .expect(201)
            .field("id")
    };
    assert_eq!(send(), send());
    let shown = ruth.get(&rota).expect(200).json();
    assert_eq!(shown["duties"].as_array().unwrap().len(), 1, "{shown}");
}

#[test]
fn a_time_on_duty_ends_early_or_is_taken_back() {
    let world = World::at("2026-11-10T14:05");
    let (helen, callum) = (world.client("helen"), world.client("callum"));
    let rota = rota(&world, School::Oakfield);
    let set =
        |from: &str, until: &str| on_duty(&helen, &rota, &duty(&world, "callum", from, until));
    let running = set("2026-11-10T08:00:00Z", "2026-11-20T08:00:00Z");
    let coming = set("2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z");
    assert_eq!(now(&world), ids(&world, &["callum"]));
    let end = |id: &str| callum.post(&format!("{rota}/{id}/end"), &json!({}));
    let _ = end(&running).expect(201);
    let _ = end(&coming).expect(201);
    assert_eq!(now(&world), [""; 0]);
    let days = format!("{rota}?from=2026-11-10T08:00:00Z&until=2026-11-30T08:00:00Z");
    let shown = helen.get(&days).expect(200).json();
    let duties = shown["duties"].as_array().unwrap();
    assert_eq!(duties.len(), 1, "what was taken back is gone: {shown}");
    assert_eq!(duties[0]["id"], running);
    assert_eq!(at(&duties[0]["until"]), moment("2026-11-10T14:05"));
    // It is so already.
    let before = world.recorded();
    let _ = end(&running).expect(200);
    let _ = end(&coming).expect(200);
    let nothing = end(NOTHING);
    assert_eq!((nothing.status, &*nothing.problem()), (404, "not-found"));
    assert_eq!(world.recorded(), before);
}

#[test]
fn whoever_has_left_or_given_up_the_role_is_not_on_duty() {
    let world = World::at("2026-11-10T14:05");
    let (helen, miriam) = (world.client("helen"), world.client("miriam"));
    let rota = rota(&world, School::Oakfield);
    for name in ["ruth", "callum"] {
        let body = duty(&world, name, "2026-11-10T08:00:00Z", "2026-11-30T08:00:00Z");
        let _ = on_duty(&helen, &rota, &body);
    }
    assert_eq!(now(&world).len(), 2);
    let address = |name: &str| format!("/v1/staff/{}", world.staff(name));
    let role = json!({
        "role": "deputy_dsl", "academy": world.academy(School::Oakfield), "reason": "Moves on.",
    });
    let _ = miriam
        .change(&address("callum"), "roles/end", &role)
        .expect(201);
    assert_eq!(now(&world), ids(&world, &["ruth"]));
    let left = json!({"on": "2026-11-09"});
    let _ = miriam.change(&address("ruth"), "end", &left).expect(201);
    assert_eq!(now(&world), [""; 0]);
    // The times are still there to be seen, and are a gap.
    let shown = helen.get(&rota).expect(200).json();
    let duties = shown["duties"].as_array().unwrap();
    assert_eq!(duties.len(), 2, "{shown}");
    assert!(duties.iter().all(|row| row["stands"] == false), "{shown}");
    let fortnight = [moment("2026-11-10T14:05"), moment("2026-11-24T14:05")];
    assert_eq!(gaps(&shown), [fortnight]);
}

#[test]
fn a_role_that_has_ended_by_the_clock_covers_nothing_of_a_rota_that_is_looked_back_at() {
    let world = World::at("2026-11-10T14:05");
    let register = format!("/v1/staff/{}", world.staff("tom"));
    let cover = json!({
        "role": "deputy_dsl", "academy": world.academy(School::Oakfield),
        "until": "2026-11-13T17:00:00Z", "reason": "Cover this week.",
    });
    let miriam = world.client("miriam");
    let proposed = miriam.change(&register, "roles", &cover).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .change(&register, &confirm, &json!({}))
        .expect(201);
    let (helen, rota) = (world.client("helen"), rota(&world, School::Oakfield));
    let body = duty(
        &world,
        "tom",
        "2026-11-10T15:00:00Z",
        "2026-11-30T08:00:00Z",
    );
    let _ = on_duty(&helen, &rota, &body);
    let days = format!("{rota}?from=2026-11-10T15:00:00Z&until=2026-11-20T08:00:00Z");
    let stands = || helen.get(&days).expect(200).json()["duties"][0]["stands"].clone();
    assert_eq!(stands(), true);
    world.now("2026-11-14T09:00");
    let shown = helen.get(&days).expect(200).json();
    assert_eq!(shown["duties"][0]["stands"], false, "{shown}");
    let gap = [moment("2026-11-14T09:00"), moment("2026-11-20T08:00")];
    assert_eq!(gaps(&shown), [gap]);
}

#[test]
fn only_those_who_can_be_on_duty_are_and_at_times_that_can_be_kept() {
    let world = World::at("2026-11-10T14:05");
    let (ruth, rota) = (world.client("ruth"), rota(&world, School::Oakfield));
    let (from, until) = ("2026-12-19T08:00:00Z", "2026-12-20T08:00:00Z");
    let before = world.recorded();
    let mut nobody = duty(&world, "ruth", from, until);
    nobody["staff"] = json!(NOTHING);
    let of_ruth = |from, until| duty(&world, "ruth", from, until);
    for (body, pointer, code) in [
        (
            duty(&world, "priya", from, until),
            "/staff",
            "cannot_be_on_duty",
        ),
        // A safeguarding lead, but of another academy.
        (
            duty(&world, "grace", from, until),
            "/staff",
            "cannot_be_on_duty",
        ),
        (nobody, "/staff", "person_not_on_register"),
        (of_ruth(until, from), "/until", "ends_before_it_begins"),
        (of_ruth(from, from), "/until", "ends_before_it_begins"),
        (
            of_ruth("2026-11-10T08:00:00Z", "2026-11-10T14:05:00Z"),
            "/until",
            "duty_is_past",
        ),
        (
            of_ruth("2026-11-09T14:00:00Z", until),
            "/from",
            "duty_is_past",
        ),
        (
            of_ruth(from, "2027-12-21T08:00:00Z"),
            "/until",
            "duty_too_long",
        ),
    ] {
        let answer = ruth.post(&rota, &body).expect(422);
        assert_eq!(pointers(&answer), [pointer], "{body}");
        assert_eq!(answer.json()["errors"][0]["code"], code, "{body}");
    }
    for (place, value) in [
        ("from", json!("tomorrow")),
        ("until", json!(7)),
        ("staff", json!("ruth")),
        ("colour", json!("red")),
    ] {
        let mut body = of_ruth(from, until);
        body[place] = value;
        let answer = ruth.post(&rota, &body).expect(422);
        assert_eq!(pointers(&answer), [format!("/{place}")], "{body}");
    }
    for query in [
        "from=2026-12-20T08:00:00Z&until=2026-12-19T08:00:00Z",
        "from=2026-12-19T08:00:00Z&until=2026-12-19T08:00:00Z",
        "from=2026-12-19T08:00:00Z&until=2027-12-21T08:00:00Z",
        "from=yesterday",
        "colour=red",
    ] {
        let answer = ruth.get(&format!("{rota}?{query}"));
        assert_eq!(
            (answer.status, &*answer.problem()),
            (400, "bad-query"),
            "{query}"
        );
    }
    assert_eq!(world.recorded(), before);
}

#[test]
fn the_rota_is_kept_by_those_who_are_on_it_and_shown_to_few() {
    let scene = scene();
    let rota = rota(&scene.world, School::Oakfield);
    let now = format!("{rota}/now");
    let set = (SET.ask)(&scene);
    for (name, sees_rota) in [
        ("priya", 404),
        ("tom", 404),
        ("dev", 404),
        ("jon", 200),
        ("kit", 404),
    ] {
        let by = scene.client(name);
        assert_eq!(by.get(&now).status, 200, "{name}");
        assert_eq!(by.get(&rota).status, sees_rota, "{name}");
        assert_eq!(by.post(&set.path, &set.body).status, 403, "{name}");
        let end = by.post(&format!("{rota}/{}/end", scene.duty), &json!({}));
        assert_eq!(end.status, 403, "{name}");
    }
    // Of another academy: all of it is as if it were not there.
    let grace = scene.client("grace");
    let none = format!("/v1/academies/{NOTHING}/duties");
    for (there, absent) in [(&rota, none.clone()), (&now, format!("{none}/now"))] {
        let answer = grace.get(there);
        assert_eq!(answer.status, 404);
        assert_eq!(told(&answer), told(&grace.get(&absent)));
    }
    assert_eq!(grace.post(&set.path, &set.body).status, 404);
    let system = scene.world.mis("concerns:write staff:read");
    assert_eq!(
        system.get(&now).status,
        404,
        "names of staff are not for systems"
    );
    assert_eq!(system.get(&rota).status, 404);
    for name in ["ruth", "callum", "helen", "miriam"] {
        let by = scene.client(name);
        let _ = by.get(&rota).expect(200);
        let id = on_duty(&by, &set.path, &set.body);
        let _ = by.post(&format!("{rota}/{id}/end"), &json!({})).expect(201);
    }
}
