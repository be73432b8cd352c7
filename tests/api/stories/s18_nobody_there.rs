//! S18: at night in the holidays a boarder tells of abuse; the out-of-hours number stands before anything
//! is typed, nobody answers and the alert goes on, once to each; the holiday stops no clock.

use lanyard::demo::School;
use lanyard_tests::{Client, World, moment};
use serde_json::{Value, json};

use crate::steps::{all, at, etag, id_of, open_case, pupil, raise};

/// What the boarder said, as night staff write it down.
pub fn disclosure(world: &World) -> Value {
    json!({
        "academy": world.academy(School::Beacon),
        "about_adult": "no",
        "category": "sexual_abuse",
        "people": [{"person": pupil(world.pupil_of(School::Beacon)), "role": "affected"}],
        "place": {"kind": "off_site", "description": "At home, at the weekends"},
        "account": "Told me at bedtime what an uncle does.",
        "childs_words": "Please do not send me back on Wednesday.",
        "danger_now": true,
    })
}

/// Enters how social care is reached by day and by night.
pub fn enter_contacts(miriam: &Client, school: &str) {
    let contacts = json!({"contacts": [{
        "desk": "social_care",
        "phone": "01632 960001",
        "out_of_hours": "01632 960002",
        "online": null,
    }]});
    let tag = etag(miriam, school);
    let path = format!("{school}/contacts");
    let put = miriam.send("PUT", &path, Some(&contacts), &[("if-match", &tag)]);
    let _ = put.expect(200);
}

/// The levels of the alerts that somebody was given, the newest first.
#[track_caller]
pub fn alerts(world: &World, name: &str) -> Vec<u64> {
    let notices = all(&world.client(name), "/v1/me/notices");
    { notices.iter() }
        .filter(|row| row["item"] == "danger")
        .map(|row| row["level"].as_u64().unwrap())
        .collect()
}

#[test]
fn the_form_shows_999_and_the_number_of_the_night_before_anything_is_typed() {
    let world = World::at("2026-12-21T21:40");
    let school = format!("/v1/academies/{}", world.academy(School::Beacon));
    enter_contacts(&world.client("miriam"), &school);
    let form = world
        .client("bea")
        .get(&format!("{school}/concern-form?category=sexual_abuse"));
    let first = form.expect(200).json()["first"].clone();
    assert!(first[0].as_str().unwrap().contains("999"));
    assert!(
        first[1].as_str().unwrap().contains("01632 960002"),
        "{first}"
    );
    let public = format!("/public/{}/concern-form", world.academy(School::Beacon));
    let open = world.nobody().get(&public).expect(200).json();
    assert!(open["first"].to_string().contains("01632 960002"));
}

#[test]
fn nobody_answers_and_the_alert_goes_up_once_to_each() {
    let world = World::at("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    for (time, name) in [
        ("21:40", "omar"),
        ("21:55", "faye"),
        ("22:10", "lena"),
        ("22:25", "miriam"),
    ] {
        assert!(
            !alerts(&world, name).iter().any(|level| *level > 0),
            "{name} before {time}"
        );
        world.now(&format!("2026-12-21T{time}"));
        world.remind();
        assert!(!alerts(&world, name).is_empty(), "{name} at {time}");
    }
    world.now("2026-12-21T23:30");
    world.remind();
    // The head at once and in their turn; everybody else once.
    let times = ["omar", "faye", "lena", "miriam"].map(|name| alerts(&world, name).len());
    assert_eq!(times, [1, 1, 2, 1]);
    assert_eq!(alerts(&world, "jon"), [0; 0]);
}

#[test]
fn the_school_holiday_stops_no_clock_of_the_authority() {
    let world = World::at("2026-12-21T21:40");
    let concern = raise(&world.client("bea"), &disclosure(&world));
    let omar = world.client("omar");
    let case = open_case(&omar, &concern);
    // Its playbook asks for social care; more than one step may.
    let queue = format!("/v1/referrals?case={}&agency=social_care", id_of(&case));
    let path = format!(
        "/v1/referrals/{}",
        all(&omar, &queue)[0]["id"].as_str().unwrap()
    );
    let asked = omar.get(&path).expect(200).json();
    assert_eq!(asked["due"]["rule"], "R4");
    assert_eq!(at(&asked["due"]["at"]), moment("2026-12-21T21:40"));
    let told =
        json!({"how": "phone", "at": "2026-12-21T21:40:00Z", "spoken_to": "The duty worker"});
    let _ = omar.change(&path, "submission", &told).expect(201);
    // The decision of the authority comes first, and then, within the day, the writing.
    let answer = omar.get(&path).expect(200).json();
    assert_eq!(answer["next"], "answer");
    assert_eq!(at(&answer["due"]["at"]), moment("2026-12-22T17:00"));
    world.now("2026-12-21T22:20");
    let written = json!({"how": "email"});
    let _ = omar.change(&path, "writing", &written).expect(201);
    let answer = omar.get(&path).expect(200).json();
    assert_eq!(answer["next"], "answer");
    assert_eq!(at(&answer["due"]["at"]), moment("2026-12-22T17:00"));
}
