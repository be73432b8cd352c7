//! What may be published as an edition, and what may not.

#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;

fn document(name: &str) -> DocumentId {
    DocumentId::parse(name).unwrap()
}

/// What is said of a shipped file with something in it changed, published as the next edition.
fn edited(name: &str, right: &str, wrong: &str) -> Vec<String> {
    let id = document(name);
    let text = id
        .shipped_text()
        .unwrap()
        .replacen("edition = 1", "edition = 2", 1);
    assert!(text.contains(right), "{name}: {right}");
    let read = id.read(&text.replacen(right, wrong, 1), 1, &InForce::shipped());
    read.err()
        .into_iter()
        .flatten()
        .map(|it| it.to_string())
        .collect()
}

#[test]
fn every_shipped_document_has_its_name_and_may_be_published_again() {
    for id in DocumentId::shipped() {
        assert_eq!(document(&id.to_string()), id);
        assert_eq!(
            edited(&id.to_string(), "edition = 2", "edition = 3"),
            [""; 0]
        );
        let again = id.read(id.shipped_text().unwrap(), 1, &InForce::shipped());
        let said = again.unwrap_err().remove(0);
        assert!(said.what.contains("higher number"), "{said}");
    }
}

#[test]
fn a_release_is_newer_than_what_stood_when_the_trust_published() {
    for (shipped, beside, newer) in [
        (Some(2), Some(1), true),
        (Some(2), None, true),
        (Some(2), Some(2), false),
        (Some(1), None, false),
        (None, None, false),
    ] {
        assert_eq!(is_newer(shipped, beside), newer, "{shipped:?} {beside:?}");
    }
}

#[test]
fn other_names_are_of_nothing() {
    for name in [
        "",
        "playbook.",
        "playbook.vaping",
        "matrix.parents",
        "registers",
        "register.",
        "register.vapes",
    ] {
        assert_eq!(DocumentId::parse(name), None, "{name}");
    }
    assert!(document("playbook.trust_vaping").is_own());
}

#[test]
fn words_owners_and_proposals_may_be_edited() {
    let grooming = "playbook.inappropriate_contact_with_a_child";
    assert_eq!(edited(grooming, "title = \"", "title = \"Ours: "), [""; 0]);
    assert_eq!(
        edited(
            "matrix.pupil",
            "technical = \"propose\"",
            "technical = \"consider\""
        ),
        [""; 0]
    );
}

#[test]
fn what_law_asks_for_can_neither_go_nor_be_softened() {
    let grooming = "playbook.inappropriate_contact_with_a_child";
    // Renaming a step leaves it out.
    let gone = edited(grooming, "id = \"7.6\"", "id = \"7.99\"");
    let said = "step 7.6 may not be left out: it sends to a desk";
    assert!(gone.iter().any(|it| it.contains(said)), "{gone:?}");
    let stop = edited(
        "playbook.looking_into_suspected_misuse",
        "stop_rule = true\n",
        "",
    );
    let said = "step M1: stop_rule must stay";
    assert!(stop.iter().any(|it| it.contains(said)), "{stop:?}");
    let common = edited("playbook.common", "id = \"O3\"", "id = \"O33\"");
    assert!(
        common
            .iter()
            .any(|it| it.contains("step O3 may not be left out")),
        "{common:?}"
    );
}

#[test]
fn the_next_edition_is_not_far_ahead() {
    let games = "playbook.age_inappropriate_games";
    assert_eq!(edited(games, "edition = 2", "edition = 101"), [""; 0]);
    let ahead = edited(games, "edition = 2", "edition = 102");
    assert_eq!(
        ahead,
        ["line 4: edition 1 was the highest so far: the next is at most 101"]
    );
}

#[test]
fn what_the_seed_says_never_changes() {
    let ticks = edited("matrix.pupil", "\"certain\"", "\"unknown\"");
    assert!(
        ticks[0].contains("row P1: cells are what the seed says"),
        "{ticks:?}"
    );
    assert!(!ticks[0].starts_with("line 1:"), "{ticks:?}");
    let row = edited("matrix.staff", "id = \"S16\"", "id = \"S17\"");
    assert!(
        row.iter()
            .any(|it| it.contains("row S16 may not be left out")),
        "{row:?}"
    );
    let effect = edited("user_actions", "effect = \"r6\"", "effect = \"policy\"");
    assert!(
        effect[0].contains("row U1: effect must stay \"r6\""),
        "{effect:?}"
    );
}

#[test]
fn a_playbook_of_ones_own_keeps_to_its_prefix_and_names_what_there_is() {
    let own = document("playbook.trust_vaping");
    let shipped = document("playbook.age_inappropriate_games");
    let text = shipped.shipped_text().unwrap();
    let said = |text: &str| match own.read(text, 0, &InForce::shipped()) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect::<Vec<_>>(),
    };
    let wrong = said(text);
    assert!(
        wrong[0].contains("its id is \"age_inappropriate_games\""),
        "{wrong:?}"
    );
    let in_force = InForce::shipped();
    let known = in_force.known();
    let around = Around {
        taxonomy: &in_force.taxonomy,
        common: Some(&in_force.common),
        known: &known,
    };
    let wrong = Playbook::read_edited(text, &around, None).unwrap_err();
    assert!(
        wrong
            .iter()
            .any(|it| it.what.contains("begins with trust_")),
        "{wrong:?}"
    );
    let right = text
        .replace("id = \"age_inappropriate_games\"", "id = \"trust_vaping\"")
        .replace("number = 8\n", "")
        .replace("[\"age_inappropriate_games\"]", "[\"copyright\"]")
        .replace("\nnot_with = [", "\nnot_with = [] # [");
    assert_eq!(said(&right), [""; 0]);
    for (fits, wrong, why) in [
        (
            "[\"copyright\"]",
            "[\"grooming\"]",
            "opens_for may not name grooming",
        ),
        (
            "not_with = []",
            "not_with = [\"suspected_indecent_image\"]",
            "not_with may name playbooks of your own only",
        ),
        (
            "due = \"5sd\"\n",
            "due = \"5sd\"\nstop_rule = true\n",
            "step 8.2: no stop rule may be added",
        ),
        ("id = \"8.6\"", "id = \"O4\"", "step O4 is one of those"),
    ] {
        assert!(right.contains(fits), "{fits}");
        let found = said(&right.replacen(fits, wrong, 1));
        assert!(found.iter().any(|it| it.contains(why)), "{why}: {found:?}");
    }
    let other = right.replace("trust_vaping", "trust_smoking");
    assert!(said(&other)[0].contains("its id is \"trust_smoking\""));
}
