//! The shipped playbooks hold what playbooks.md 9 asks of them, and a wrong file is explained.

#![allow(clippy::unwrap_used, reason = "tests")]

mod coverage;

use std::collections::{BTreeMap, HashSet};

use lanyard_events::Taxonomy;

use super::*;
use crate::policy::Shipped;
use crate::policy::due::Due;
use crate::policy::names::{Agency, Basis};

/// Every line of the nine situations of seed 0, A5, by situation and place (0: its footer), and our
/// steps that do it.
#[rustfmt::skip]
const SEED_STEPS: &[(u16, usize, &str)] = &[
    (1, 1, "1.1"),
    (1, 2, "O2 1.3"),
    (1, 3, "1.4"),
    (2, 1, "2.2 2.4"),
    (2, 2, "2.5"),
    (2, 3, "2.6"),
    (3, 1, "3.3"),
    (3, 2, "3.7 3.8"),
    (3, 3, "3.9"),
    (3, 4, "3.10"),
    (3, 5, "3.4"),
    (4, 1, "4.1 3.2"),
    (4, 2, "4.2 4.3 4.4"),
    (4, 3, "4.6"),
    (4, 4, "4.7"),
    (4, 5, "4.8"),
    (4, 6, "4.9"),
    (4, 7, "4.10"),
    (4, 8, "4.11"),
    (4, 9, "4.12"),
    (5, 1, "5.1"),
    (5, 2, "5.3"),
    (5, 3, "5.2"),
    (5, 4, "5.4"),
    (5, 5, "5.5"),
    (5, 6, "5.10"),
    (5, 7, "5.6"),
    (5, 8, "5.7"),
    (6, 1, "6.2"),
    (6, 2, "6.1"),
    (6, 3, "6.4"),
    (6, 4, "6.5 6.3"),
    (6, 5, "6.6"),
    (6, 6, "6.9"),
    (7, 1, "7.1 7.3"),
    (7, 2, "7.4"),
    (7, 3, "7.5"),
    (7, 4, "7.6 7.7"),
    (7, 5, "7.8"),
    (7, 6, "7.11"),
    (8, 1, "8.1"),
    (8, 2, "8.2"),
    (8, 3, "8.3"),
    (8, 4, "8.4"),
    (8, 5, "8.6"),
    (9, 1, "9.1"),
    (9, 2, "9.3"),
    (0, 1, "O2"),
];

/// Rows of playbooks.md 7 that a step goes by, as `departs` names them.
const DEPARTURES: &[&str] = &[
    "0 A5.1 filter",
    "0 A5.1 filter, 3",
    "0 A5.3/A5.4 trustees",
    "0 A5.5/A5.7 screenshots",
    "0 A5.6 order",
    "0 A5.6 step 3 CEOP",
    "0 A5.6 step 4 origin",
    "0 A5.7 step 1 parents",
    "1 6.1.2",
    "2 last bullet",
];

fn all_steps() -> BTreeMap<&'static str, &'static Step> {
    let shipped = Shipped::get();
    let books = shipped.playbooks.iter().chain([&shipped.common]);
    books
        .flat_map(|book| &book.steps)
        .map(|step| (step.id.as_str(), step))
        .collect()
}

#[test]
fn every_shipped_file_is_right() {
    let shipped = Shipped::read().unwrap();
    let numbers: Vec<_> = shipped
        .playbooks
        .iter()
        .map(|book| book.number.unwrap())
        .collect();
    assert_eq!(
        numbers,
        (1..=20).collect::<Vec<_>>(),
        "domain.md 4 names twenty"
    );
    let steps = all_steps();
    let count: usize = shipped.playbooks.iter().map(|book| book.steps.len()).sum();
    assert_eq!(
        steps.len(),
        count + shipped.common.steps.len(),
        "no id is in two playbooks"
    );
}

/// S16: it stands beside the twenty, so that nobody chooses it and no category proposes it.
#[test]
fn the_childs_side_asks_about_social_care_at_once_and_about_no_adult() {
    let shipped = Shipped::get();
    let side = &shipped.childs_side;
    assert!(shipped.playbooks.iter().all(|book| book.id != side.id));
    assert!(!side.common && !side.about_adults);
    let first = &side.steps[0];
    assert_eq!(first.due, Due::Now);
    assert_eq!(first.refers_to, [Agency::SocialCare]);
    for step in &side.steps {
        let desks = step.refers_to.iter();
        let mut about = desks.filter_map(|desk| shipped.desk(*desk));
        assert!(about.all(|desk| !desk.about_adults) && step.opens.is_none());
    }
}

