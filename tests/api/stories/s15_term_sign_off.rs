//! S15: the head signs the review of the incident log over what she may see, the group's lead the rest.

use lanyard::demo::School;
use lanyard_tests::World;
use serde_json::{Value, json};

use crate::registers::{add, make};
use crate::steps::{about_adult, raise, threats};

fn review(world: &World, signer: &str, part: &str) -> Value {
    json!({
        "academy": world.academy(School::Oakfield),
        "fields": {
            "signer": {"kind": "staff", "id": world.staff(signer)},
            "log": "incidents",
            "term": "autumn",
            "school_year": "2026/27",
            "part": part,
        },
    })
}

fn signed(world: &World, signer: &str, part: &str) -> (String, Vec<String>) {
    let by = world.client(signer);
    let entry = add(&by, "log_reviews", &review(world, signer, part));
    let said = json!({"findings": "Two concerns lay over a weekend.", "to_do": "Cover by rota."});
    let _ = make(&by, &entry, "sign", &said).expect(201);
    let shown = by.get(&entry).expect(200).json();
    assert!(shown["fields"]["up_to_position"].as_u64().unwrap() > 0);
    let set = shown["fields"]["visible_set"].as_str().unwrap();
    let mut words = set.split(' ').map(str::to_owned);
    assert!(words.next().unwrap().starts_with("sha256:"));
    (entry, words.collect())
}

#[test]
fn each_signature_covers_what_its_signer_may_see_up_to_a_position() {
    let world = World::at("2026-12-18T14:00");
    let pupil = world.oakfield().amara;
    let of_pupil = raise(&world.client("priya"), &threats(&world, pupil));
    let helen = Some(world.staff("helen"));
    let of_head = about_adult(&world, School::Oakfield, world.oakfield().another, helen);
    let of_head = raise(&world.client("tom"), &of_head);

    let (entry, seen) = signed(&world, "helen", "what_i_may_see");
    assert_eq!(seen, [of_pupil.reference.as_str()]);
    let later = raise(&world.client("priya"), &threats(&world, pupil));
    let (_, rest) = signed(&world, "miriam", "the_rest");
    let mut expected = vec![of_head.reference.clone(), later.reference];
    expected.sort_unstable();
    assert_eq!(rest, expected);

    // A later look shows what was and was not in it, to its signer only.
    let again = world.client("helen").get(&entry).expect(200).json();
    assert_eq!(again["signed"][0]["by"], json!(world.staff("helen")));
    let set = again["fields"]["visible_set"].as_str().unwrap();
    assert!(set.ends_with(&of_pupil.reference) && !set.contains(&of_head.reference));
    let others = world.client("miriam").get(&entry).expect(200).json();
    for hidden in ["visible_set", "up_to_position", "findings"] {
        assert!(others["fields"].get(hidden).is_none(), "{hidden}");
    }
    assert_eq!(others["state"], "signed");
}

#[test]
fn nobody_says_by_hand_what_was_signed_nor_signs_for_another() {
    let world = World::at("2026-12-18T14:00");
    let helen = world.client("helen");
    let entry = add(
        &helen,
        "log_reviews",
        &review(&world, "helen", "what_i_may_see"),
    );
    let said = json!({"findings": "None.", "to_do": "Nothing.", "visible_set": "all"});
    let refused = make(&helen, &entry, "sign", &said).expect(422);
    assert_eq!(
        refused.json()["errors"][0]["pointer"],
        "/fields/visible_set"
    );
    let said = json!({"findings": "None.", "to_do": "Nothing."});
    assert_eq!(
        make(&world.client("ruth"), &entry, "sign", &said).status,
        403
    );
}
