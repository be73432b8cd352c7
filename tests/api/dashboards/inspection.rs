//! GET /v1/dashboards/academies/{academy}/inspection

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, about_adult, open_allegation, pupil, raise, threats, threshold, told};

pub const DOOR: Door = Door {
    route: "GET /v1/dashboards/academies/{academy}/inspection",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::of(format!("/v1/dashboards/academies/{oakfield}/inspection"))
    },
    wrong: Wrong::Refused("jon", 404, "not-found"),
};

/// The page of an academy's figures.
pub fn page(world: &World, school: School) -> String {
    let academy = world.academy(school);
    format!("/v1/dashboards/academies/{academy}/inspection")
}

/// The figures of Oakfield as somebody is shown them.
#[track_caller]
pub fn inspected(world: &World, by: &Client) -> Value {
    by.get(&page(world, School::Oakfield)).expect(200).json()
}

#[test]
fn the_figures_of_another_academy_answer_like_those_of_none() {
    let scene = scene();
    let ruth = scene.client("ruth");
    let theirs = ruth.get(&page(&scene.world, School::StAldhelms));
    assert_eq!(theirs.status, 404);
    let none = ruth.get(&format!("/v1/dashboards/academies/{NOTHING}/inspection"));
    assert_eq!(told(&theirs), told(&none));
    let _ = { scene.client("miriam") }
        .get(&page(&scene.world, School::StAldhelms))
        .expect(200);
}

#[test]
fn a_time_that_is_none_is_refused() {
    let scene = scene();
    let page = page(&scene.world, School::Oakfield);
    for bad in [
        "from=yesterday",
        "to=2026-02-30",
        "from=2026-11-11&to=2026-11-10",
        "from=2016-11-10",
        "format=pdf",
        "pupil=1",
    ] {
        let answer = scene.client("ruth").get(&format!("{page}?{bad}"));
        assert_eq!(
            (answer.status, &*answer.problem()),
            (400, "bad-query"),
            "{bad}"
        );
    }
}

/// Begins matters about Priya, all of them Oakfield's.
fn begin(world: &World, times: usize) -> Vec<String> {
    let (tom, helen) = (world.client("tom"), world.client("helen"));
    let begun = (0..times).map(|_| {
        let child = world.oakfield().another;
        let body = about_adult(world, School::Oakfield, child, Some(world.staff("priya")));
        open_allegation(&helen, &raise(&tom, &body))
    });
    begun.collect()
}

#[track_caller]
fn adults(world: &World, by: &Client, asked: &str) -> Value {
    let path = format!("{}{asked}", page(world, School::Oakfield));
    by.get(&path).expect(200).json()["adults"].clone()
}

/// Callum Byrne's daughter is at Oakfield.
fn register_callums_daughter(world: &World) {
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = json!({"person": pupil(world.oakfield().niamh), "relation": "relative"});
    let helen = world.client("helen");
    let _ = helen.change(&callum, "relations", &daughter).expect(201);
}

/// ADR 21: whoever reads no adult's matter has the last school year that is over, and no small figure.
#[test]
fn a_safeguarding_lead_has_adults_figures_of_the_last_school_year_and_none_that_is_small() {
    let world = World::at("2026-10-05T10:00");
    let (helen, ruth) = (world.client("helen"), world.client("ruth"));
    let undecided = |by: &Client, asked: &str| adults(&world, by, asked)["undecided"].clone();
    let _ = begin(&world, 5);
    // The year is not over: nothing of it is to be seen, whatever days are asked for.
    for now in ["2026-10-05T10:00", "2026-11-02T10:00", "2027-08-31T10:00"] {
        world.now(now);
        for asked in ["", "?from=2026-10-05&to=2026-10-05"] {
            assert_eq!(undecided(&ruth, asked)["shown"], "0", "{now} {asked}");
        }
    }
    let days = "?from=2026-10-05&to=2026-10-05";
    assert_eq!(undecided(&helen, days), json!({"shown": "5", "value": 5}));
    world.now("2027-09-01T10:00");
    for asked in ["", "?from=2027-09-01&to=2027-09-01"] {
        let small = json!({"shown": "c", "value": null});
        assert_eq!(undecided(&ruth, asked), small, "{asked}");
    }
    assert_eq!(undecided(&helen, "?from=2027-09-01")["shown"], "0");
    world.now("2026-10-30T10:00");
    let _ = begin(&world, 1);
    world.now("2027-09-01T10:00");
    assert_eq!(undecided(&ruth, "")["value"], 6);
}

