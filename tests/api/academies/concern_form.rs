//! GET /v1/academies/{academy}/concern-form

use lanyard::demo::School;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/academies/{academy}/concern-form",
    ask: |scene| {
        let oakfield = scene.world.academy(School::Oakfield);
        Ask::of(format!("/v1/academies/{oakfield}/concern-form"))
    },
    wrong: Wrong::Stranger,
};

#[test]
fn the_form_shows_999_before_anything_is_typed_and_what_a_category_needs() {
    let scene = scene();
    let priya = scene.client("priya");
    let path = (DOOR.ask)(&scene).path;
    let form = priya.get(&path).expect(200).text();
    assert!(form.contains("999"), "{form}");
    assert!(!form.contains("Do not look again"));
    let image = format!("{path}?category=suspected_indecent_image");
    let form = priya.get(&image).expect(200).text();
    assert!(form.contains("Stop. Do not look again"), "{form}");
}
