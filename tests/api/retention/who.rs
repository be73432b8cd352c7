//! Who sees what is kept of pupils' cases.

use lanyard_tests::World;
use serde_json::json;

use super::{closed_case, pupil_born, row_of};
use crate::steps::pupil;

#[test]
fn the_readers_of_a_case_and_the_officer_see_it_and_nobody_else() {
    let world = World::at("2026-11-10T14:05");
    let case = closed_case(&world, &pupil_born(&world, 610, "2012-05-17"), "neglect");
    for name in ["ruth", "callum", "helen", "miriam", "sunita"] {
        assert!(row_of(&world.client(name), "", &case).is_some(), "{name}");
    }
    // Another academy's, and those who read no case.
    for name in [
        "grace", "omar", "priya", "tom", "dev", "jon", "kit", "zoe", "alan", "esther", "owen",
    ] {
        assert_eq!(row_of(&world.client(name), "", &case), None, "{name}");
    }
}

#[test]
fn whoever_is_conflicted_sees_nothing_of_it() {
    let world = World::at("2026-11-10T14:05");
    // Callum's daughter; and a case that names the officer.
    let niamh = world.oakfield().niamh.to_string();
    let callum = format!("/v1/staff/{}", world.staff("callum"));
    let daughter = json!({"person": pupil(&niamh), "relation": "relative"});
    let _ = { world.client("helen") }
        .change(&callum, "relations", &daughter)
        .expect(201);
    let hers = closed_case(&world, &niamh, "neglect");
    assert!(row_of(&world.client("ruth"), "", &hers).is_some());
    assert_eq!(row_of(&world.client("callum"), "", &hers), None);
    let case = closed_case(&world, &pupil_born(&world, 611, "2012-05-17"), "neglect");
    let who = world.staff("sunita").to_string();
    let mark = json!({"staff": who, "reason": "A statement names her."});
    let _ = { world.client("ruth") }
        .post(&format!("{case}/conflicts"), &mark)
        .expect(201);
    assert_eq!(row_of(&world.client("sunita"), "", &case), None);
    assert!(row_of(&world.client("sunita"), "", &hers).is_some());
}
