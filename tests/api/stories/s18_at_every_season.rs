//! R2 at every season: a quarter of an hour is a quarter of an hour over midnight, on bank holidays, in half-terms, when
//! the clocks go back or forward, and on a leap day. The other clocks have tables in the domain (`clock::table`).

use lanyard_tests::{World, moment};
use serde_json::json;

use super::s18_nobody_there::disclosure;
use crate::steps::{Concern, all, raise};

/// What makes a moment awkward, the moment, and a minute before and at each turn: the deputy, the head, the trust's lead.
/// In UTC, so that each minute has one name.
const SEASONS: [(&str, &str, [&str; 4]); 8] = [
    (
        "the hour that comes twice",
        "2026-10-25T00:50:00Z",
        ["01:04:00", "01:05:00", "01:20:00", "01:35:00"],
    ),
    (
        "the last minute of a Sunday",
        "2026-11-15T23:30:00Z",
        ["23:44:00", "23:45:00", "24:00:00", "24:15:00"],
    ),
    (
        "Christmas Day",
        "2026-12-25T08:00:00Z",
        ["08:14:00", "08:15:00", "08:30:00", "08:45:00"],
    ),
    (
        "half-term",
        "2027-02-17T13:00:00Z",
        ["13:14:00", "13:15:00", "13:30:00", "13:45:00"],
    ),
    (
        "the hour that is left out",
        "2027-03-28T00:50:00Z",
        ["01:04:00", "01:05:00", "01:20:00", "01:35:00"],
    ),
    (
        "Easter Monday",
        "2027-03-29T09:00:00Z",
        ["09:14:00", "09:15:00", "09:30:00", "09:45:00"],
    ),
    (
        "the last minute of a day",
        "2027-06-10T22:59:00Z",
        ["23:13:00", "23:14:00", "23:29:00", "23:44:00"],
    ),
    (
        "the end of a leap day",
        "2028-02-29T23:50:00Z",
        ["24:04:00", "24:05:00", "24:20:00", "24:35:00"],
    ),
];

/// A time of day as UTC has it; from 24:00 on it is the next day's.
fn on(day: &str, time: &str) -> String {
    let Some(after_midnight) = time.strip_prefix("24:") else {
        return format!("{day}T{time}Z");
    };
    let day: jiff::civil::Date = day.parse().unwrap();
    format!("{}T00:{after_midnight}Z", day.tomorrow().unwrap())
}

/// How often each was alerted of one concern.
#[track_caller]
fn alerted(world: &World, concern: &Concern) -> [usize; 4] {
    world.remind();
    let matter = json!(format!("concern-{}", concern.id));
    ["omar", "faye", "lena", "miriam"].map(|name| {
        let mut notices = all(&world.client(name), "/v1/me/notices");
        notices.retain(|row| row["item"] == "danger" && row["matter"] == matter);
        notices.len()
    })
}

#[test]
fn a_quarter_of_an_hour_is_one_at_every_season() {
    let world = World::at("2026-10-24T12:00");
    for (season, raised, [before, deputy, head, lead]) in SEASONS {
        world.now(raised);
        let concern = raise(&world.client("bea"), &disclosure(&world));
        let (day, _) = raised.split_once('T').unwrap();
        for (time, expected) in [
            (raised.to_owned(), [1, 0, 1, 0]),
            (on(day, before), [1, 0, 1, 0]),
            (on(day, deputy), [1, 1, 1, 0]),
            (on(day, head), [1, 1, 2, 0]),
            (on(day, lead), [1, 1, 2, 1]),
        ] {
            assert!(moment(&time) >= moment(raised));
            world.now(&time);
            assert_eq!(alerted(&world, &concern), expected, "{season} at {time}");
        }
    }
}
