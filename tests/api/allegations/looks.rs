//! GET /v1/allegations/{allegation}/looks

use lanyard::demo::School;
use serde_json::{Value, json};

use crate::doors::{Ask, Door, Wrong};
use crate::grants::give;
use crate::scene::{Scene, scene};
use crate::steps::{
    NOTHING, about_adult, all, attach, chat, eventually, id_of, open_allegation, raise, told,
};

pub const DOOR: Door = Door {
    route: "GET /v1/allegations/{allegation}/looks",
    ask: |scene| Ask::of(format!("{}/looks", scene.allegation)),
    // Not even that there is one.
    wrong: Wrong::Refused("sunita", 404, "not-found"),
};

/// The look of somebody by a route, as somebody else is shown it.
fn look(scene: &Scene, by: &str, looks: &str, (who, route): (&str, &str)) -> Option<Value> {
    let who = json!(format!("staff:{}", scene.world.staff(who)));
    let mut rows = all(&scene.client(by), looks).into_iter();
    rows.find(|row| row["actor"] == who && row["route"] == route)
}

#[test]
fn whoever_manages_it_sees_who_looked_at_it_and_at_what_belongs_to_it() {
    let scene = scene();
    let helen = scene.client("helen");
    let concern = scene.raise_about_adult(true);
    let allegation = open_allegation(&helen, &concern);
    let looks = format!("{allegation}/looks");
    let file = attach(&helen, &allegation, &chat());
    let _ = give(
        &helen,
        &allegation,
        scene.world.staff("zoe"),
        "2026-11-12T17:00:00Z",
    );
    let _ = scene.client("zoe").get(&allegation).expect(200);
    let _ = scene.client("priya").get(&allegation).expect(404);
    let _ = helen.get(&concern.address()).expect(200);
    let _ = helen.get(&file).expect(200);
    let mine = |kind: &str, id: &str| json!(format!("{kind}-{id}"));
    let matter = mine("allegation", id_of(&allegation));
    for (who, route, result, of) in [
        ("zoe", "GET /v1/allegations/{allegation}", "opened", &matter),
        (
            "priya",
            "GET /v1/allegations/{allegation}",
            "not_shown",
            &matter,
        ),
        (
            "helen",
            "GET /v1/concerns/{concern}",
            "opened",
            &mine("concern", &concern.id),
        ),
        (
            "helen",
            "GET /v1/evidence/{evidence}",
            "opened",
            &mine("evidence", id_of(&file)),
        ),
    ] {
        let row = eventually(|| look(&scene, "helen", &looks, (who, route)));
        assert_eq!(row["result"], result, "{who} {route}");
        assert!(row["streams"].as_array().unwrap().contains(of), "{row}");
    }
    // Whoever reads it by leave does not answer for it.
    let answer = scene.client("zoe").get(&looks);
    assert_eq!((answer.status, &*answer.problem()), (403, "forbidden"));
}

#[test]
fn nobody_else_learns_by_it_that_there_is_one() {
    let scene = scene();
    let allegation = scene.open_allegation();
    let absent = format!("/v1/allegations/{NOTHING}/looks");
    // The accused, the leads, the group's lead to whom it did not go, those who check.
    for name in [
        "priya", "ruth", "callum", "miriam", "esther", "sunita", "kit", "jon",
    ] {
        let by = scene.client(name);
        let denied = by.get(&format!("{allegation}/looks"));
        assert_eq!(told(&denied), told(&by.get(&absent)), "{name}");
    }
}

#[test]
fn the_accused_finds_no_look_at_it_in_the_log_of_any_person() {
    let scene = scene();
    let adult = Some(scene.world.staff("sunita"));
    let pupil = scene.world.oakfield().amara;
    let body = about_adult(&scene.world, School::Oakfield, pupil, adult);
    let concern = raise(&scene.client("tom"), &body);
    let miriam = scene.client("miriam");
    let allegation = open_allegation(&miriam, &concern);
    let file = attach(&miriam, &allegation, &chat());
    let _ = miriam.get(&file).expect(200);
    let _ = miriam.get(&allegation).expect(200);
    let looks = format!("/v1/access-log?actor=staff:{}", scene.world.staff("miriam"));
    let id = id_of(&allegation);
    // Whoever else may read the log finds it there.
    let log = || json!(all(&scene.client("kit"), &looks)).to_string();
    let _ = eventually(|| Some(log()).filter(|log| log.contains(id)));
    let shown = json!(all(&scene.client("sunita"), &looks)).to_string();
    for hidden in [id, id_of(&file), &concern.id] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
}
