//! Rounds of load and killing, over one data folder, and what must hold after each.
//!
//! 1. the built program serves; several connections change things, remembering every answer and
//!    every request that none came to;
//! 2. it is killed at a moment by chance;
//! 3. the store is read from its file: every acknowledged change is there once, at the place that
//!    the answer named; nothing is there twice;
//! 4. the program starts again, which the ledger refuses if a signed checkpoint is not a beginning
//!    of the log; requests without an answer are repeated as they were and must be answered now;
//! 5. every tenth round the whole chain is verified and the views are held against a rebuild.

mod book;
pub mod chain;
mod record;
mod writer;

use std::fmt;
use std::time::Duration;

use anyhow::Context as _;
use lanyard_tests::{Chance, Prepared, Server};
use tokio::task::JoinSet;

use book::Book;
use record::Record;
use writer::Writer;

/// Connections that write at a time.
const WRITERS: usize = 8;
/// The kill comes between these, in milliseconds after the load began.
const KILL_AFTER_MS: (usize, usize) = (20, 400);
/// Chain and views are verified after so many rounds, and at the end.
const VERIFIED_EVERY: u64 = 10;

/// How often, and which chances.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Kills.
    pub rounds: u64,
    /// The same seed draws the same requests and moments.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Kills.
    pub rounds: u64,
    /// Changes that were answered with success, repeats included.
    pub acknowledged: u64,
    /// Of these, found in the store where the answer said.
    pub found: u64,
    /// Of these, not found there.
    pub lost: u64,
    /// Changes that are in the store twice.
    pub doubled: u64,
    /// Requests that had no answer when the program was killed.
    pub unanswered: u64,
    /// The seed.
    pub seed: u64,
    /// What was lost or doubled, one line each.
    pub findings: Vec<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rounds {}, acknowledged {}, found {}, lost {}, doubled {}, unanswered and repeated {}, \
             seed {}",
            self.rounds,
            self.acknowledged,
            self.found,
            self.lost,
            self.doubled,
            self.unanswered,
            self.seed
        )?;
        self.findings
            .iter()
            .try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

/// Runs all rounds.
///
/// # Errors
/// When the program does not start again, refuses a request that it must take, or the chain or the
/// views do not hold. Losses are counted, not errors.
pub fn run(plan: &Plan) -> anyhow::Result<Tally> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("no runtime could be made")?;
    let folder = tempfile::TempDir::new().context("no folder for the crashes")?;
    let trust = runtime.block_on(Prepared::make(&folder.path().join("data")))?;
    let mut rounds = Rounds {
        record: Record::of(&trust.data_dir),
        chance: Chance::new(plan.seed),
        writers: (0..WRITERS)
            .map(|number| Writer::new(&trust, plan.seed, number))
            .collect::<anyhow::Result<_>>()?,
        book: Book::default(),
        tally: Tally {
            seed: plan.seed,
            ..Tally::default()
        },
        trust,
    };
    for round in 1..=plan.rounds {
        runtime
            .block_on(rounds.one())
            .with_context(|| format!("round {round} of seed {}", plan.seed))?;
        if round % VERIFIED_EVERY == 0 || round == plan.rounds {
            chain::verify(&rounds.trust.data_dir)
                .with_context(|| format!("after round {round} of seed {}", plan.seed))?;
        }
    }
    Ok(rounds.tally)
}

struct Rounds {
    trust: Prepared,
    record: Record,
    chance: Chance,
    writers: Vec<Writer>,
    /// What was sent and is not yet checked.
    book: Book,
    tally: Tally,
}

impl Rounds {
    async fn one(&mut self) -> anyhow::Result<()> {
        // 4 of the round before, then 1.
        let server = Server::demo(&self.trust.data_dir)?;
        self.repeat_unanswered(&server).await?;
        let (least, most) = KILL_AFTER_MS;
        let after = least + self.chance.one_of(most - least);
        let mut writing = JoinSet::new();
        for mut writer in self.writers.drain(..) {
            let address = server.address;
            writing.spawn(async move {
                let ended = writer.write(address).await;
                (writer, ended)
            });
        }
        tokio::time::sleep(Duration::from_millis(after as u64)).await;
        // 2.
        server.kill()?;
        while let Some(joined) = writing.join_next().await {
            let (mut writer, ended) = joined?;
            ended?;
            self.book.take(&mut writer.sent);
            self.writers.push(writer);
        }
        self.writers.sort_by_key(Writer::number);
        // 3.
        self.record.read_on()?;
        self.record.check(&mut self.book, &mut self.tally)?;
        self.tally.rounds += 1;
        Ok(())
    }

    async fn repeat_unanswered(&mut self, server: &Server) -> anyhow::Result<()> {
        for sent in self.book.unanswered() {
            self.tally.unanswered += 1;
            let writer = self
                .writers
                .get_mut(sent.writer)
                .context("every request has a writer")?;
            writer.repeat(server.address, sent).await?;
        }
        Ok(())
    }
}
