//! GET /v1/taxonomy

use crate::doors::{Ask, Door, Wrong};
use crate::scene::scene;

pub const DOOR: Door = Door {
    route: "GET /v1/taxonomy",
    ask: |_| Ask::of("/v1/taxonomy"),
    wrong: Wrong::Stranger,
};

#[test]
fn everybody_known_sees_the_words_that_concerns_are_sorted_by() {
    let scene = scene();
    let taxonomy = scene.client("priya").get("/v1/taxonomy").expect(200).json();
    assert_eq!(taxonomy["version"], 1);
    let categories = taxonomy["categories"].as_array().unwrap();
    assert!(
        categories
            .iter()
            .any(|category| category["id"] == "cyber_bullying")
    );
}
