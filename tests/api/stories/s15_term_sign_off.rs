//! S15: the head signs the review of the incident log over what she may see, the group's lead the rest.

use lanyard::demo::School;
use lanyard_tests::{World, moment};
use serde_json::{Value, json};

use crate::registers::{add, make, state};
use crate::steps::{about_adult, all, at, raise, threats};

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

#[test]
fn the_reviews_of_a_term_stand_there_from_its_first_day_on_once() {
    let mut world = World::at("2027-01-03T12:00");
    let reviews = |world: &World| {
        let list = "/v1/registers/log_reviews/entries";
        let mut rows: Vec<_> = all(&world.client("helen"), list)
            .iter()
            .map(|row| format!("{list}/{}", row["id"].as_str().unwrap()))
            .map(|entry| world.client("helen").get(&entry).expect(200).json())
            .collect();
        rows.sort_by_key(|row| row["fields"]["part"].to_string());
        rows
    };
    world.remind();
    assert_eq!(reviews(&world), [json!(null); 0], "in the holidays");
    world.now("2027-01-04T08:00");
    world.remind();
    let entries = reviews(&world);
    let signers: Vec<_> = { entries.iter() }
        .map(|it| it["fields"]["signer"]["id"].clone())
        .collect();
    assert_eq!(
        signers,
        [
            json!(world.staff("miriam").to_string()),
            json!(world.staff("helen").to_string())
        ],
        "{entries:?}"
    );
    for entry in &entries {
        let fields = &entry["fields"];
        assert_eq!(
            (&fields["log"], &fields["term"], &fields["school_year"]),
            (&json!("incidents"), &json!("spring"), &json!("2026/27"))
        );
        // By the end of the term, not of its first half.
        assert_eq!(entry["due"][0]["due"]["rule"], "R13");
        assert_eq!(
            at(&entry["due"][0]["due"]["at"]),
            moment("2027-03-25T15:30")
        );
    }
    // Not twice: not with the next look, not after a restart, not with the second half of the term.
    world.stop();
    world.start_again().unwrap();
    for day in ["2027-01-05T08:00", "2027-02-22T08:00"] {
        world.now(day);
        world.remind();
        assert_eq!(reviews(&world).len(), 2, "{day}");
    }
    let hers = entries[1]["id"].as_str().unwrap();
    let hers = format!("/v1/registers/log_reviews/entries/{hers}");
    let said = json!({"findings": "None.", "to_do": "Nothing."});
    let _ = make(&world.client("helen"), &hers, "sign", &said).expect(201);
    assert_eq!(state(&world.client("helen"), &hers), "signed");
}

#[test]
fn a_head_who_comes_weeks_into_a_term_has_its_review_too() {
    let world = World::at("2027-01-03T12:00");
    let (miriam, tom) = (world.client("miriam"), world.client("tom"));
    let role = json!({
        "role": "head",
        "academy": world.academy(School::Oakfield),
        "reason": "A new headteacher comes later in January.",
    });
    let register = |name: &str| format!("/v1/staff/{}", world.staff(name));
    let _ = miriam
        .change(&register("helen"), "roles/end", &role)
        .expect(201);
    for day in ["2027-01-04T08:00", "2027-01-18T08:00"] {
        world.now(day);
        world.remind();
    }
    let proposed = miriam.change(&register("tom"), "roles", &role).expect(201);
    let confirm = format!("roles/{}/confirm", proposed.field("id"));
    let _ = world
        .client("esther")
        .change(&register("tom"), &confirm, &json!({}))
        .expect(201);
    for day in ["2027-01-18T08:00", "2027-01-19T08:00"] {
        world.now(day);
        world.remind();
        let list = "/v1/registers/log_reviews/entries";
        let listed = all(&tom, list);
        let entries: Vec<_> = { listed.iter() }
            .map(|row| format!("{list}/{}", row["id"].as_str().unwrap()))
            .map(|entry| tom.get(&entry).expect(200).json()["fields"].clone())
            .filter(|fields| fields["part"] == "what_i_may_see")
            .collect();
        assert_eq!(entries.len(), 1, "{day}: {entries:?}");
        assert_eq!(
            entries[0]["signer"]["id"],
            json!(world.staff("tom").to_string())
        );
        assert_eq!(entries[0]["term"], "spring");
    }
}
