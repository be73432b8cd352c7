//! Every rule of domain.md 3 and the table in which its clock is reckoned by hand, so that none is left out: rules with
//! clocks of their own ([`super::table`]), times that registers and steps name by their rule ([`super::table_of_times`]),
//! days of review ([`super::table_of_retention`]), minutes, and those that have no clock.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::rules::Rule;
use crate::policy::due::Due;
use crate::policy::{DueBy, Shipped};

/// Where the clock of a rule is held to what counting by hand gives.
enum Held {
    /// Its own clocks, each from every awkward moment.
    Clocks(&'static [Rule]),
    /// The times that clocks of registers have by this rule, each from every awkward moment.
    Times(&'static [&'static str]),
    /// Elsewhere, or nowhere: why.
    Not(&'static str),
}

use Held::{Clocks, Not, Times};

const RULES: [(&str, Held); 21] = [
    ("R1", Clocks(&[Rule::R1])),
    (
        "R2",
        Not("minutes: tests/api/stories/s18_at_every_season.rs"),
    ),
    ("R3", Clocks(&[Rule::R3, Rule::R3In24Hours])),
    ("R4", Clocks(&[Rule::R4InWriting, Rule::R4Answer])),
    ("R5", Clocks(&[Rule::R5])),
    ("R6", Not("at once")),
    ("R7", Not("at once")),
    ("R8", Clocks(&[Rule::R8])),
    ("R9", Clocks(&[Rule::R9])),
    ("R10", Clocks(&[Rule::R10])),
    ("R11", Clocks(&[Rule::R11, Rule::R11Complex])),
    ("R12", Clocks(&[Rule::R12])),
    ("R13", Times(&["term"])),
    ("R14", Times(&["term"])),
    ("R15", Times(&["year"])),
    ("R16", Not("always")),
    ("R17", Not("days: table_of_retention.rs")),
    ("R18", Not("sessions of the web pages")),
    ("R19", Not("always")),
    ("R20", Clocks(&[Rule::R20])),
    ("R21", Not("its start date is not known")),
];

/// The times of the clocks that registers have by a rule; a field of the entry is a day that somebody sets.
fn of_registers(id: &str) -> Vec<Due> {
    { Shipped::get().registers.iter() }
        .flat_map(|register| &register.clocks)
        .filter(|clock| clock.rule.as_deref() == Some(id))
        .filter_map(|clock| match clock.due {
            DueBy::After(due) => Some(due),
            DueBy::Field(_) => None,
        })
        .collect()
}

#[test]
fn every_rule_is_in_a_table_or_has_no_clock() {
    for (number, (id, _)) in (1..).zip(&RULES) {
        assert_eq!(*id, format!("R{number}"));
    }
    let mut clocks = BTreeSet::new();
    for (id, held) in &RULES {
        match held {
            Clocks(rules) => {
                for rule in *rules {
                    assert_eq!(rule.id(), *id);
                    assert!(clocks.insert(*rule), "{rule:?} twice");
                }
            }
            Times(times) => {
                let found: BTreeSet<_> = of_registers(id).iter().map(Due::to_string).collect();
                let expected: BTreeSet<_> = times.iter().map(ToString::to_string).collect();
                assert_eq!(found, expected, "{id}");
            }
            Not(why) => {
                let own = Rule::ALL.iter().any(|rule| rule.id() == *id);
                assert!(!own && !why.is_empty(), "{id} has a clock of its own");
            }
        }
    }
    assert_eq!(
        clocks,
        Rule::ALL.iter().copied().collect(),
        "none is left out"
    );
}

/// A register reckons by its rule what the rule's own clock says, or sooner.
#[test]
fn registers_have_the_times_of_the_rules_that_they_name() {
    for (id, held) in &RULES {
        let Clocks(rules) = held else { continue };
        let own: Vec<Due> = { rules.iter() }
            .flat_map(|rule| {
                let period = { Shipped::get().rules.periods().iter() }
                    .filter(|period| period.name.0 == *rule)
                    .collect::<Vec<_>>();
                { period.into_iter() }.flat_map(|it| [Some(it.due), it.or_sooner])
            })
            .flatten()
            .collect();
        for due in of_registers(id) {
            let held = own.iter().any(|own| due.is_no_later_than(*own));
            assert!(held, "{id}: {due} is later than {own:?}");
        }
    }
}
