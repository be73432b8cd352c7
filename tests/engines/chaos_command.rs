//! `make chaos`: breaks one part of a cluster after the other under load, in an order by chance that
//! a seed gives again.
//!
//! Not here: what is broken, and what is checked after each (`tests/harness/cluster`).

use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use lanyard_tests::Chance;
use lanyard_tests::cluster::{Engine, Fault, Mode, Role, Row, Shape, Stand, print_header};

/// A fault lasts between these, in milliseconds: some are over before anybody notices, others last
/// longer than any proposal is worth.
const LASTS_MS: (usize, usize) = (200, 5_000);

fn main() -> anyhow::Result<()> {
    let (minutes, seed) = flags()?;
    say(&format!("seed {seed}, {minutes} minutes\n"));
    let mut stand = Stand::start_of(Shape {
        has_small_disks: true,
        has_clocks: true,
        ..Shape::WHOLE
    });
    let mut chance = Chance::new(seed);
    let ends = Instant::now() + Duration::from_secs(minutes * 60);
    let mut rows = Vec::new();
    print_header();
    while Instant::now() < ends {
        let fault = draw(&mut chance);
        let (least, most) = LASTS_MS;
        let lasts = Duration::from_millis((least + chance.one_of(most - least)) as u64);
        rows.push(stand.row(fault, lasts));
    }
    stand.whole();
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    say(&format!(
        "seed {seed}: faults {}, acknowledged {}, found {}, lost {}, doubled {}, refused honestly {}\n\
         receipt, published log, chain and views hold\n",
        rows.len(),
        sum(|row| row.acknowledged),
        sum(|row| row.found),
        sum(|row| row.lost),
        sum(|row| row.doubled),
        sum(|row| row.refused),
    ));
    let bad: Vec<_> = rows.iter().filter(|row| !row.is_good()).collect();
    for row in &bad {
        say(&format!("{row}\n"));
    }
    ensure!(
        bad.is_empty(),
        "seed {seed}: {} faults were not survived",
        bad.len()
    );
    Ok(())
}

fn draw(chance: &mut Chance) -> Fault {
    let role = |chance: &mut Chance| Role::ALL[chance.one_of(Role::ALL.len())];
    let engine = |chance: &mut Chance| [Engine::Nats, Engine::Postgres][chance.one_of(2)];
    match chance.one_of(12) {
        0 => Fault::NodeKilled,
        1 => Fault::LeaderKilled,
        2 => Fault::TwoNodesKilled,
        3 => Fault::LeaderPaused,
        4 => Fault::StoreCrashed,
        5 => Fault::Killed(role(chance)),
        6 => Fault::Paused(role(chance)),
        7 => Fault::DiskSlow(engine(chance)),
        8 => Fault::DiskFull(engine(chance)),
        9 => Fault::Clock(role(chance), [1, -1][chance.one_of(2)]),
        _ => {
            let mode = match chance.one_of(4) {
                0 => Mode::Refuse,
                1 => Mode::BlackHole,
                2 => Mode::CutMidAnswer(30),
                _ => Mode::Delay(Duration::from_millis(150)),
            };
            Fault::Network(role(chance), engine(chance), mode)
        }
    }
}

/// `--minutes N` and `--seed S`.
fn flags() -> anyhow::Result<(u64, u64)> {
    let (mut minutes, mut seed) = (10, u64::from(std::process::id()));
    let mut flags = std::env::args().skip(1);
    while let Some(flag) = flags.next() {
        let number = flags.next().and_then(|text| text.parse().ok());
        let number = number.with_context(|| format!("{flag} needs a number"))?;
        match flag.as_str() {
            "--minutes" => minutes = number,
            "--seed" => seed = number,
            _ => bail!("known flags: --minutes N, --seed S"),
        }
    }
    Ok((minutes, seed))
}

/// The output of this program is its table.
fn say(text: &str) {
    // Nobody reading on is no reason to stop.
    let _unread = std::io::stdout().write_all(text.as_bytes());
}
