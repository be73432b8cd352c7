#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Against, Level, Party, Register};
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

/// What is said of a file with something in it changed, published as an edition of the register that ships.
fn edited(id: &str, right: &str, wrong: &str) -> Vec<String> {
    let text = file(id);
    assert!(text.contains(right), "{id}: {right}");
    let against = Against {
        shipped: Some(shipped(id)),
        in_force: Some(shipped(id)),
    };
    let read = Register::read_edited(&text.replacen(right, wrong, 1), against);
    { read.err().into_iter().flatten() }
        .map(|it| it.to_string())
        .collect()
}

const STATES: &str = "[[state]]\nid = \"proposed\"";

fn with_field(id: &str, more: &str) -> String {
    format!("[[field]]\nid = \"{id}\"\nlabel = \"Ours\"\nrequired = false\n{more}\n\n{STATES}")
}

#[test]
fn words_sooner_clocks_and_fields_of_ones_own_may_be_published() {
    for (right, new) in [
        ("title = \"", "title = \"Ours: "),
        ("due = \"1sd\"", "due = \"today\""),
        (
            "adds = [\"it\", \"head\", \"dsl\"]",
            "adds = [\"it\", \"deputy_dsl\"]",
        ),
        (
            "choices = [\"site\", \"category\",",
            "choices = [\"trust_vpn\", \"site\", \"category\",",
        ),
        (
            STATES,
            &with_field("trust_ticket", "kind = \"text\"\npersonal = false"),
        ),
    ] {
        assert_eq!(edited("filter_changes", right, new), [""; 0], "{new}");
    }
}

#[test]
fn what_law_asks_for_in_a_register_stays() {
    for (id, right, wrong, why) in [
        (
            "breaches",
            "\"72h\"",
            "\"73h\"",
            "clock ico: due may be sooner",
        ),
        (
            "breaches",
            "\"72h\"",
            "\"open\"",
            "clock ico: due may be sooner",
        ),
        (
            "breaches",
            "starts = \"known_at\"\ndue = \"72h\"",
            "starts = \"added\"\ndue = \"72h\"",
            "clock ico: everything but due must stay",
        ),
        (
            "filter_changes",
            "from = [\"approved\"]\nto = \"in_force\"",
            "from = [\"proposed\", \"approved\"]\nto = \"in_force\"",
            "how an entry moves",
        ),
        (
            "filter_changes",
            "at_end = \"end_by_time\"\n",
            "",
            "clock end: everything but due must stay",
        ),
        (
            "filter_changes",
            "\"dsl\"]\nsees",
            "\"dsl\", \"client\"]\nsees",
            "adds may name",
        ),
        (
            "filter_changes",
            "required = true\npersonal = false\nwhen = { field = \"temporary\"",
            "required = false\npersonal = false\nwhen = { field = \"temporary\"",
            "field ends_at: required must stay",
        ),
    ] {
        let found = edited(id, right, wrong);
        assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
        assert!(found.iter().all(|it| it.starts_with("line ")), "{found:?}");
    }
}

#[test]
fn a_field_of_ones_own_asks_nothing_that_an_entry_lacks_and_shows_nobody_what_is_hidden() {
    for (id, more, why) in [
        (
            "ticket",
            "kind = \"text\"\npersonal = false",
            "begins with trust_",
        ),
        (
            "trust_who",
            "kind = \"person\"\npersonal = true",
            "about_person has to name it",
        ),
        (
            "trust_note",
            "kind = \"text\"\npersonal = true",
            "hides has to keep it from governor",
        ),
        (
            "trust_set",
            "kind = \"number\"\npersonal = false\nset = \"position\"",
            "the system fills in no field",
        ),
    ] {
        let found = edited("filter_changes", STATES, &with_field(id, more));
        assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
    }
    let required = with_field("trust_ticket", "kind = \"text\"\npersonal = false")
        .replace("required = false", "required = true");
    let found = edited("filter_changes", STATES, &required);
    assert!(
        found[0].contains("trust_ticket is not required"),
        "{found:?}"
    );
}

#[test]
fn a_register_of_ones_own_keeps_its_prefix_and_what_entries_hold() {
    let own = |text: &str, in_force: Option<&Register>| -> Vec<String> {
        let against = Against {
            shipped: None,
            in_force,
        };
        let read = Register::read_edited(text, against);
        { read.err().into_iter().flatten() }
            .map(|it| it.to_string())
            .collect()
    };
    let guide = include_str!("../../../../../docs/write-a-register.md");
    let text = guide.split("```").nth(1).unwrap();
    assert_eq!(own(text, None), [""; 0]);
    let first = Register::read(text).unwrap();
    assert_eq!(own(text, Some(&first)), [""; 0]);
    for (right, wrong, why) in [
        ("trust_keys", "keys", "begins with trust_"),
        (
            "sees = [\"self\",",
            "names_pupils = true\nsees = [\"governor\", \"self\",",
            "governors see no register that names pupils",
        ),
        (
            "kind = \"date\"",
            "kind = \"text\"",
            "field back_on: kind stays",
        ),
        (
            "level = \"academy\"",
            "level = \"trust\"",
            "level stays as it is in force",
        ),
    ] {
        let text = text.replacen(right, wrong, 1);
        let text = if wrong.starts_with("names_pupils") {
            text.replacen("\nnames_pupils = false", "", 1)
        } else {
            text
        };
        let found = own(&text, Some(&first));
        assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
    }
}
