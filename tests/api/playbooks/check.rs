//! `lanyard playbook check FILE`, `lanyard register check FILE` and their lists

use std::path::PathBuf;

use crate::program::{Said, lanyard};

const PLAYBOOK: &str = include_str!("../../../docs/write-a-playbook.md");
const REGISTER: &str = include_str!("../../../docs/write-a-register.md");

/// The example of a guide, in which one text stands for another.
fn edited(guide: &str, right: &str, wrong: &str) -> String {
    let example = guide.split("```").nth(1).unwrap();
    assert!(example.contains(right), "{right}");
    example.replacen(right, wrong, 1)
}

fn check(kind: &str, text: &str) -> (Said, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.toml");
    std::fs::write(&file, text).unwrap();
    let said = lanyard(&[kind, "check", file.to_str().unwrap()], &[]);
    (said, file)
}

#[test]
fn the_program_explains_the_mistakes_of_a_playbook_by_line() {
    let (said, _) = check("playbook", &edited(PLAYBOOK, "", ""));
    assert!(said.succeeded, "{}", said.words);
    assert!(said.words.contains("in order"), "{}", said.words);
    for (right, wrong, line, says) in [
        (
            "[\"head\", \"dsl\"]",
            "[\"matron\"]",
            16,
            "\"matron\" is no role",
        ),
        ("due = \"now\"", "due = \"soon\"", 17, "\"soon\" is no time"),
        ("basis = \"P\"", "basis = \"X\"", 18, "\"X\" is no basis"),
    ] {
        let (said, file) = check("playbook", &edited(PLAYBOOK, right, wrong));
        assert!(!said.succeeded, "{wrong}");
        let expected = format!("{}:{line}: {says}", file.display());
        assert!(said.words.contains(&expected), "{expected}: {}", said.words);
    }
    // A step that counts from its own end would never be due.
    let circle = edited(PLAYBOOK, "due = \"now\"", "due = \"now\"\nafter = \"1\"");
    let (said, _) = check("playbook", &circle);
    assert!(!said.succeeded);
    let expected = "step 1 counts from 1, which is no other step";
    assert!(said.words.contains(expected), "{}", said.words);
}

#[test]
fn the_program_explains_the_mistakes_of_a_register_by_line() {
    let (said, _) = check("register", &edited(REGISTER, "", ""));
    assert!(said.succeeded, "{}", said.words);
    let wrong = edited(REGISTER, "due = \"year\"", "due = \"soon\"");
    let (said, file) = check("register", &wrong);
    assert!(!said.succeeded);
    let line = { wrong.lines() }
        .position(|line| line.starts_with("due = \"soon\""))
        .unwrap();
    let expected = format!("{}:{}: \"soon\" is no time", file.display(), line + 1);
    assert!(said.words.contains(&expected), "{expected}: {}", said.words);
}

/// Issue 4, "Shown by": each listed with where it comes from.
#[test]
fn the_lists_say_where_each_comes_from() {
    let playbooks = lanyard(&["playbook", "list"], &[]);
    assert!(playbooks.succeeded, "{}", playbooks.words);
    for situation in 1..=9 {
        let source = format!("0 A5.{situation}");
        assert!(playbooks.words.contains(&source), "{source}");
    }
    assert!(playbooks.words.contains("UKCIS"), "{}", playbooks.words);
    let registers = lanyard(&["register", "list"], &[]);
    assert!(registers.succeeded, "{}", registers.words);
    assert!(registers.words.contains("filter_changes"));
}
