//! `contracts/evidence` builds outside this project, from its folder alone, with the versions and
//! lints of the workspace: an auditor takes the folder, not the product.

use std::path::Path;
use std::process::Command;

use toml::{Table, Value};

use crate::workspace::{cargo, output, root};

fn manifest(path: &str) -> Table {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    text.parse().unwrap()
}

/// What the folder states otherwise than the workspace.
fn differences(evidence: &Table, workspace: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let shared = &workspace["workspace"];
    for (key, value) in table(&shared["package"]) {
        if evidence["package"].get(key) != Some(value) {
            found.push(format!("package.{key}"));
        }
    }
    if evidence.get("lints") != shared.get("lints") {
        found.push("lints".to_owned());
    }
    for section in ["dependencies", "dev-dependencies"] {
        for (name, stated) in evidence.get(section).map(table).into_iter().flatten() {
            let ours = table(&shared["dependencies"]).get(name);
            if ours.is_some_and(|ours| spelt_out(ours) != spelt_out(stated)) {
                found.push(format!("{section}.{name}"));
            }
        }
    }
    found
}

fn table(value: &Value) -> &Table {
    value.as_table().expect("a table of Cargo.toml")
}

/// `"1"` and `{ version = "1" }` say the same.
fn spelt_out(dependency: &Value) -> Table {
    dependency
        .as_table()
        .cloned()
        .unwrap_or_else(|| Table::from_iter([("version".to_owned(), dependency.clone())]))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_name() == "target" {
            // Left by somebody who built the folder where it stands.
        } else if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn evidence_states_the_versions_and_lints_of_the_workspace() {
    let found = differences(
        &manifest("contracts/evidence/Cargo.toml"),
        &manifest("Cargo.toml"),
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn evidence_builds_from_its_folder_alone() {
    let alone = tempfile::tempdir().unwrap();
    copy_folder(&root().join("contracts/evidence"), alone.path());
    // Only so that the same releases are taken without a network; cargo drops what is not used.
    std::fs::copy(root().join("Cargo.lock"), alone.path().join("Cargo.lock")).unwrap();
    let mut check = Command::new(cargo());
    check
        .args(["check", "--offline", "--quiet", "--target-dir"])
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("evidence-alone"))
        .current_dir(alone.path());
    output(check);
}

#[test]
fn a_difference_is_found() {
    let workspace: Table = r#"
        [workspace.package]
        edition = "2024"
        license = "Apache-2.0"
        [workspace.dependencies]
        hmac = "0.13"
        sha2 = { version = "0.11", default-features = false }
        serde_json = "1"
        [workspace.lints.rust]
        unsafe_code = "forbid"
    "#
    .parse()
    .unwrap();
    let evidence: Table = r#"
        [package]
        edition = "2021"
        license = "Apache-2.0"
        [dependencies]
        hmac = { version = "0.13" }
        sha2 = "0.11"
        base64 = "0.22"
        [dev-dependencies]
        serde_json = "2"
        [lints.rust]
        unsafe_code = "warn"
    "#
    .parse()
    .unwrap();
    assert_eq!(
        differences(&evidence, &workspace),
        [
            "package.edition",
            "lints",
            "dependencies.sha2",
            "dev-dependencies.serde_json"
        ]
    );
}
