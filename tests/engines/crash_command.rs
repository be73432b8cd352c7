//! `make crash`: kills the built program under load, as often as asked.
//!
//! Not here: what is checked after each kill (`rounds/`).

mod rounds;

use std::io::Write as _;

use anyhow::{Context as _, bail};
use rounds::{Plan, run};

fn main() -> anyhow::Result<()> {
    let plan = plan()?;
    let tally = run(&plan)?;
    writeln!(std::io::stdout(), "{tally}")?;
    anyhow::ensure!(
        tally.lost == 0 && tally.doubled == 0,
        "the record is not whole"
    );
    Ok(())
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
