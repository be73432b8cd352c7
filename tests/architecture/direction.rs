//! Which crate may be built from which: arrows point down.
//!
//! Dev-dependencies are freer: a crate's own tests may use what its callers use.

use crate::workspace::{Package, packages};

/// What one crate may use.
struct Rule {
    /// The crate, without `lanyard-`; `lanyard` is the program.
    of: &'static str,
    /// Crates of ours that it may be built from.
    ours: &'static [&'static str],
    /// Crates of others that it must not be built from.
    never: &'static [&'static [&'static str]],
}

const ASYNC: &[&str] = &[
    "async-trait",
    "futures",
    "futures-util",
    "tokio",
    "tokio-stream",
];
const RANDOMNESS: &[&str] = &["aws-lc-rs", "fastrand", "getrandom", "rand", "ring"];
#[rustfmt::skip]
const STORES: &[&str] =
    &["async-nats", "deadpool-postgres", "eventstore", "kurrentdb", "object_store", "rusqlite", "tokio-postgres"];
const NETWORK: &[&str] = &["hyper", "reqwest", "tonic", "ureq"];
const SERVER: &[&str] = &["actix-files", "actix-http", "actix-rt", "actix-web"];

const PURE: &[&[&str]] = &[ASYNC, RANDOMNESS, STORES, NETWORK, SERVER];

const fn row(
    of: &'static str,
    ours: &'static [&'static str],
    never: &'static [&'static [&'static str]],
) -> Rule {
    Rule { of, ours, never }
}

#[rustfmt::skip]
const ALL_BUT_TESTS: &[&str] = &[
    "access", "api", "app", "blobs", "domain", "events", "evidence", "http", "intake", "journal",
    "lanyard", "ledger", "postgres", "projections", "vault", "worker",
];

/// A crate that is not in this table fails the test: say here what it may use.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Contracts: what outlives a release.
    row("evidence", &[], PURE),
    row("events", &[], PURE),
    row("http", &["events"], PURE),
    // Pure services.
    row("domain", &["events"], PURE),
    row("access", &["events"], PURE),
    // Ports, and what they keep.
    row("postgres", &[], &[NETWORK, SERVER]),
    row("vault", &["events", "evidence", "postgres"], &[NETWORK, SERVER]),
    row("blobs", &["events", "vault"], &[SERVER]),
    row("journal", &["events", "postgres"], &[SERVER]),
    row("intake", &["events"], &[SERVER]),
    row("ledger", &["events", "evidence", "journal"], &[SERVER]),
    row("projections", &["events", "access"], &[NETWORK, SERVER]),
    // Use cases.
    row(
        "app",
        &["domain", "access", "vault", "blobs", "journal", "intake", "evidence", "events", "ledger", "projections"],
        &[STORES, SERVER],
    ),
    // Edges.
    row("api", &["app", "http", "events"], &[STORES]),
    row(
        "worker",
        &["app", "events", "evidence", "journal", "intake", "ledger", "projections", "vault"],
        &[SERVER],
    ),
    // Everything comes together here, and only here.
    row(
        "lanyard",
        &[
            "access", "api", "app", "blobs", "domain", "events", "evidence", "http", "intake",
            "journal", "ledger", "postgres", "projections", "vault", "worker",
        ],
        &[],
    ),
    row("tests", ALL_BUT_TESTS, &[]),
    // Stands in for a server; its tests alone use the journal.
    // The client library's package holds the descriptions that the double is generated from.
    row("eventstore-double", &[], &[SERVER]),
];

fn short(package: &str) -> &str {
    package.strip_prefix("lanyard-").unwrap_or(package)
}

/// Arrows that the table does not allow.
fn violations(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .flat_map(|package| match rule(short(&package.name)) {
            Some(rule) => against(rule, package),
            None => vec![format!(
                "{} is not in the table of directions",
                package.name
            )],
        })
        .collect()
}

fn rule(of: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.of == of)
}

fn against(rule: &Rule, package: &Package) -> Vec<String> {
    package
        .dependencies
        .iter()
        .filter(|used| {
            let ours = used.starts_with("lanyard");
            let refused = rule
                .never
                .iter()
                .any(|group| group.contains(&used.as_str()));
            refused || (ours && !rule.ours.contains(&short(used)))
        })
        .map(|used| format!("{} must not use {used}", package.name))
        .collect()
}

#[test]
fn every_crate_uses_only_what_the_table_allows() {
    assert_eq!(violations(&packages()), [""; 0]);
}

#[test]
fn every_row_of_the_table_is_a_crate() {
    let packages = packages();
    let gone: Vec<_> = RULES
        .iter()
        .map(|rule| rule.of)
        .filter(|of| !packages.iter().any(|package| short(&package.name) == *of))
        .collect();
    assert_eq!(gone, [""; 0]);
}

#[test]
fn the_table_has_no_circle() {
    // Each crate may use only crates of earlier rows, but for the two that use everything.
    for (index, rule) in RULES.iter().enumerate() {
        for used in rule.ours {
            let place = RULES.iter().position(|other| other.of == *used).unwrap();
            assert!(place < index, "{} and {used} could form a circle", rule.of);
        }
    }
}

#[test]
fn a_wrong_arrow_is_found() {
    let package = |name: &str, used: &[&str]| Package {
        name: name.to_owned(),
        root_file: "lib.rs".into(),
        dependencies: used.iter().map(|&name| name.to_owned()).collect(),
    };
    let found = violations(&[
        package("lanyard-domain", &["lanyard-events", "jiff", "tokio"]),
        package("lanyard-events", &["lanyard-evidence"]),
        package(
            "lanyard-api",
            &["lanyard-app", "lanyard-domain", "rusqlite"],
        ),
        package("lanyard-worker", &["lanyard"]),
        package("lanyard-new", &[]),
    ]);
    assert_eq!(
        found,
        [
            "lanyard-domain must not use tokio",
            "lanyard-events must not use lanyard-evidence",
            "lanyard-api must not use lanyard-domain",
            "lanyard-api must not use rusqlite",
            "lanyard-worker must not use lanyard",
            "lanyard-new is not in the table of directions",
        ]
    );
}
