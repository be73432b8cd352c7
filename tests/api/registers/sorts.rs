//! Every register through the API: its description is enough to add an entry.

use serde_json::{Value, json};

use crate::scene::scene;
use crate::steps::{items, pupil};
use lanyard::demo::School;

/// Somebody who holds a role at Oakfield or for the trust.
const HOLDERS: &[(&str, &str)] = &[
    ("dsl", "ruth"),
    ("head", "helen"),
    ("it", "dev"),
    ("dpo", "sunita"),
    ("staff", "priya"),
    ("trust_lead", "miriam"),
    ("governor", "alan"),
];

fn answer(field: &Value) -> Value {
    let scene = scene();
    let choice = field["choices"].as_array().unwrap().first().cloned();
    let one = match field["kind"].as_str().unwrap() {
        "choice" => choice.unwrap(),
        // The moment itself: it has happened, and is over for nothing that begins now.
        "datetime" => json!("2026-11-10T14:05:00Z"),
        "date" => json!("2026-11-10"),
        "time" => json!("14:05"),
        "yes_no" => json!(false),
        "number" => json!(3),
        "pupil" => json!(scene.world.oakfield().amara),
        "staff" => json!(scene.world.staff("tom")),
        "person" => pupil(scene.world.oakfield().amara),
        "academy" => json!(scene.world.academy(School::Oakfield)),
        _ => json!("Words."),
    };
    if field["many"] == true {
        json!([one])
    } else {
        one
    }
}

#[test]
fn each_of_the_26_registers_takes_an_entry_made_from_its_own_description() {
    let scene = scene();
    let registers = items(&scene.client("ruth").get("/v1/registers").expect(200));
    assert_eq!(registers.len(), 26);
    for register in registers {
        let id = register["id"].as_str().unwrap();
        let adds = register["adds"].as_array().unwrap();
        let (_, name) = { HOLDERS.iter() }
            .find(|(role, _)| adds.contains(&json!(role)))
            .unwrap_or_else(|| panic!("{id}: {adds:?}"));
        let by = scene.client(name);
        let described = by.get(&format!("/v1/registers/{id}")).expect(200).json();
        let mut fields = json!({});
        // Until nothing that is asked is missing: one answer may ask for another.
        for _ in 0..described["fields"].as_array().unwrap().len() {
            for field in described["fields"].as_array().unwrap() {
                let when = &field["when"];
                let met = when.is_null() || {
                    let said = &fields[when["field"].as_str().unwrap()];
                    said == &when["is"]
                        || (said == &json!(true) && when["is"] == "yes")
                        || (said == &json!(false) && when["is"] == "no")
                };
                if field["required"] == true && met && field["with_a_move"] == false {
                    fields[field["id"].as_str().unwrap()] = answer(field);
                }
            }
        }
        let academy =
            (register["level"] == "academy").then(|| scene.world.academy(School::Oakfield));
        let body = json!({"academy": academy, "fields": fields});
        let path = format!("/v1/registers/{id}/entries");
        let added = by.post(&path, &body);
        assert_eq!(added.status, 201, "{id}: {}", added.text());
        let entry = format!("{path}/{}", added.field("id"));
        let sees = register["sees"].as_array().unwrap();
        if sees
            .iter()
            .any(|party| HOLDERS.contains(&(party.as_str().unwrap(), *name)))
        {
            let seen = by.get(&entry);
            assert_eq!(seen.status, 200, "{id}: {}", seen.text());
        }
    }
}
