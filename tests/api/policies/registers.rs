//! Registers by editions: shipped ones edited, and the trust's own (ADR 17, 18, 23)

use serde_json::{Value, json};

use lanyard::demo::School;
use lanyard_tests::{Client, World};

use super::{edited, file, propose, publish};
use crate::registers::{add, block, make, state};
use crate::scene::scene;
use crate::steps::{id_of, items};

const FILTER: &str = "/v1/policies/register.filter_changes";
const TICKET: &str = "[[field]]\nid = \"trust_ticket\"\nlabel = \"Ticket\"\nkind = \"text\"\n\
    required = false\npersonal = false\n\n[[state]]\nid = \"proposed\"";

/// What is said of a text.
#[track_caller]
fn said(by: &Client, document: &str, text: &str) -> Vec<String> {
    let answer = propose(by, document, text).expect(422).json();
    let errors = answer["errors"].as_array().unwrap().clone();
    { errors.iter() }
        .map(|it| it["detail"].as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
fn put(world: &World, document: &str, text: &str) {
    let (miriam, helen) = (world.client("miriam"), world.client("helen"));
    let proposal = propose(&miriam, document, text).expect(201).field("id");
    let own = publish(&miriam, document, &proposal);
    assert_ne!(own.status, 201, "another person publishes it");
    let _ = publish(&helen, document, &proposal).expect(201);
}

fn due(by: &Client, entry: &str) -> Value {
    by.get(entry).expect(200).json()["due"].clone()
}

#[test]
fn what_law_asks_for_in_a_shipped_register_is_not_edited_away() {
    let scene = scene();
    let miriam = scene.client("miriam");
    let breaches = "/v1/policies/register.breaches";
    let text = file(&miriam, breaches);
    let later = said(&miriam, breaches, &edited(&text, "\"72h\"", "\"96h\""));
    assert!(
        later[0].starts_with("line ") && later[0].contains("clock ico: due may be sooner"),
        "{later:?}"
    );
    let text = file(&miriam, FILTER);
    for (right, wrong, expected) in [
        (
            "from = [\"approved\"]\nto = \"in_force\"",
            "from = [\"proposed\"]\nto = \"in_force\"",
            "how an entry moves, who moves it and who signs must stay",
        ),
        (
            "not_by_who = \"added\"\nsignature = true\nneeds = [\"risk\"]",
            "needs = [\"risk\"]",
            "how an entry moves, who moves it and who signs must stay",
        ),
        (
            "choices = [\"block\", \"unblock\"]",
            "choices = [\"block\", \"unblock\", \"trust_wave_through\"]",
            "field action: other fields are asked by its answer",
        ),
        (
            "sees = [\"it\", \"head\", \"dsl\", \"deputy_dsl\", \"trust_lead\", \"governor\"]",
            "sees = [\"it\", \"head\", \"dsl\", \"deputy_dsl\", \"trust_lead\", \"governor\", \"staff\"]",
            "sees must stay",
        ),
        (
            "\nid = \"refusal\"",
            "\nid = \"trust_refusal\"",
            "field refusal may not be left out",
        ),
        (
            "hides = { governor = [\"incident\", \"requested_by\"] }",
            "hides = { governor = [\"incident\"] }",
            "what governor does not see",
        ),
    ] {
        let found = said(&miriam, FILTER, &edited(&text, right, wrong));
        assert!(
            found.iter().any(|it| it.contains(expected)),
            "{expected}: {found:?}"
        );
        assert!(found.iter().all(|it| it.starts_with("line ")), "{found:?}");
    }
    assert_eq!(
        miriam.get(FILTER).expect(200).json()["proposed"],
        Value::Null
    );
}

#[test]
fn entries_go_on_by_the_newest_edition_and_keep_their_clocks() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, dev) = (world.client("miriam"), world.client("dev"));
    let before = add(&dev, "filter_changes", &block(&world));
    let clocks = due(&dev, &before);
    let text = file(&miriam, FILTER);
    let ours = edited(&text, "[[state]]\nid = \"proposed\"", TICKET)
        .replacen("\"1sd\"", "\"today\"", 1)
        .replacen(
            "title = \"Changes to the filter\"",
            "title = \"Our filter\"",
            1,
        );
    put(&world, FILTER, &ours);

    let shown = dev.get("/v1/registers/filter_changes").expect(200).json();
    assert_eq!(
        (&shown["edition"], &shown["title"]),
        (&json!(2), &json!("Our filter"))
    );
    let mut body = block(&world);
    body["fields"]["trust_ticket"] = json!("T-1");
    let after = add(&dev, "filter_changes", &body);
    let shown = dev.get(&after).expect(200).json();
    assert_eq!(
        (&shown["edition"], &shown["fields"]["trust_ticket"]),
        (&json!(2), &json!("T-1"))
    );
    // What was begun before keeps its clocks, and has the new field.
    assert_eq!(due(&dev, &before), clocks);
    let fill = json!({"fields": {"trust_ticket": "T-2"}});
    let _ = dev.change(&before, "fields", &fill).expect(201);
    assert_eq!(
        dev.get(&before).expect(200).json()["fields"]["trust_ticket"],
        "T-2"
    );

    // What entries hold stays.
    let next = text.replacen("edition = 1", "edition = 3", 1);
    let gone = said(&miriam, FILTER, &next);
    assert!(
        gone[0].contains("field trust_ticket may not be left out"),
        "{gone:?}"
    );
    let withdrawn = miriam.post(
        &format!("{FILTER}/withdraw"),
        &json!({"reason": "Not wanted."}),
    );
    assert_eq!(
        (withdrawn.status, withdrawn.problem().as_str()),
        (422, "stays-in-force")
    );
    let shown = miriam.get(FILTER).expect(200).json();
    assert_eq!(
        (&shown["edition"], &shown["shipped"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(shown["newer_shipped"], false);
    let editions = items(&miriam.get(&format!("{FILTER}/editions")).expect(200));
    assert_eq!(editions[0]["state"], "in_force");
}

#[test]
fn a_trust_publishes_a_register_of_its_own_and_keeps_it() {
    let world = World::at("2026-11-10T14:05");
    let (miriam, dev, helen) = (
        world.client("miriam"),
        world.client("dev"),
        world.client("helen"),
    );
    let guide = include_str!("../../../docs/write-a-register.md");
    let text = guide.split("```").nth(1).unwrap();
    let own = "/v1/policies/register.trust_keys";
    let holder = world.staff("priya");
    let handed_out = json!({
        "academy": world.academy(School::Oakfield), "fields": {"holder": holder},
    });
    let entries = "/v1/registers/trust_keys/entries";
    let _ = dev.post(entries, &handed_out).expect(404);
    let _ = miriam.get(own).expect(404);
    let foreign = said(&miriam, own, &text.replace("trust_keys", "keys"));
    assert!(foreign[0].contains("its id is \"keys\""), "{foreign:?}");
    put(&world, own, text);

    let registers = items(&world.client("priya").get("/v1/registers").expect(200));
    assert_eq!(registers.last().unwrap()["id"], "trust_keys");
    let entry = add(&dev, "trust_keys", &handed_out);
    // It is hers, so she sees it; others of the staff do not, and cannot add.
    let _ = world.client("priya").get(&entry).expect(200);
    let _ = world.client("tom").get(&entry).expect(404);
    let _ = world.client("tom").post(entries, &handed_out).expect(403);
    let clock = due(&dev, &entry)[0]["clock"].clone();
    assert_eq!(clock, "yearly");
    let back = json!({"back_on": "2026-11-10"});
    let _ = make(&helen, &entry, "give_back", &back).expect(201);
    assert_eq!(state(&helen, &entry), "back");
    assert_eq!(items(&dev.get(entries).expect(200)).len(), 1);

    // A field that comes later is not required: there are entries without it.
    let more = "[[field]]\nid = \"room\"\nlabel = \"Room\"\nkind = \"text\"\nrequired = true\n\
        personal = false\n\n[[state]]\nid = \"out\"";
    let next = edited(text, "[[state]]\nid = \"out\"", more);
    let found = said(&miriam, own, &next);
    assert!(found[0].contains("field room is not required"), "{found:?}");
    put(
        &world,
        own,
        &next.replace(
            "required = true\npersonal = false\n\n[[state]]",
            "required = false\npersonal = false\n\n[[state]]",
        ),
    );
}

#[test]
fn a_clock_of_the_trusts_own_register_tells_all_its_roles_at_once() {
    let world = World::at("2026-11-10T14:05");
    let guide = include_str!("../../../docs/write-a-register.md");
    let text = guide.split("```").nth(1).unwrap();
    let all_at_once = text
        .replace("due = \"year\"", "due = \"now\"")
        .replace("[[filter]]", "tells_all = true\n\n[[filter]]");
    put(&world, "/v1/policies/register.trust_keys", &all_at_once);
    let handed_out = json!({
        "academy": world.academy(School::Oakfield), "fields": {"holder": world.staff("priya")},
    });
    let entry = add(&world.client("dev"), "trust_keys", &handed_out);
    world.remind();
    for told in ["dev", "helen"] {
        let notices = items(&world.client(told).get("/v1/me/notices").expect(200));
        let of_entry: Vec<_> = { notices.iter() }
            .filter(|it| it["matter"].as_str().unwrap().ends_with(id_of(&entry)))
            .map(|it| it["item"].clone())
            .collect();
        assert_eq!(of_entry, [json!("clock yearly")], "{told}");
    }
}
