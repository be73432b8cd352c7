//! `make bench`: measures what design.md 8 sets targets for and says what is met and what is not.
//!
//! One table, ratios first; the same as JSON in `bench-results/`. Nothing here fails because a
//! figure is bad: the table says so.
//!
//! Not here: tests of what is right (`tests/api`, `tests/engines`).

mod archive;
mod casework;
mod cluster;
mod disk;
mod durable;
mod history;
mod idle;
mod leaves;
mod load;
mod peers;
mod post;
mod row;
mod run;
mod served;
mod table;
mod timeline;
mod timing;

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::row::Row;
use crate::run::Run;

type Measure = fn(&Run) -> anyhow::Result<Vec<Row>>;

/// What can be measured, by name.
const MEASURES: &[(&str, Measure)] = &[
    ("durable", durable::rows),
    ("post", post::rows),
    ("timeline", timeline::rows),
    ("archive", archive::rows),
    ("casework", casework::rows),
    ("leaves", leaves::rows),
    ("idle", idle::rows),
    ("cluster", cluster::rows),
    ("peers", peers::rows),
];
/// Measured only when asked for: they need servers besides.
const ON_REQUEST: [&str; 2] = ["cluster", "peers"];

fn main() -> anyhow::Result<()> {
    let (quick, only) = flags()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime could be made")?;
    let run = Run { quick, runtime };
    let folder = run.folder().context("no folder to measure in")?;
    let disk = disk::sync(folder.path()).context("the disk cannot be written")?;
    say(&format!(
        "fdatasync of one page on this disk: p50 {} µs, p99 {} µs\n",
        disk.p50.as_micros(),
        disk.p99.as_micros()
    ));
    let mut rows = Vec::new();
    for (name, measure) in MEASURES {
        let is_wanted = match only.as_deref() {
            Some(only) => only == *name,
            None => !ON_REQUEST.contains(name),
        };
        if is_wanted {
            say(&format!("measuring: {name}\n"));
            rows.extend(measure(&run).with_context(|| format!("measuring {name}"))?);
        }
    }
    say(&table::text(&rows));
    let written = table::write_json(Path::new("bench-results"), &rows, &disk)?;
    say(&format!("written to {}\n", written.display()));
    Ok(())
}

/// `--quick` and `--only NAME`.
fn flags() -> anyhow::Result<(bool, Option<String>)> {
    let (mut quick, mut only) = (false, None);
    let mut flags = std::env::args().skip(1);
    while let Some(flag) = flags.next() {
        match flag.as_str() {
            "--quick" => quick = true,
            "--only" => only = Some(flags.next().context("--only needs a name")?),
            _ => bail!("known flags: --quick, --only NAME ({})", names()),
        }
    }
    if let Some(only) = &only
        && !MEASURES.iter().any(|(name, _)| name == only)
    {
        bail!("nothing is called {only}; try one of: {}", names());
    }
    Ok((quick, only))
}

fn names() -> String {
    let names: Vec<_> = MEASURES.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// The output of this program is its table.
fn say(text: &str) {
    // Nobody reading on is no reason to stop.
    let _unread = std::io::stdout().write_all(text.as_bytes());
}
