//! How long things may be, and names that say nothing.

use crate::workspace::{Source, rust_sources, sources};

/// Lines of a Rust file. Good ones have 40 to 200; think again at 300.
const FILE_LINES: usize = 500;
/// Lines of `ARCHITECTURE.md`: it must stay readable in one sitting.
const ARCHITECTURE_LINES: usize = 250;
/// Lines of code of the evidence library: an auditor reads all of it.
const EVIDENCE_LINES: usize = 1_500;
/// Module names under which anything could be put.
const EMPTY_NAMES: &[&str] = &[
    "common", "data", "helper", "helpers", "manager", "util", "utils",
];

fn is_generated_or_fixture(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "fixtures" | "generated"))
}

fn too_long(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| !is_generated_or_fixture(&source.path))
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES)
        .map(|(source, lines)| format!("{} has {lines} lines", source.path))
        .collect()
}

fn badly_named(sources: &[Source]) -> Vec<&str> {
    sources
        .iter()
        .map(|source| source.path.as_str())
        .filter(|path| {
            path.trim_end_matches(".rs")
                .split('/')
                .any(|part| EMPTY_NAMES.contains(&part))
        })
        .collect()
}

/// Lines of code: without blank lines, comments and unit tests.
fn code_lines(source: &Source) -> usize {
    source
        .without_unit_tests()
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[test]
fn no_file_is_too_long() {
    assert_eq!(too_long(&rust_sources()), [""; 0]);
}

#[test]
fn every_module_is_named_for_what_it_holds() {
    assert_eq!(badly_named(&rust_sources()), [""; 0]);
}

#[test]
fn the_evidence_library_can_be_read_whole() {
    let lines: usize = rust_sources()
        .iter()
        .filter(|source| source.path.starts_with("contracts/evidence/src/"))
        .map(code_lines)
        .sum();
    assert!(lines > 0 && lines <= EVIDENCE_LINES, "{lines} lines");
}

#[test]
fn the_architecture_page_stays_short() {
    let sources = sources();
    let page = sources
        .iter()
        .find(|source| source.path == "ARCHITECTURE.md")
        .expect("ARCHITECTURE.md is part of the project");
    assert!(page.text.lines().count() < ARCHITECTURE_LINES);
}

#[test]
fn long_files_and_empty_names_are_found() {
    let source = |path: &str, lines: usize| Source {
        path: path.to_owned(),
        text: "//\n".repeat(lines),
    };
    let sources = [
        source("services/app/src/utils.rs", 500),
        source("services/app/src/data/mod.rs", 501),
        source("services/app/src/database.rs", 3),
        source("contracts/events/src/generated/tables.rs", 900),
    ];
    assert_eq!(
        too_long(&sources),
        ["services/app/src/data/mod.rs has 501 lines"]
    );
    assert_eq!(
        badly_named(&sources),
        ["services/app/src/utils.rs", "services/app/src/data/mod.rs"]
    );
    let short = source("services/app/src/lib.rs", 3);
    assert_eq!(code_lines(&short), 0);
    let short = Source {
        text: "//! What.\n\nfn f() {\n    // Why.\n}\n#[cfg(test)]\nmod tests {\n}\n".to_owned(),
        ..short
    };
    assert_eq!(code_lines(&short), 2);
}
