//! What cargo cannot see: crates that may use `lanyard-events` for the envelope only, and
//! `lanyard-access` for the `Scope` and what it is made of.

use crate::workspace::{Source, rust_sources};

/// Folders whose crates carry events without ever reading them: to them a payload is bytes.
const BLIND: &[&str] = &[
    "services/journal/src/",
    "services/intake/src/",
    "services/ledger/src/",
];

/// Names of `lanyard-events` that open or name payloads.
const PAYLOAD_NAMES: &[&str] = &[
    "Event", "Payload", "academy", "access", "case", "concern", "conflict", "filler", "pupil",
    "staff", "trust",
];

/// Names of `lanyard-access` that views may use: the filter over rows with what it is made of, and
/// the facts that a decision takes (the row, roles held). Never a decision.
const SCOPE_AND_ITS_PARTS: &[&str] = &[
    "AcademySet",
    "HeldRole",
    "PersonKey",
    "Resource",
    "ResourceKind",
    "RoleSet",
    "Scope",
];

/// Names that follow a crate's name in a file: `lanyard_events::{Position, case::CaseEvent}` gives
/// `Position`, `case` and `CaseEvent`.
fn names_used<'a>(text: &'a str, krate: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (start, found) in text.match_indices(krate) {
        let rest = &text[start + found.len()..];
        let Some(path) = rest.strip_prefix("::") else {
            continue;
        };
        let end = if path.starts_with('{') {
            path.find(';')
        } else {
            path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        };
        let path = &path[..end.unwrap_or(path.len())];
        names.extend(
            path.split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .filter(|name| !name.is_empty()),
        );
    }
    names
}

fn payload_readers(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| BLIND.iter().any(|folder| source.path.starts_with(folder)))
        .filter(|source| !source.path.contains("/src/tests/"))
        .flat_map(|source| {
            names_used(source.without_unit_tests(), "lanyard_events")
                .into_iter()
                .filter(|name| PAYLOAD_NAMES.contains(name))
                .map(|name| format!("{} uses lanyard_events::{name}", source.path))
        })
        .collect()
}

fn views_that_decide(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.path.starts_with("projections/src/"))
        .flat_map(|source| {
            names_used(source.without_unit_tests(), "lanyard_access")
                .into_iter()
                .filter(|name| !SCOPE_AND_ITS_PARTS.contains(name))
                .map(|name| format!("{} uses lanyard_access::{name}", source.path))
        })
        .collect()
}

#[test]
fn what_carries_events_never_reads_their_payload() {
    assert_eq!(payload_readers(&rust_sources()), [""; 0]);
}

#[test]
fn views_know_of_access_only_the_scope() {
    assert_eq!(views_that_decide(&rust_sources()), [""; 0]);
}

#[test]
fn a_crate_that_reads_or_decides_too_much_is_found() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let sources = [
        source(
            "services/journal/src/port.rs",
            "use lanyard_events::{\n    Position, case::CaseEvent,\n};\nuse std::fmt;",
        ),
        source(
            "services/intake/src/lib.rs",
            "fn f(e: lanyard_events::Event) {}",
        ),
        source(
            "services/ledger/src/lib.rs",
            "use lanyard_events::Recorded;",
        ),
        source("services/app/src/lib.rs", "use lanyard_events::Event;"),
        source(
            "projections/src/lib.rs",
            "use lanyard_access::{Scope, permits};",
        ),
    ];
    assert_eq!(
        payload_readers(&sources),
        [
            "services/journal/src/port.rs uses lanyard_events::case",
            "services/intake/src/lib.rs uses lanyard_events::Event",
        ]
    );
    assert_eq!(
        views_that_decide(&sources),
        ["projections/src/lib.rs uses lanyard_access::permits"]
    );
}