#[test]
fn every_line_of_the_nine_situations_has_its_step() {
    let steps = all_steps();
    for (situation, line, ours) in SEED_STEPS {
        let found: Vec<_> = ours.split(' ').map(|id| steps[id]).collect();
        let by_seed =
            |step: &&Step| step.basis.has(Basis::Seed) || step.basis.has(Basis::SeedChanged);
        assert!(
            found.iter().copied().any(|step| by_seed(&step)),
            "A5.{situation} line {line}"
        );
    }
    let situations: HashSet<_> = SEED_STEPS
        .iter()
        .map(|(situation, ..)| *situation)
        .collect();
    assert_eq!(situations, (0..=9).collect());
}

#[test]
fn every_situation_of_the_seeds_has_its_playbook() {
    for book in &Shipped::get().playbooks {
        let number = book.number.unwrap();
        let named = |source: &str| book.source.iter().any(|one| one == source);
        if number <= 9 {
            assert!(named(&format!("0 A5.{number}")), "{}", book.id);
        }
        assert!(!book.source.is_empty());
    }
}

#[test]
fn every_departure_from_a_seed_is_one_that_was_decided() {
    let mut used = HashSet::new();
    for step in all_steps().values() {
        if let Some(row) = &step.departs {
            assert!(DEPARTURES.contains(&row.as_str()), "{}: {row}", step.id);
            used.insert(row.as_str());
        }
    }
    assert_eq!(used.len(), DEPARTURES.len());
}

#[test]
fn a_stop_rule_refers_to_the_police() {
    use crate::policy::Agency;
    let stopping: Vec<_> = all_steps()
        .into_values()
        .filter(|step| step.stop_rule)
        .collect();
    assert!(stopping.len() >= 3);
    for step in stopping {
        let refers = step.refers_to.contains(&Agency::Police);
        assert!(
            refers || step.opens.is_some() || step.done.kind == DoneKind::Decision,
            "{}",
            step.id
        );
    }
}

#[test]
fn what_goes_to_ceop_is_abuse_or_grooming_and_never_bullying() {
    use crate::policy::Agency;
    // R8: CEOP cannot act on bullying, fake accounts, hacking or malicious posts.
    for book in &Shipped::get().playbooks {
        let to_ceop = book
            .steps
            .iter()
            .any(|step| step.refers_to.contains(&Agency::Ceop));
        let opens = |category: &str| book.opens_for.iter().any(|one| one.as_str() == category);
        if to_ceop {
            assert!(!opens("hacking") && !opens("bullying"), "{}", book.id);
        }
    }
    let grooming = Shipped::get()
        .playbooks
        .iter()
        .find(|book| book.number == Some(7))
        .unwrap();
    let refers = |agency| {
        grooming
            .steps
            .iter()
            .any(|step| step.refers_to.contains(&agency))
    };
    assert!(refers(Agency::Ceop) && refers(Agency::Police));
}

const GOOD: &str = r#"
id = "phone_in_an_examination"
edition = 1
title = "Phone in an examination"
source = ["0 Mobile phones"]
opens_for = ["phone_in_an_examination"]
common = true

[[step]]
id = "1.1"
text = "Take the phone and note the time."
owner = ["head", "dsl"]
due = "now"
basis = "S"
[step.done]
kind = "decision"
question = "Was it switched on?"
[step.skip]
kind = "no"

[[step]]
id = "1.2"
text = "Tell the examining body."
owner = ["head"]
due = "1wd"
after = "1.1"
basis = "S"
refers_to = ["examining_body"]
[step.done]
kind = "reference"
[step.skip]
kind = "when"
when = { step = "1.1", answer = "no" }
"#;

