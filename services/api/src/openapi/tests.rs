//! The committed description is the one that the program gives.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::*;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/lanyard.v1.json");

fn blessing() -> bool {
    std::env::var_os("LANYARD_BLESS").is_some()
}

#[test]
fn the_committed_description_is_current() {
    let now = serde_json::to_string_pretty(&openapi()).unwrap() + "\n";
    if blessing() {
        std::fs::write(COMMITTED, &now).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap();
    assert!(
        committed == now,
        "openapi/lanyard.v1.json is not what the handlers say; look at the change, then run `make bless`"
    );
}

#[test]
fn the_description_has_every_route_and_no_other() {
    let json = serde_json::to_value(openapi()).unwrap();
    let described: BTreeSet<String> = json["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let verbs = item.as_object().unwrap().keys();
            verbs.map(move |verb| format!("{} {path}", verb.to_uppercase()))
        })
        .collect();
    let routed: BTreeSet<String> = ROUTES
        .iter()
        .map(|route| route.template.to_owned())
        .collect();
    assert_eq!(described, routed);
    assert_eq!(
        routed.len(),
        ROUTES.len(),
        "a route stands twice in the table"
    );
}

#[test]
fn every_operation_has_an_id_of_its_own() {
    let ids: BTreeSet<&str> = ROUTES.iter().map(|route| route.operation).collect();
    assert_eq!(ids.len(), ROUTES.len());
}

#[test]
fn every_reference_leads_to_a_schema() {
    let text = serde_json::to_string(&openapi()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schemas = json["components"]["schemas"].as_object().unwrap();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "no schema {name}");
    }
}

#[test]
fn no_operation_names_a_parameter_twice() {
    let json = serde_json::to_value(openapi()).unwrap();
    for (path, item) in json["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().unwrap();
            let names: BTreeSet<_> = { parameters.iter() }
                .map(|it| (it["in"].to_string(), it["name"].to_string()))
                .collect();
            assert_eq!(names.len(), parameters.len(), "{verb} {path}");
        }
    }
}
