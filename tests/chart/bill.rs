//! The bill of materials: valid under CycloneDX's own schema, complete, and the same every time.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::tools::{project, python, run};

/// What the script prints, made once.
static PRINTED: LazyLock<String> = LazyLock::new(print);

fn print() -> String {
    run(&mut Command::new(project().join("scripts/bill")), "").unwrap()
}

fn bill() -> Value {
    serde_json::from_str(&PRINTED).unwrap()
}

fn checked(bill: &str) -> Result<String, String> {
    run(
        python().arg(project().join("tests/chart/bill_schema.py")),
        bill,
    )
}

#[test]
fn the_bill_is_valid_under_the_schema_of_cyclonedx() {
    checked(&PRINTED).unwrap();
    let mut wrong = bill();
    wrong["components"][0]["hashes"] = serde_json::json!([{"alg": "CRC", "content": "0"}]);
    assert!(checked(&wrong.to_string()).is_err());
    assert!(checked("{}").is_err());
}

#[test]
fn the_bill_is_the_same_every_time() {
    assert_eq!(print(), *PRINTED);
}

#[test]
fn the_bill_holds_what_is_built_in_with_sum_and_licence_and_not_what_tests_use() {
    let bill = bill();
    assert_eq!(bill["metadata"]["component"]["name"], "lanyard");
    let components = bill["components"].as_array().unwrap();
    let named = |name: &str| components.iter().find(|one| one["name"] == name);
    for name in [
        "actix-web",
        "aws-lc-rs",
        "cedar-policy",
        "libsqlite3-sys",
        "lanyard-evidence",
    ] {
        assert_eq!(named(name).unwrap()["scope"], "required", "{name}");
    }
    assert_eq!(named("cc").unwrap()["scope"], "excluded");
    for name in ["proptest", "jsonschema", "hdrhistogram", "lanyard-tests"] {
        assert!(named(name).is_none(), "{name} is in the bill");
    }
    for one in components {
        assert!(
            one["licenses"][0]["expression"].is_string(),
            "{}",
            one["name"]
        );
        let ours = one["name"].as_str().unwrap().starts_with("lanyard-");
        assert_eq!(one.get("hashes").is_none(), ours, "{}", one["name"]);
    }
}

#[test]
fn every_part_of_the_bill_is_used_by_another() {
    let bill = bill();
    let mut used = BTreeSet::from([bill["metadata"]["component"]["bom-ref"].clone().to_string()]);
    for dependency in bill["dependencies"].as_array().unwrap() {
        let on = dependency["dependsOn"].as_array().unwrap();
        used.extend(on.iter().map(Value::to_string));
    }
    let components = bill["components"].as_array().unwrap();
    let alone: Vec<_> = components
        .iter()
        .map(|one| one["bom-ref"].to_string())
        .filter(|reference| !used.contains(reference))
        .collect();
    assert_eq!(alone, [""; 0]);
}
