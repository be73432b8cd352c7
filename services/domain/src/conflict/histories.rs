//! Property: whatever is asked of a conflict stream, in whatever order, its events always add up,
//! and nothing but lifting opens a matter again.

use std::collections::BTreeSet;

use lanyard_events::staff::Relation;
use lanyard_events::{CaseId, StreamId};
use proptest::prelude::*;

use super::samples::{ask_review, confirm, lift, mark, plan_review, review};
use super::{AddPerson, Command, Conflict};
use crate::concern::samples::pupil;
use crate::scenario::{evolve_accepts_what_decide_emits, id, now};

fn matter(n: u8) -> StreamId {
    CaseId::new(id(n % 3)).stream()
}

fn command((kind, a): (u8, u8)) -> Command {
    match kind % 7 {
        0 => AddPerson {
            person: pupil(a % 4).person,
            relation: Relation::Friend,
        }
        .into(),
        1 => {
            let mut command = mark();
            command.matter = matter(a);
            command.into()
        }
        2 => {
            let mut command = confirm();
            command.matter = matter(a);
            command.into()
        }
        5 => {
            let mut command = review();
            command.matter = matter(a);
            command.into()
        }
        3 => {
            let mut command = ask_review();
            command.matter = matter(a);
            command.into()
        }
        6 => {
            let mut command = plan_review();
            command.matter = matter(a);
            command.into()
        }
        _ => {
            let mut command = lift();
            command.matter = matter(a);
            command.into()
        }
    }
}

proptest! {
    #[test]
    fn evolve_accepts_all_that_decide_emits(
        steps in prop::collection::vec((any::<(u8, u8)>(), prop::bool::weighted(0.1)), 0..40)
    ) {
        let commands = steps.into_iter().map(|(seed, erase)| (command(seed), now(), erase));
        evolve_accepts_what_decide_emits::<Conflict>(commands);
    }

    #[test]
    fn what_was_marked_last_is_closed(seeds in prop::collection::vec(any::<(u8, u8)>(), 0..40)) {
        let mut closed = BTreeSet::new();
        for (kind, a) in &seeds {
            match kind % 7 {
                1 => { closed.insert(matter(*a)); }
                4 => { closed.remove(&matter(*a)); }
                _ => {}
            }
        }
        let commands = seeds.into_iter().map(|seed| (command(seed), now(), false));
        let state = evolve_accepts_what_decide_emits::<Conflict>(commands);
        let found: BTreeSet<_> = state
            .exclusions()
            .map(|exclusions| exclusions.closed_matters().collect())
            .unwrap_or_default();
        prop_assert_eq!(found, closed);
    }
}
