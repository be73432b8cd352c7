//! GET /public/{academy}/concern-form

use lanyard::demo::School;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::NOTHING;

pub const DOOR: Door = Door {
    route: "GET /public/{academy}/concern-form",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::of(format!("/public/{oakfield}/concern-form"))
    },
    wrong: Wrong::Nobody,
};

#[test]
fn anyone_is_shown_999_childline_and_that_nobody_watches_at_night() {
    let scene = scene();
    let form = scene
        .world
        .nobody()
        .get(&(DOOR.ask)(&scene).path)
        .expect(200)
        .text();
    for shown in ["999", "Childline", "not watched day and night"] {
        assert!(form.contains(shown), "{shown}: {form}");
    }
}

#[test]
fn they_come_first_whatever_is_chosen() {
    let scene = scene();
    let path = (DOOR.ask)(&scene).path;
    let chosen = format!("{path}?category=suspected_indecent_image");
    for path in [&path, &chosen] {
        let form = scene.world.nobody().get(path).expect(200).json();
        let first: Vec<_> = { form["first"].as_array().unwrap().iter() }
            .map(|text| text.as_str().unwrap())
            .collect();
        for (place, shown) in ["999", "Childline", "not watched"].into_iter().enumerate() {
            assert!(first[place].contains(shown), "{path}: {first:?}");
        }
    }
}

#[test]
fn an_academy_that_is_not_there_has_no_form() {
    let scene = scene();
    let nobody = scene.world.nobody();
    let _ = nobody
        .get(&format!("/public/{NOTHING}/concern-form"))
        .expect(404);
}
