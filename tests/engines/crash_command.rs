//! `make crash`: kills the built program under load, as often as asked.
//!
//! Not here: what is checked after each kill (`rounds/`).

mod rounds;

use std::io::Write as _;

use anyhow::{Context as _, bail};
use rounds::{Plan, Tally, run};

/// Kills of one trust, before the next is founded: every look at the whole chain and at views built
/// afresh takes longer the longer the record is.
const ROUNDS_OF_A_TRUST: u64 = 200;

fn main() -> anyhow::Result<()> {
    let plan = plan()?;
    let mut all = Tally::default();
    let mut left = plan.rounds;
    for seed in plan.seed.. {
        if left == 0 {
            break;
        }
        let rounds = left.min(ROUNDS_OF_A_TRUST);
        let tally = run(&Plan { rounds, seed })?;
        writeln!(std::io::stdout(), "{tally}")?;
        add(&mut all, tally);
        left -= rounds;
    }
    writeln!(std::io::stdout(), "all: {all}")?;
    anyhow::ensure!(all.lost == 0 && all.doubled == 0, "the record is not whole");
    Ok(())
}

/// What came of the next trust beside the others; the seed stays that of the first.
fn add(all: &mut Tally, next: Tally) {
    if all.rounds == 0 {
        all.seed = next.seed;
    }
    all.rounds += next.rounds;
    all.acknowledged += next.acknowledged;
    all.found += next.found;
    all.lost += next.lost;
    all.doubled += next.doubled;
    all.unanswered += next.unanswered;
    all.findings.extend(next.findings);
}

/// `--rounds N` and `--seed S`.
fn plan() -> anyhow::Result<Plan> {
    let mut plan = Plan {
        rounds: 200,
        seed: 1,
    };
    let mut flags = std::env::args().skip(1);
    while let Some(flag) = flags.next() {
        let mut number = || {
            let text = flags
                .next()
                .with_context(|| format!("{flag} needs a number"))?;
            text.parse()
                .with_context(|| format!("{flag} needs a number"))
        };
        match flag.as_str() {
            "--rounds" => plan.rounds = number()?,
            "--seed" => plan.seed = number()?,
            _ => bail!("known flags: --rounds N, --seed S"),
        }
    }
    Ok(plan)
}
