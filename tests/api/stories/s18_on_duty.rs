//! S18 with a rota: whoever is on duty in the holidays is alerted at once with the leads; unanswered, the
//! alert goes up as R2 has it, once to each, also after a restart; who is conflicted or gone is passed over.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::json;

use super::s18_nobody_there::{alerts, disclosure, enter_contacts};
use crate::academies::duties;
use crate::steps::{about_adult, all, at, id_of, open_case, pupil, raise};

/// The whole of the holidays.
const HOLIDAYS: [&str; 2] = ["2026-12-19T00:00:00Z", "2027-01-04T08:00:00Z"];

/// The Beacon on the last day of term.
fn last_day_of_term() -> World {
    World::at("2026-12-18T16:00")
}

/// The rota of the holidays is written on the last day of term.
fn on_duty(world: &World, name: &str, [from, until]: [&str; 2]) {
    let rota = duties::rota(world, School::Beacon);
    let body = duties::duty(world, name, from, until);
    let _ = duties::on_duty(&world.client("omar"), &rota, &body);
}

/// How often each was alerted until a time of that night.
#[track_caller]
fn alerted<const N: usize>(world: &World, time: &str, names: [&str; N]) -> [usize; N] {
    world.now(&format!("2026-12-21T{time}"));
    world.remind();
    names.map(|name| alerts(world, name).len())
}

/// The safeguarding lead, the deputy, the head and the group's lead.
const ALL: [&str; 4] = ["omar", "faye", "lena", "miriam"];

