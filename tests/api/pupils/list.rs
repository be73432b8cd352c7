//! GET /v1/pupils

use lanyard::demo::School;

use super::register;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, id_of, row};

pub const DOOR: Door = Door {
    route: "GET /v1/pupils",
    ask: |_| Ask::of("/v1/pupils"),
    wrong: Wrong::SeesNothing("kit"),
};

#[test]
fn staff_see_the_roster_of_their_academy_and_of_no_other() {
    let scene = scene();
    let address = register(&scene, 10);
    let priya = scene.client("priya");
    let seen = row(&priya, "/v1/pupils", id_of(&address)).unwrap();
    assert_eq!(seen["surname"], "Quickthorn");
    let oakfield = scene.world.academy(School::Oakfield);
    let roster = all(&priya, "/v1/pupils");
    assert!(roster.iter().all(|pupil| pupil["academy"] == oakfield));
    let list = format!("/v1/pupils?academy={oakfield}");
    assert_eq!(row(&scene.client("nora"), &list, id_of(&address)), None);
    assert!(row(&scene.client("miriam"), &list, id_of(&address)).is_some());
}
