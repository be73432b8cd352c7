//! The committed schemas are those of the code, and every fixture meets its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Once;

use jsonschema::Validator;
use lanyard_events::{EventKind, schemas};
use serde_json::{Value, json};

use crate::committed::{Committed, blessing, folder, load};

fn pretty(schema: &Value) -> String {
    let mut schema = schema.clone();
    // Another crate of the build may have switched on serde_json's insertion order.
    schema.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&schema).unwrap();
    text.push('\n');
    text
}

fn path_of(shape: &str) -> PathBuf {
    folder("schema").join(format!("{shape}.json"))
}

/// Under `make bless`, writes the schemas before the first test of this file reads one.
fn bless_once() {
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        if blessing() {
            for (shape, schema) in schemas() {
                std::fs::write(path_of(&shape), pretty(&schema)).unwrap();
            }
        }
    });
}

/// Every committed schema, older versions included.
fn committed_files() -> Vec<Committed> {
    bless_once();
    load("schema")
}

/// Every committed schema by `type.vN`.
fn committed() -> BTreeMap<String, Value> {
    committed_files()
        .iter()
        .map(|file| (file.shape(), Value::Object(file.object())))
        .collect()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

#[test]
fn the_committed_schemas_are_those_of_the_code() {
    bless_once();
    for (shape, schema) in schemas() {
        let found = std::fs::read_to_string(path_of(&shape))
            .unwrap_or_else(|error| panic!("{shape}.json: {error}: make bless"));
        // Line ends and order included: the file is what other people build on.
        assert!(found == pretty(&schema), "{shape}.json differs: make bless");
    }
}

#[test]
fn a_schema_that_the_code_no_longer_makes_is_an_older_version() {
    let newest: BTreeSet<String> = schemas().into_keys().collect();
    for file in committed_files() {
        let shape = file.shape();
        let fields = EventKind::fields_of(&file.event_type, file.version)
            .unwrap_or_else(|| panic!("{shape}.json: no such type and version"));
        assert_eq!(file.object()["x-committed-order"], json!(fields), "{shape}");
        assert_eq!(file.object()["x-version"], json!(file.version), "{shape}");
        assert_eq!(file.object()["title"], json!(file.event_type), "{shape}");
        let kind = EventKind::find(&file.event_type).unwrap();
        assert_eq!(
            newest.contains(&shape),
            kind.version == file.version,
            "{shape}"
        );
    }
}

#[test]
fn every_fixture_meets_its_schema() {
    let schemas = committed();
    for fixture in load("fixtures") {
        let shape = fixture.shape();
        let schema = schemas
            .get(&shape)
            .unwrap_or_else(|| panic!("contracts/events/schema/{shape}.json is missing"));
        let instance = Value::Object(fixture.object());
        let errors: Vec<String> = validator(schema)
            .iter_errors(&instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", fixture.path.display());
    }
}

#[test]
fn a_schema_refuses_unknown_missing_and_ill_formed_fields() {
    let schemas = committed();
    for fixture in load("fixtures") {
        let shape = fixture.shape();
        let schema = &schemas[&shape];
        let validator = validator(schema);
        let good = fixture.object();

        let mut unknown = good.clone();
        unknown.insert("no_such_field".to_owned(), json!(1));
        assert!(
            !validator.is_valid(&Value::Object(unknown)),
            "{shape}: unknown field"
        );
        for required in schema["required"].as_array().into_iter().flatten() {
            let mut lacking = good.clone();
            lacking.remove(required.as_str().unwrap());
            assert!(
                !validator.is_valid(&Value::Object(lacking)),
                "{shape}: without {required}"
            );
        }
        for field in good.keys() {
            let mut wrong = good.clone();
            wrong.insert(field.clone(), json!({ "not": ["a", "value"] }));
            assert!(
                !validator.is_valid(&Value::Object(wrong)),
                "{shape}: wrong {field}"
            );
        }
    }
    let id = &schemas["staff.role_confirmed.v1"];
    assert!(!validator(id).is_valid(&json!({ "proposal": "not a UUID" })));
}

#[test]
fn personal_fields_say_so_in_the_schema() {
    let schemas = committed();
    let personal = |shape: &str, field: &str| schemas[shape]["properties"][field].clone();
    assert_eq!(
        personal("concern.raised.v1", "account")["x-personal"],
        json!(true)
    );
    assert_eq!(
        personal("case.note_added.v1", "text")["x-personal"],
        json!(true)
    );
    assert_eq!(
        personal("concern.raised.v1", "reference")["x-personal"],
        json!(null)
    );
}
