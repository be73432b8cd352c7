//! GET /v1/grants/{grant}

use super::give;
use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;
use crate::steps::{NOTHING, eventually, told};

pub const DOOR: Door = Door {
    route: "GET /v1/grants/{grant}",
    ask: |scene| Ask::of(&scene.grant),
    wrong: Wrong::Refused("priya", 404, "not-found"),
};

#[test]
fn every_page_that_was_opened_by_it_is_listed() {
    let scene = scene();
    let case = scene.open_case();
    let (helen, zoe) = (scene.client("helen"), scene.client("zoe"));
    let grant = give(
        &helen,
        &case,
        scene.world.staff("zoe"),
        "2026-11-12T17:00:00Z",
    );
    let _ = zoe.get(&case).expect(200);
    let _ = zoe.get(&format!("{case}/timeline")).expect(200);
    let _ = helen.get(&case).expect(200);
    let pages = eventually(|| {
        let shown = helen.get(&grant).expect(200).json();
        let pages = shown["pages"].as_array().unwrap().clone();
        (pages.len() == 2).then_some(pages)
    });
    let routes: Vec<_> = pages.iter().map(|page| page["route"].clone()).collect();
    assert_eq!(
        routes,
        ["GET /v1/cases/{case}", "GET /v1/cases/{case}/timeline"]
    );
    // The data protection officer sees the grant, and nothing of the case.
    let sunita = scene.client("sunita");
    let _ = sunita.get(&grant).expect(200);
    assert_eq!(sunita.get(&case).status, 404);
    let denied = zoe.get(&grant);
    assert_eq!(
        told(&denied),
        told(&zoe.get(&format!("/v1/grants/{NOTHING}")))
    );
}
