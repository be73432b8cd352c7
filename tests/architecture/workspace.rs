//! What cargo and git know of this workspace.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate of the workspace.
pub struct Package {
    /// Its name: `lanyard-events`.
    pub name: String,
    /// Root file of its library, or of its program where it has no library.
    pub root_file: PathBuf,
    /// Names of the crates that it is built from; dev-dependencies are not among them.
    pub dependencies: Vec<String>,
}

/// A committed file, or one that could be committed.
pub struct Source {
    /// Path from the root of the project, with `/`.
    pub path: String,
    /// Its text; bytes that are no text are replaced.
    pub text: String,
}

impl Source {
    /// The text up to the unit tests, which stand last in a file.
    pub fn without_unit_tests(&self) -> &str {
        let begins_tests = |rest: &str| {
            rest.lines()
                .find(|line| !line.starts_with("#["))
                .is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
        };
        let end = self
            .text
            .match_indices("#[cfg(test)]\n")
            .find(|(at, _)| begins_tests(&self.text[*at..]))
            .map_or(self.text.len(), |(at, _)| at);
        &self.text[..end]
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

/// The cargo that runs this test.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Every crate of the workspace.
pub fn packages() -> Vec<Package> {
    let mut metadata = Command::new(cargo());
    metadata
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root());
    let metadata: Value = serde_json::from_str(&output(metadata)).unwrap();
    let packages: Vec<_> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(package)
        .collect();
    assert!(packages.len() > 10, "cargo metadata lists the workspace");
    packages
}

fn package(metadata: &Value) -> Package {
    let targets = metadata["targets"].as_array().unwrap();
    let of_kind = |kind: &str| targets.iter().find(|target| target["kind"][0] == kind);
    let target = of_kind("lib").or_else(|| of_kind("bin")).unwrap();
    Package {
        name: metadata["name"].as_str().unwrap().to_owned(),
        root_file: target["src_path"].as_str().unwrap().into(),
        dependencies: metadata["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
            .collect(),
    }
}

/// Every file that is tracked or could be added, without what `.gitignore` names.
pub fn sources() -> Vec<Source> {
    let root = root();
    let mut list = Command::new("git");
    // The checkout may belong to another account, as in a container.
    list.args(["-c", "safe.directory=*", "ls-files", "-z"])
        .args(["--cached", "--others", "--exclude-standard"])
        .current_dir(&root);
    let sources: Vec<_> = output(list)
        .split_terminator('\0')
        // A file may be deleted but not yet committed as such.
        .filter_map(|path| {
            let bytes = std::fs::read(root.join(path)).ok()?;
            Some(Source {
                path: path.to_owned(),
                text: String::from_utf8_lossy(&bytes).into_owned(),
            })
        })
        .collect();
    assert!(sources.len() > 100, "git lists the files of the project");
    sources
}

/// Every Rust file of the project.
pub fn rust_sources() -> Vec<Source> {
    let mut sources = sources();
    sources.retain(|source| source.path.ends_with(".rs"));
    sources
}

/// Runs a command that must succeed, and gives what it printed.
pub fn output(mut command: Command) -> String {
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    assert!(
        done.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn unit_tests_are_told_from_code() {
    let code = |text: &str| {
        let source = Source {
            path: "lib.rs".to_owned(),
            text: text.to_owned(),
        };
        source.without_unit_tests().to_owned()
    };
    assert_eq!(code("a\n#[cfg(test)]\nmod tests {\n}\n"), "a\n");
    assert_eq!(
        code("a\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n}\n"),
        "a\n"
    );
    let sample_file = "#[cfg(test)]\nmod samples;\nfn f() {}\n";
    assert_eq!(code(sample_file), sample_file);
}
