//! What SPEC.md promises of the source itself.

use std::fs;
use std::path::Path;

fn source(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, text);
        } else {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_crate_stays_small_pure_and_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    source(&root.join("src"), &mut text);
    let code: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    assert!(code.len() <= 1500, "{} lines of code, and 1,500 are allowed", code.len());
    for banned in ["unsafe ", "async ", "std::fs", "std::io", "std::net", "SystemTime", "Instant"] {
        assert!(!code.iter().any(|line| line.contains(banned)), "{banned}");
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("workspace = true"), "the folder must build outside the workspace");
    assert!(!manifest.contains("path = \"../"), "the folder must build outside the workspace");
}

#[test]
fn the_worked_example_of_the_specification_is_the_golden_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let spec = fs::read_to_string(root.join("SPEC.md")).unwrap();
    let (_, example) = spec.split_once("## 12. Worked example").unwrap();
    let mut golden = String::new();
    source(&root.join("vectors"), &mut golden);
    let words = example.split(|c: char| c.is_whitespace() || c == '`');
    let values: Vec<&str> = words.filter(|word| word.len() >= 40).collect();
    assert!(values.len() >= 14, "{values:?}");
    for value in values {
        assert!(golden.contains(value), "{value} is in SPEC.md and in no file of vectors/");
    }
}
