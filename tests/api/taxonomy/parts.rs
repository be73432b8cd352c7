//! A trust's own words for parts and regions of the body map: added by two people, never removed (domain.md 2)

use lanyard_tests::World;
use serde_json::{Value, json};

use super::added::{TAXONOMY, next, put};
use crate::policies::propose;
use crate::steps::{open_case, pointers, pupil, raise, threats};

const OURS: &str = "\n[[part]]\nid = \"trust_host_child\"\nlabel = \"Child of the host family\"\n\
    stands_for = \"sibling\"\n\n[[body_region]]\nid = \"trust_stoma\"\nlabel = \"Stoma\"\n";

fn with_both(world: &World) -> Value {
    let pupils = world.oakfield();
    let mut body = threats(world, pupils.amara);
    body["people"] = json!([
        {"person": pupil(pupils.amara), "role": "affected"},
        {"person": pupil(pupils.another), "role": "sibling", "part": "trust_host_child"},
    ]);
    body["body_map"] =
        json!([{"region": "trust_stoma", "side": "front", "description": "Sore around it."}]);
    body
}

/// The part of a person in a case, and the word for it.
fn parts(case: &Value, whom: &Value) -> (Value, Value) {
    let people = case["people"].as_array().unwrap();
    let person = { people.iter() }.find(|it| it["person"] == *whom).unwrap();
    (person["role"].clone(), person["part"].clone())
}

#[test]
fn people_bear_a_word_of_the_trusts_own_beside_the_part_that_it_stands_for() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, ruth) = (world.client("miriam"), world.client("ruth"));
    let priya = world.client("priya");
    let pupils = world.oakfield();
    let unknown = priya.post("/v1/concerns", &with_both(&world)).expect(422);
    let wrong = ["/people/1/part", "/body_map/0/region"];
    assert_eq!(pointers(&unknown), wrong);
    put(&world, &next(&miriam, OURS));

    let taxonomy = priya.get("/v1/taxonomy").expect(200).json();
    assert_eq!(taxonomy["parts"][0]["stands_for"], "sibling");
    assert_eq!(taxonomy["added_regions"][0]["label"], "Stoma");
    let concern = raise(&priya, &with_both(&world));
    let later = raise(&priya, &with_both(&world));
    let case = open_case(&ruth, &concern);
    let host = (json!("sibling"), json!("trust_host_child"));
    let shown = ruth.get(&case).expect(200).json();
    assert_eq!(parts(&shown, &pupil(pupils.another)), host);
    assert_eq!(
        parts(&shown, &pupil(pupils.amara)),
        (json!("affected"), Value::Null)
    );

    // The rules go by the part that ships: with another one the word is refused.
    let mut link = json!({
        "person": pupil(pupils.other_amara), "role": "witness", "part": "trust_host_child",
    });
    let people = format!("{case}/people");
    let refused = ruth.post(&people, &link).expect(422);
    assert_eq!(pointers(&refused), ["/part"]);
    link["role"] = json!("sibling");
    let _ = ruth.post(&people, &link).expect(201);

    // What was recorded keeps the word when it is closed, also where a case is opened from it later.
    let closed = next(&miriam, "closed = true\n").replace(
        "stands_for = \"sibling\"\n",
        "stands_for = \"sibling\"\nclosed = true\n",
    );
    put(&world, &closed);
    let refused = priya.post("/v1/concerns", &with_both(&world)).expect(422);
    assert_eq!(pointers(&refused), wrong);
    let shown = ruth.get(&open_case(&ruth, &later)).expect(200).json();
    assert_eq!(parts(&shown, &pupil(pupils.another)), host);
}

#[test]
fn what_a_word_stands_for_never_changes_and_none_is_left_out() {
    let world = World::at("2026-11-10T14:05");
    let miriam = world.client("miriam");
    put(&world, &next(&miriam, OURS));
    let now = next(&miriam, "");
    for (changed, expected) in [
        (
            now.replace("stands_for = \"sibling\"\n", "stands_for = \"other\"\n"),
            "trust_host_child may be closed, and nothing else",
        ),
        (
            now.replace(OURS, ""),
            "trust_host_child may not be left out",
        ),
        (
            now.replace("label = \"Stoma\"\n", "label = \"Tube\"\n"),
            "trust_stoma may be closed, and nothing else",
        ),
    ] {
        let refused = propose(&miriam, TAXONOMY, &changed).expect(422);
        assert!(refused.text().contains(expected), "{}", refused.text());
    }
}
