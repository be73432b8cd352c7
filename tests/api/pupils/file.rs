//! GET /v1/pupils/{pupil}/file

use crate::doors::{Ask, Door, Wrong};

pub const DOOR: Door = Door {
    route: "GET /v1/pupils/{pupil}/file",
    ask: |scene| Ask::of(format!("/v1/pupils/{}/file", scene.world.oakfield().amara)),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};
