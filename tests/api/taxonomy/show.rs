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

/// What people look for by another word leads to a category: misinformation, images made by artificial intelligence.
#[test]
fn sub_risks_of_the_four_cs_lead_to_a_category() {
    let scene = scene();
    let taxonomy = scene.client("priya").get("/v1/taxonomy").expect(200).json();
    let rows = |list: &str| taxonomy[list].as_array().unwrap().clone();
    let categories = rows("categories");
    for four in rows("four_cs") {
        let risks = rows("sub_risks");
        let of: Vec<_> = { risks.iter() }
            .filter(|risk| risk["four_c"] == four["id"])
            .collect();
        assert!(!of.is_empty(), "{four}");
        for risk in of {
            let leads = categories.iter().any(|it| it["id"] == risk["category"]);
            assert!(leads, "{risk}");
        }
    }
    let risks = rows("sub_risks");
    let made = risks.iter().find(|it| it["id"] == "ai_made_indecent_image");
    assert_eq!(made.unwrap()["category"], "suspected_indecent_image");
}