/// ADR 21: a lead who looks twice sees nothing of what came in between.
#[test]
fn what_is_decided_after_the_year_moves_no_figure_of_a_safeguarding_lead() {
    let world = World::at("2026-10-05T10:00");
    let (helen, ruth) = (world.client("helen"), world.client("ruth"));
    let matters = begin(&world, 7);
    let decide = |matter: &str| {
        let low_level = threshold("low_level");
        let _ = helen.change(matter, "threshold", &low_level).expect(201);
    };
    decide(&matters[0]);
    world.now("2027-09-01T10:00");
    let before = adults(&world, &ruth, "");
    assert_eq!(before["low_level"]["shown"], "c");
    assert_eq!(before["undecided"]["value"], 6);
    decide(&matters[1]);
    let _ = begin(&world, 1);
    assert_eq!(adults(&world, &ruth, ""), before);
    let days = "?from=2026-09-01&to=2027-08-31";
    assert_eq!(adults(&world, &helen, days)["low_level"]["value"], 2);
}

/// domain.md 1 rule 1, ADR 21: a matter about a lead moves nothing that the lead sees, from the day it begins
/// on, and no two leads have figures whose difference it is.
#[test]
fn a_matter_about_a_safeguarding_lead_is_seen_in_no_figure_of_theirs() {
    let world = World::at("2026-10-05T10:00");
    let ruth = world.client("ruth");
    world.now("2026-11-17T10:00");
    let before = inspected(&world, &ruth);
    world.now("2026-10-05T10:00");
    let child = world.oakfield().another;
    let body = about_adult(&world, School::Oakfield, child, Some(world.staff("ruth")));
    let concern = raise(&world.client("tom"), &body);
    let _ = open_allegation(&world.client("helen"), &concern);
    world.now("2026-11-17T10:00");
    assert_eq!(inspected(&world, &ruth), before);
    assert_eq!(before["adults"]["undecided"]["shown"], "0");
    world.now("2026-10-05T10:00");
    let _ = begin(&world, 6);
    world.now("2027-09-01T10:00");
    // Six or seven: the same for every lead, and not by whom it is asked.
    assert_eq!(adults(&world, &ruth, "")["undecided"]["value"], 7);
}

/// ADR 21: not a smaller number, which another lead's would be subtracted from, and at all times.
#[test]
fn whoever_is_registered_as_close_to_somebody_is_shown_no_figure_of_adults() {
    let world = World::at("2026-10-05T10:00");
    let callum = world.client("callum");
    register_callums_daughter(&world);
    let none = json!({"shown": "not shown", "value": null});
    let is_told_nothing = || {
        let shown = adults(&world, &callum, "");
        for figure in ["allegations", "low_level", "no_concern", "undecided"] {
            assert_eq!(shown[figure], none, "{figure}");
        }
    };
    is_told_nothing();
    let _ = begin(&world, 6);
    world.now("2027-09-01T10:00");
    is_told_nothing();
    let html = format!("{}?format=html", page(&world, School::Oakfield));
    let printed = callum.get(&html).expect(200).text();
    assert!(printed.contains("The head has these figures."), "{printed}");
}

/// domain.md 1 rule 1: not even as a number.
#[test]
fn what_somebody_is_conflicted_in_is_in_none_of_their_figures() {
    let world = World::at("2026-10-05T10:00");
    let callum = world.client("callum");
    register_callums_daughter(&world);
    // A pupil close to somebody: none of hers is in that person's figures.
    let about = |pupil| raise(&world.client("priya"), &threats(&world, pupil));
    let before = inspected(&world, &callum);
    let _ = about(world.oakfield().niamh);
    assert_eq!(inspected(&world, &callum), before);
    let shown = inspected(&world, &world.client("ruth"));
    assert_eq!(shown["concerns"]["raised"], 1);
}
