//! Drives event stores that others wrote, as `make bench-peers` drives ours: so many writers, each
//! of which appends one event to a new stream, on the condition that the stream is new, and waits
//! until it is durable. One line of JSON says how many a second.
//!
//!     peers umadb --url http://127.0.0.1:50051 --writers 64 --appends 20000
//!     peers postgres-es --url postgres://… --writers 64 --appends 20000
//!
//! Before the clock starts a stream is written to twice: a peer that takes the second append does not
//! check what ours checks, and is not measured.
//!
//! Not here: starting the servers, and our side (`tests/bench`).

#![allow(
    clippy::disallowed_methods,
    reason = "the ids of a bench only have to differ"
)]

mod postgres_es;
mod umadb;
mod work;

use std::io::Write as _;

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::work::Job;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let peer = arguments.next().context(USAGE)?;
    let (mut url, mut job) = (None, Job::default());
    while let Some(flag) = arguments.next() {
        let value = arguments.next().context(USAGE)?;
        match flag.as_str() {
            "--url" => url = Some(value),
            "--writers" => job.writers = value.parse().context(USAGE)?,
            "--appends" => job.appends = value.parse().context(USAGE)?,
            _ => bail!(USAGE),
        }
    }
    let url = url.context(USAGE)?;
    let appends_per_second = match peer.as_str() {
        "umadb" => umadb::run(&url, &job).await?,
        "postgres-es" => postgres_es::run(&url, &job).await?,
        _ => bail!(USAGE),
    };
    let said = json!({
        "peer": peer,
        "writers": job.writers,
        "appends": job.appends,
        "appends_per_second": appends_per_second,
    });
    writeln!(std::io::stdout(), "{said}").context("nobody listens")
}

const USAGE: &str = "usage: peers umadb|postgres-es --url URL [--writers N] [--appends N]";