fn mistakes(text: &str) -> Vec<String> {
    let shipped = Shipped::get();
    let known = shipped.known();
    let around = Around {
        taxonomy: Taxonomy::v1(),
        common: Some(&shipped.common),
        known: &known,
    };
    match Playbook::read(text, &around) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_trusts_own_playbook_is_read() {
    assert_eq!(mistakes(GOOD), [""; 0]);
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let cases = [
        // In the form: the first is named.
        ("edition = 1", "edition = \"one\"", "line 3: "),
        (
            "due = \"now\"",
            "due = \"soon\"",
            "line 13: \"soon\" is no time",
        ),
        (
            "owner = [\"head\", \"dsl\"]",
            "owner = [\"boss\"]",
            "line 12: \"boss\" is no role",
        ),
        (
            "basis = \"S\"\n[step.done]\nkind = \"decision\"",
            "basis = \"X\"\n[step.done]\nkind = \"decision\"",
            "line 14: \"X\" is no basis",
        ),
        (
            "kind = \"reference\"",
            "kind = \"hope\"",
            "line 30: unknown variant `hope`",
        ),
        ("title = ", "titel = ", "line 4: unknown field `titel`"),
        (
            "refers_to = [\"examining_body\"]",
            "refers_to = [\"exam_board\"]",
            "line 28: unknown variant `exam_board`",
        ),
        (
            "when = { step = \"1.1\", answer = \"no\" }",
            "",
            "needs `when`",
        ),
        // Against the rules.
        (
            "question = \"Was it switched on?\"\n",
            "",
            "line 9: step 1.1: a decision has a question",
        ),
        (
            "step = \"1.1\", answer = \"no\"",
            "step = \"9.9\", answer = \"no\"",
            "line 21: step 1.2 waits for 9.9",
        ),
        (
            "answer = \"no\"",
            "answer = \"perhaps\"",
            "line 21: step 1.2 waits for \"perhaps\"",
        ),
        (
            "after = \"1.1\"",
            "after = \"1.2\"",
            "line 21: step 1.2 counts from 1.2",
        ),
        (
            "id = \"1.2\"",
            "id = \"1.1\"",
            "line 21: step 1.1 is there twice",
        ),
        (
            "owner = [\"head\"]",
            "owner = []",
            "line 21: step 1.2 has no owner",
        ),
        (
            "owner = [\"head\"]",
            "owner = [\"staff\"]",
            "line 21: step 1.2 is anybody's",
        ),
        (
            "opens_for = [\"phone_in_an_examination\"]",
            "opens_for = [\"phones\"]",
            "line 1: there is no category phones",
        ),
        (
            "common = true",
            "common = true\nnot_with = [\"nothing\"]",
            "line 1: there is no other playbook nothing",
        ),
        (
            "after = \"1.1\"\nbasis = \"S\"",
            "after = \"1.1\"\nbasis = \"S*\"",
            "line 21: step 1.2: basis S*",
        ),
        (
            "edition = 1",
            "edition = 0",
            "line 1: edition begins with 1",
        ),
    ];
    for (right, wrong, expected) in cases {
        assert!(GOOD.contains(right), "{right}");
        let found = mistakes(&GOOD.replacen(right, wrong, 1));
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn what_a_yes_hangs_on_can_be_answered_no_by_itself() {
    let cases = [
        (
            "question = \"Was it switched on?\"",
            "question = \"Was it switched on?\"\nyes_if_all_no = [\"9.9\"]",
            "line 9: step 1.1: yes_if_all_no names 9.9",
        ),
        (
            "question = \"Was it switched on?\"",
            "question = \"Was it switched on?\"\nyes_if_all_no = [\"O4\", \"O4\"]",
            "line 9: step 1.1: yes_if_all_no names a step twice",
        ),
        (
            "kind = \"reference\"",
            "kind = \"reference\"\nyes_if_all_no = [\"1.1\"]",
            "line 21: step 1.2: yes_if_all_no needs the answers",
        ),
    ];
    for (right, wrong, expected) in cases {
        assert!(GOOD.contains(right), "{right}");
        let found = mistakes(&GOOD.replacen(right, wrong, 1));
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{wrong}: {found:?}"
        );
    }
}

#[test]
fn steps_that_wait_for_one_another_in_a_circle_are_named() {
    let second = "[[step]]\nid = \"1.2\"";
    assert!(GOOD.contains(second), "{GOOD}");
    // The first counts from the second, which counts from the first.
    let first_after = GOOD.replacen("due = \"now\"", "due = \"now\"\nafter = \"1.2\"", 1);
    let found = mistakes(&first_after);
    for line in ["step 1.1 counts from itself", "step 1.2 counts from itself"] {
        assert!(found.iter().any(|one| one.contains(line)), "{found:?}");
    }
}

#[test]
fn rules_that_are_broken_are_all_named_at_once() {
    let text = GOOD
        .replace("owner = [\"head\"]", "owner = []")
        .replace("edition = 1", "edition = 0");
    assert_eq!(mistakes(&text).len(), 2);
    let long = GOOD.replace("Tell the examining body.", &"a".repeat(161));
    assert_eq!(mistakes(&long).len(), 1);
    assert_eq!(mistakes(&"#".repeat(MOST_BYTES + 1)).len(), 1);
}

#[test]
fn the_example_of_the_guide_is_right() {
    let guide = include_str!("../../../../../../docs/write-a-playbook.md");
    let example = guide.split("```").nth(1).unwrap();
    assert_eq!(mistakes(example), [""; 0]);
}
