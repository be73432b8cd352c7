#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Level, Party, Register};
use crate::policy::Shipped;

fn shipped(id: &str) -> &'static Register {
    Shipped::get().register(id).unwrap()
}

fn file(id: &str) -> String {
    let path = format!("{}/data/registers/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_register_of_the_domain_ships() {
    let ids: Vec<_> = { Shipped::get().registers.iter() }
        .map(|register| register.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "agreements",
            "breaches",
            "complaints",
            "disclosures",
            "dpias",
            "file_transfers",
            "filter_changes",
            "filtering_alerts",
            "governor_challenges",
            "home_school_agreements",
            "image_consent",
            "information_requests",
            "log_reviews",
            "lost_equipment",
            "own_phone_calls",
            "policies",
            "recording_leave",
            "safety_group_meetings",
            "searched_devices",
            "secure_deletions",
            "self_review",
            "staff_pupil_contact",
            "take_downs",
            "training",
            "video_conferences",
            "visitor_agreements",
        ]
    );
}

#[test]
fn governors_see_no_register_that_names_pupils_and_filter_none() {
    for register in &Shipped::get().registers {
        let governor = Party::Role(lanyard_events::Role::Governor);
        if register.sees.contains(&governor) {
            assert!(!register.names_pupils, "{}", register.id);
        }
        for filter in &register.filter {
            assert!(!filter.roles.contains(&governor), "{}", register.id);
        }
    }
}

#[test]
fn a_register_of_the_trust_counts_no_school_days() {
    for register in &Shipped::get().registers {
        for clock in register
            .clocks
            .iter()
            .filter(|_| register.level == Level::Trust)
        {
            let due = format!("{:?}", clock.due);
            assert!(
                !due.contains("School") && !due.contains("Term"),
                "{} {due}",
                register.id
            );
        }
    }
}

#[test]
fn mistakes_are_named_with_their_line() {
    let line_of = |text: &str, part: &str| text[..text.find(part).unwrap()].lines().count() + 1;
    for (from, to, words) in [
        ("to = \"blocked\"", "to = \"barred\"", "no state barred"),
        (
            "needs = [\"blocked_at\", \"block_tested\"]",
            "needs = [\"blocked\"]",
            "no field blocked",
        ),
        (
            "starts = \"seen_at\"",
            "starts = \"reason\"",
            "reason is no beginning",
        ),
        (
            "at_end = \"end_by_time\"",
            "at_end = \"approve\"",
            "cannot sign",
        ),
        (
            "when = { field = \"temporary\", is = \"yes\" }",
            "when = { field = \"temporary\", is = \"maybe\" }",
            "maybe is no answer",
        ),
        (
            "starts = \"seen_at\"",
            "starts = \"seen_at\"\ntells_all = true",
            "several roles in owner",
        ),
        (
            "kind = \"yes_no\"",
            "kind = \"yes_no\"\nfamily_of = \"temporary\"",
            "is a person",
        ),
    ] {
        let text = file("filter_changes").replacen(from, to, 1);
        let mistakes = Register::read(&text).unwrap_err();
        let found = mistakes.iter().find(|it| it.what.contains(words));
        let found = found.unwrap_or_else(|| panic!("{mistakes:?}"));
        // The part that it stands in begins above it.
        let at = line_of(&text, to);
        assert!(found.line <= at && at < found.line + 16, "{found} {at}");
    }
    let unknown = file("filter_changes").replacen("level = ", "levels = ", 1);
    assert_eq!(Register::read(&unknown).unwrap_err().len(), 1);
}

#[test]
fn an_opening_waits_for_a_signature_by_another_person() {
    let changes = shipped("filter_changes");
    let approve = changes.move_named("approve").unwrap();
    assert!(approve.signature);
    assert_eq!(
        approve.not_by_who.as_ref().unwrap().as_str(),
        Register::ADDED
    );
    // Only an approved one can be opened.
    let open = changes.move_named("open").unwrap();
    assert_eq!(open.from, [changes.states[2].id.clone()]);
}
