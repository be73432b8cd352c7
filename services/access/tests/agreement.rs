//! Cedar, the oracle and `Scope` agree, and no policy is idle: random questions in worlds so small
//! that conflicts, own concerns, other academies and several roles meet all the time.
//!
//! 40,000 questions from a fixed seed; `LANYARD_ACCESS_QUESTIONS=1000000` asks that many, from a
//! new seed each time.
#![allow(clippy::unwrap_used, reason = "tests")]

mod worlds;

use std::cell::RefCell;
use std::collections::BTreeMap;

use lanyard_access::{Decision, Policies, Scope, oracle};
use proptest::test_runner::{Config, TestCaseError, TestRng, TestRunner};

fn runner() -> TestRunner {
    let config = |cases| Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    match std::env::var("LANYARD_ACCESS_QUESTIONS") {
        Ok(number) => TestRunner::new(config(number.parse().unwrap())),
        Err(_) => {
            let seed = TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
            TestRunner::new_with_rng(config(40_000), seed)
        }
    }
}

#[test]
fn a_row_is_in_scope_when_cedar_permits_it_and_the_oracle_does() {
    let policies = Policies::shipped();
    let decided: RefCell<BTreeMap<String, u32>> = RefCell::default();
    let permitted = RefCell::new(0_u32);
    let asked = RefCell::new(0_u32);
    runner()
        .run(&worlds::question(), |question| {
            let (caller, action, resource) =
                (&question.caller, question.action, &question.resource);
            let cedar = policies.explain(caller, action, resource);
            let by_hand = oracle::decide(caller, action, resource);
            if cedar.decision != by_hand {
                return Err(TestCaseError::fail(format!(
                    "Cedar {cedar:?}, oracle {by_hand:?}"
                )));
            }
            if policies.decide(caller, action, resource) != cedar.decision {
                return Err(TestCaseError::fail("decide and explain differ"));
            }
            let row = action.row_kinds().contains(&resource.kind);
            let in_scope = Scope::of(caller, action).permits(resource);
            if in_scope != (row && cedar.decision.is_permitted()) {
                return Err(TestCaseError::fail(format!(
                    "Cedar {cedar:?}, in scope: {in_scope}"
                )));
            }
            *asked.borrow_mut() += 1;
            if cedar.decision == Decision::Permit {
                *permitted.borrow_mut() += 1;
            }
            let mut decided = decided.borrow_mut();
            for policy in cedar.policies {
                *decided.entry(policy).or_default() += 1;
            }
            Ok(())
        })
        .unwrap();

    let idle: Vec<_> = policies
        .ids()
        .into_iter()
        .filter(|id| !decided.borrow().contains_key(id))
        .collect();
    assert!(idle.is_empty(), "no question was decided by {idle:?}");
    let share = f64::from(permitted.into_inner()) / f64::from(asked.into_inner());
    assert!(
        (0.1..0.6).contains(&share),
        "{share} of the questions are permitted"
    );
}