#[test]
fn a_boarder_tells_of_abuse_at_night_in_the_holidays() {
    let world = last_day_of_term();
    let school = format!("/v1/academies/{}", world.academy(School::Beacon));
    enter_contacts(&world.client("miriam"), &school);
    on_duty(&world, "omar", HOLIDAYS);
    world.now("2026-12-21T21:40");
    // Before anything is typed: 999, the number of the night, and who is on duty.
    let bea = world.client("bea");
    let form = bea.get(&format!("{school}/concern-form?category=sexual_abuse"));
    let first = form.expect(200).json()["first"].clone();
    assert!(first[0].as_str().unwrap().contains("999"), "{first}");
    assert!(
        first[1].as_str().unwrap().contains("01632 960002"),
        "{first}"
    );
    let now = bea.get(&format!("{school}/duties/now")).expect(200).json();
    assert_eq!(now["on_duty"][0]["name"], "Omar Siddiqui");
    let concern = raise(&bea, &disclosure(&world));
    // Nobody answers: the deputy, the head, the trust's lead, a quarter of an hour each.
    for (time, expected) in [
        ("21:40", [1, 0, 1, 0]),
        ("21:54", [1, 0, 1, 0]),
        ("21:55", [1, 1, 1, 0]),
        ("22:10", [1, 1, 2, 0]),
        ("22:25", [1, 1, 2, 1]),
        ("22:40", [1, 1, 2, 1]),
        ("23:59", [1, 1, 2, 1]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
    // R4 runs from when the child told, however late it is looked at.
    let omar = world.client("omar");
    let case = open_case(&omar, &concern);
    let queue = format!("/v1/referrals?case={}&agency=social_care", id_of(&case));
    let (due, path) = { all(&omar, &queue).into_iter() }
        .map(|row| {
            let path = format!("/v1/referrals/{}", row["id"].as_str().unwrap());
            (at(&omar.get(&path).expect(200).json()["due"]["at"]), path)
        })
        .min()
        .unwrap();
    assert_eq!(due, moment("2026-12-21T21:40"));
    let told =
        json!({"how": "phone", "at": "2026-12-21T23:59:00Z", "spoken_to": "The duty worker"});
    let _ = omar.change(&path, "submission", &told).expect(201);
    // The school holiday stops nothing: their decision is due on the next working day.
    let asked = omar.get(&path).expect(200).json();
    assert_eq!(asked["next"], "answer");
    assert_eq!(at(&asked["due"]["at"]), moment("2026-12-22T17:00"));
}

#[test]
fn a_deputy_on_duty_is_alerted_at_once_and_not_again_in_the_deputies_turn() {
    let world = last_day_of_term();
    on_duty(&world, "faye", HOLIDAYS);
    world.now("2026-12-21T21:40");
    let concern = raise(&world.client("bea"), &disclosure(&world));
    for (time, expected) in [
        ("21:40", [1, 1, 1, 0]),
        ("21:54", [1, 1, 1, 0]),
        // No other deputy is left: the head is next.
        ("21:55", [1, 1, 2, 0]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
    // Whoever is on duty has looked at it: nobody else is asked.
    let _ = open_case(&world.client("faye"), &concern);
    assert_eq!(alerted(&world, "22:30", ALL), [1, 1, 2, 0]);
}

#[test]
fn the_trusts_lead_who_covers_is_alerted_at_once_and_once() {
    let world = last_day_of_term();
    on_duty(&world, "miriam", HOLIDAYS);
    world.now("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    for (time, expected) in [
        ("21:40", [1, 0, 1, 1]),
        ("21:55", [1, 1, 1, 1]),
        ("22:10", [1, 1, 2, 1]),
        ("22:25", [1, 1, 2, 1]),
        ("23:30", [1, 1, 2, 1]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
}

#[test]
fn whoever_comes_on_duty_while_nobody_answers_is_alerted_with_the_next_turn() {
    let world = last_day_of_term();
    let [begin, end] = HOLIDAYS;
    on_duty(&world, "omar", [begin, "2026-12-21T21:50:00Z"]);
    on_duty(&world, "miriam", ["2026-12-21T21:50:00Z", end]);
    world.now("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    for (time, expected) in [
        ("21:40", [1, 0, 1, 0]),
        ("21:55", [1, 1, 1, 1]),
        ("22:10", [1, 1, 2, 1]),
        ("22:25", [1, 1, 2, 1]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
}

#[test]
fn whoever_is_on_duty_and_has_a_conflict_is_passed_over_and_hears_nothing() {
    let world = last_day_of_term();
    on_duty(&world, "faye", HOLIDAYS);
    let close = json!({"person": pupil(world.pupil_of(School::Beacon)), "relation": "relative"});
    let faye = format!("/v1/staff/{}", world.staff("faye"));
    let registered = world.client("lena").change(&faye, "relations", &close);
    let _ = registered.expect(201);
    world.now("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    for (time, expected) in [
        ("21:40", [1, 0, 1, 0]),
        ("21:55", [1, 0, 2, 0]),
        ("22:10", [1, 0, 2, 1]),
        ("23:30", [1, 0, 2, 1]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
    let notices = all(&world.client("faye"), "/v1/me/notices");
    assert_eq!(notices, [json!(null); 0]);
}

#[test]
fn whoever_is_on_duty_and_has_left_is_passed_over() {
    let world = last_day_of_term();
    on_duty(&world, "faye", HOLIDAYS);
    world.now("2026-12-21T09:00");
    let faye = format!("/v1/staff/{}", world.staff("faye"));
    let left = json!({"on": "2026-12-20"});
    let _ = world
        .client("miriam")
        .change(&faye, "end", &left)
        .expect(201);
    world.now("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    let others = ["omar", "lena", "miriam"];
    // It is as if nobody were on duty, and no deputy is there: the head is next.
    assert_eq!(alerted(&world, "21:40", others), [1, 1, 0]);
    assert_eq!(alerted(&world, "21:55", others), [1, 2, 0]);
    assert_eq!(alerted(&world, "22:10", others), [1, 2, 1]);
}

#[test]
fn in_a_gap_of_the_rota_the_alert_goes_as_if_there_were_none() {
    let world = last_day_of_term();
    let [begin, end] = HOLIDAYS;
    on_duty(&world, "faye", [begin, "2026-12-21T21:00:00Z"]);
    on_duty(&world, "faye", ["2026-12-22T08:00:00Z", end]);
    world.now("2026-12-21T21:40");
    let rota = duties::rota(&world, School::Beacon);
    let bea = world.client("bea");
    let now = bea.get(&format!("{rota}/now")).expect(200).json();
    assert_eq!(now["on_duty"], json!([]));
    let _ = raise(&bea, &disclosure(&world));
    for (time, expected) in [
        ("21:40", [1, 0, 1, 0]),
        ("21:55", [1, 1, 1, 0]),
        ("22:10", [1, 1, 2, 0]),
        ("22:25", [1, 1, 2, 1]),
    ] {
        assert_eq!(alerted(&world, time, ALL), expected, "{time}");
    }
}

#[test]
fn a_restart_alerts_nobody_twice_and_the_next_turn_comes_in_its_time() {
    let mut world = last_day_of_term();
    on_duty(&world, "faye", HOLIDAYS);
    world.now("2026-12-21T21:40");
    let _ = raise(&world.client("bea"), &disclosure(&world));
    assert_eq!(alerted(&world, "21:40", ALL), [1, 1, 1, 0]);
    // The views go as well: what was reminded of is in the record.
    world.stop();
    std::fs::remove_dir_all(world.data_dir().join("views")).unwrap();
    world.start_again().unwrap();
    assert_eq!(alerted(&world, "21:41", ALL), [1, 1, 1, 0]);
    assert_eq!(alerted(&world, "21:54", ALL), [1, 1, 1, 0]);
    assert_eq!(alerted(&world, "21:55", ALL), [1, 1, 2, 0]);
    world.stop();
    world.start_again().unwrap();
    assert_eq!(alerted(&world, "21:56", ALL), [1, 1, 2, 0]);
    assert_eq!(alerted(&world, "22:10", ALL), [1, 1, 2, 1]);
}

#[test]
fn of_an_adults_matter_whoever_is_on_duty_hears_only_if_it_is_theirs_to_read() {
    let world = last_day_of_term();
    on_duty(&world, "faye", HOLIDAYS);
    world.now("2026-12-21T21:40");
    let child = world.pupil_of(School::Beacon);
    let mut body = about_adult(&world, School::Beacon, child, None);
    body["danger_now"] = json!(true);
    let _ = raise(&world.client("bea"), &body);
    assert_eq!(alerted(&world, "21:40", ALL), [0, 0, 1, 0]);
    assert_eq!(alerted(&world, "22:40", ALL)[..2], [0, 0]);
}
