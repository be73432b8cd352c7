//! The description of facts, checked against the schema that AsyncAPI publishes.

use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> Value {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(project.join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}: run scripts/setup test"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_document_of_facts_is_asyncapi_3() {
    let schema = jsonschema::validator_for(&read(".tools/asyncapi/3.0.0.json")).unwrap();
    let mut document = read("openapi/lanyard.facts.v1.json");
    let errors: Vec<_> = schema
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");

    document["channels"]["concern_raised"]["adress"] = Value::Null;
    assert!(
        !schema.is_valid(&document),
        "a word that AsyncAPI does not know"
    );
}
