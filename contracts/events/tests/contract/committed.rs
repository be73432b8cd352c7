//! The committed files: `fixtures/<type>.v<version>[.<variant>].json` and
//! `schema/<type>.v<version>.json`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// One committed file, its name taken apart.
pub struct Committed {
    /// Where it is.
    pub path: PathBuf,
    /// Event type: `case.opened`.
    pub event_type: String,
    /// Schema version.
    pub version: u16,
    /// A further example of the same type and version: `monitor`.
    pub variant: Option<String>,
    /// What it holds, byte for byte.
    pub text: String,
}

impl Committed {
    /// `case.opened.v1`, under which its schema is filed.
    pub fn shape(&self) -> String {
        format!("{}.v{}", self.event_type, self.version)
    }

    /// The JSON object within.
    pub fn object(&self) -> Map<String, Value> {
        match serde_json::from_str(&self.text) {
            Ok(Value::Object(object)) => object,
            Ok(_) => panic!("{} is not a JSON object", self.path.display()),
            Err(error) => panic!("{} is not JSON: {error}", self.path.display()),
        }
    }
}

/// Whether generated files are to be written instead of compared.
pub fn blessing() -> bool {
    std::env::var_os("LANYARD_BLESS").is_some_and(|value| value == "1")
}

/// A folder of this crate.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file of a folder, by name.
pub fn load(name: &str) -> Vec<Committed> {
    let mut files: Vec<_> = std::fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let file_name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (event_type, version, variant) = parse_name(&file_name)
                .unwrap_or_else(|| panic!("{file_name} is not named <type>.v<version>.json"));
            let text = std::fs::read_to_string(&path).unwrap();
            Committed {
                path,
                event_type,
                version,
                variant,
                text,
            }
        })
        .collect();
    assert!(!files.is_empty(), "the folder {name} is empty");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Type, version and variant out of a file's name.
fn parse_name(file_name: &str) -> Option<(String, u16, Option<String>)> {
    let parts: Vec<&str> = file_name.strip_suffix(".json")?.split('.').collect();
    let (aggregate, event, version, variant) = match parts[..] {
        [aggregate, event, version] => (aggregate, event, version, None),
        [aggregate, event, version, variant] => (aggregate, event, version, Some(variant)),
        _ => return None,
    };
    let version = version.strip_prefix('v')?.parse().ok()?;
    Some((
        format!("{aggregate}.{event}"),
        version,
        variant.map(str::to_owned),
    ))
}

#[test]
fn a_files_name_gives_type_version_and_variant() {
    let name = |event: &str, version, variant: Option<&str>| {
        Some((event.to_owned(), version, variant.map(str::to_owned)))
    };
    assert_eq!(
        parse_name("case.opened.v1.json"),
        name("case.opened", 1, None)
    );
    assert_eq!(
        parse_name("concern.triaged.v12.monitor.json"),
        name("concern.triaged", 12, Some("monitor"))
    );
    for bad in [
        "case.opened.json",
        "case.v1.json",
        "case.opened.v1",
        "case.opened.1.json",
    ] {
        assert_eq!(parse_name(bad), None, "{bad}");
    }
}
