//! GET /v1/staff

use lanyard::demo::School;

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{all, row};

pub const DOOR: Door = Door {
    route: "GET /v1/staff",
    ask: |_| Ask::of("/v1/staff"),
    wrong: Wrong::SeesNothing("kit"),
};

#[test]
fn staff_see_who_works_at_their_academy_and_nothing_more_of_them() {
    let scene = scene();
    let priya = scene.client("priya");
    let ruth = row(&priya, "/v1/staff", &scene.world.staff("ruth").to_string()).unwrap();
    assert_eq!(ruth["surname"], "Osei");
    assert!(ruth.get("roles").is_none() && ruth.get("relations").is_none());
    let oakfield = scene.world.academy(School::Oakfield);
    let listed = all(&priya, "/v1/staff");
    assert!(
        listed
            .iter()
            .all(|somebody| somebody["academy"] == oakfield)
    );
}
