//! What must never be committed: paths of somebody's machine, hosts of package registries, tests
//! that are switched off, code that is not written yet.

use crate::workspace::{Source, sources};

/// Written in two halves, so that this file is not its own finding.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/Use", "rs/"),
];
const REGISTRY_HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("registry.npm", "js.org"),
    concat!("deb.deb", "ian.org"),
    concat!("proxy.go", "lang.org"),
];
const UNFINISHED: &[&str] = &[
    concat!("#[ign", "ore"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
];

/// Cargo writes the default registry's address into its lock files; nothing else may hold one.
const LOCK_FILE: &str = "Cargo.lock";

fn is_lock_file(path: &str) -> bool {
    path.rsplit('/').next() == Some(LOCK_FILE)
}

/// Whether a machine's path begins here: not in the middle of a longer path or address.
fn begins_a_path(before: &str) -> bool {
    !before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || "._-/}*".contains(c))
}

fn findings(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let paths = MACHINE_PATHS.iter().filter(|path| {
            line.match_indices(**path)
                .any(|(at, _)| begins_a_path(&line[..at]))
        });
        let hosts = REGISTRY_HOSTS
            .iter()
            .filter(|host| !is_lock_file(&source.path) && line.contains(**host));
        let unfinished = UNFINISHED
            .iter()
            .filter(|text| source.path.ends_with(".rs") && line.contains(**text));
        found.extend(
            paths
                .chain(hosts)
                .chain(unfinished)
                .map(|text| format!("{}:{}: {text}", source.path, index + 1)),
        );
    }
    found
}

#[test]
fn nothing_forbidden_is_committed() {
    let found: Vec<_> = sources().iter().flat_map(findings).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn continuous_integration_runs_the_test_command_of_the_readme() {
    let sources = sources();
    let text = |path: &str| {
        let source = sources.iter().find(|source| source.path == path);
        &source.unwrap_or_else(|| panic!("{path} is missing")).text
    };
    let commands: Vec<_> = text(".ci/run")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|line| !line.starts_with("set ") && !line.starts_with("cd "))
        .collect();
    assert_eq!(commands, ["make test"]);
    assert!(text("README.md").contains("make test"));
}

#[test]
fn forbidden_text_is_found() {
    let finds = |path: &str, text: &str| {
        !findings(&Source {
            path: path.to_owned(),
            text: text.to_owned(),
        })
        .is_empty()
    };
    let [root, home, ..] = MACHINE_PATHS else {
        unreachable!("the list has more than two entries")
    };
    assert!(finds("README.md", &format!("see {root}notes")));
    assert!(finds("Makefile", &format!("DIR={home}me/x")));
    assert!(!finds(
        "README.md",
        &format!("https://lanyard.example{home}page")
    ));
    assert!(finds(
        "package-lock.json",
        &format!("https://{}/x", REGISTRY_HOSTS[3])
    ));
    for lock_file in ["Cargo.lock", "tests/peers/Cargo.lock"] {
        let index = format!("https://{}-index", REGISTRY_HOSTS[0]);
        assert!(!finds(lock_file, &index));
        assert!(finds(&format!("{lock_file}.md"), &index));
    }
    assert!(finds("a.rs", &format!("    {}]", UNFINISHED[0])));
    assert!(finds("a.rs", &format!("{})", UNFINISHED[1])));
    assert!(!finds("style.md", &format!("no {})", UNFINISHED[1])));
}
