//! GET /v1/referrals/{referral}

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::id_of;

pub const DOOR: Door = Door {
    route: "GET /v1/referrals/{referral}",
    ask: |scene| Ask::of(scene.referral.clone()),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn it_names_its_case_its_step_and_what_comes_next() {
    let scene = scene();
    let shown = scene
        .client("helen")
        .get(&scene.referral)
        .expect(200)
        .json();
    assert_eq!(shown["matter"], format!("case-{}", id_of(&scene.case)));
    assert_eq!(shown["step"]["step"], "5.4");
    assert_eq!(shown["agency"], "platform");
    // The desk's own clock, today, is earlier than the step's two working days.
    assert_eq!(shown["due"]["reason"], "today 15:30, end of the school day");
}
