//! One transaction for many appends, under a lock that every recorder takes: everything is judged
//! before anything is inserted, so a refused append touches nothing and no savepoint is needed.

use std::sync::Arc;
use std::time::Duration;

use lanyard_postgres::{Address, Fault, Link, within};
use tokio_postgres::error::SqlState;

use super::columns::{self, Placed, Stamped};
use super::faults::{Faults, Step};
use super::judge::{Known, lock_and_ask};
use super::tables;
use crate::error::{Cause, JournalError};
use crate::port::{Append, Outcome, Place, Stamp};
use crate::waiting::{MINUTE_ROUNDS, Verdict, Waiting, leave_out_expired, settle};

/// Longest that one step may take: above the server's own limit for locks, which says more.
const STEP: Duration = Duration::from_secs(5);

/// The one who writes: a connection with prepared statements, while there is one.
pub(super) struct Recorder {
    pub(super) address: Address,
    stamp: Arc<dyn Stamp>,
    link: Option<Link>,
    /// Position of the newest event that is known to be durable here.
    pub(super) head: u64,
    pub(super) faults: Faults,
}

/// What became of one attempt at a transaction.
enum Attempt {
    Committed,
    /// Rolled back, since an append had to be left out or the minute changed.
    Again,
    /// Rolled back, since an event's id is recorded already: whose must be found out.
    AskForIds,
}

/// Why an attempt failed.
enum Failed {
    /// Nothing is recorded: the server undoes what was not committed.
    Before(JournalError),
    /// Nothing is recorded, and the connection was lost: it may work over a new one.
    Lost(JournalError),
    /// The commit was sent, and what became of it cannot be found out now.
    InDoubt(Cause),
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        if fault.is_lost() {
            Self::Lost(fault.into())
        } else {
            Self::Before(fault.into())
        }
    }
}

impl Recorder {
    pub(super) fn new(address: Address, stamp: Arc<dyn Stamp>, link: Link, head: u64) -> Self {
        Self {
            address,
            stamp,
            link: Some(link),
            head,
            faults: Faults::default(),
        }
    }

    /// Records a batch and gives every append its verdict. Nothing counts before the commit.
    pub(super) async fn record(&mut self, batch: &mut [Waiting]) {
        let (mut round, mut ask_ids, mut was_lost) = (0, false, false);
        let ended = loop {
            match self.attempt(batch, round, ask_ids).await {
                Ok(Attempt::Committed) => break Ok(()),
                Ok(Attempt::Again) => round += 1,
                Ok(Attempt::AskForIds) => ask_ids = true,
                Err(Failed::Lost(_)) if !was_lost => was_lost = true,
                Err(Failed::Lost(error) | Failed::Before(error)) => break Err(error),
                Err(Failed::InDoubt(source)) => break Err(JournalError::InDoubt { source }),
            }
        };
        settle(batch, &ended);
    }

    async fn attempt(
        &mut self,
        batch: &mut [Waiting],
        round: u32,
        ask_ids: bool,
    ) -> Result<Attempt, Failed> {
        // 1. A connection, if there is none from last time.
        let link = match self.link.take() {
            Some(link) if !link.is_closed() => link,
            Some(_) | None => Link::connect(&self.address, None).await?,
        };
        let ended = self.attempt_over(&link, batch, round, ask_ids).await;
        match &ended {
            Ok(Attempt::Committed) => self.link = Some(link),
            Ok(Attempt::Again | Attempt::AskForIds) => {
                if within(STEP, link.batch_execute("ROLLBACK")).await.is_ok() {
                    self.link = Some(link);
                }
            }
            // The server undoes what was not committed as soon as the connection is gone.
            Err(_) => link.abandon(),
        }
        ended
    }

    async fn attempt_over(
        &mut self,
        link: &Link,
        batch: &mut [Waiting],
        round: u32,
        ask_ids: bool,
    ) -> Result<Attempt, Failed> {
        // 2. One transaction, and the append lock: every recorder of every process waits for it.
        self.faults.at(Step::Begin, link).await?;
        let asked = lock_and_ask(link, batch, ask_ids);
        let mut known = within(STEP, asked).await?;
        self.faults.at(Step::Judged, link).await?;
        // 3. Judge each append and insert those that may be.
        let began = self.stamp.now();
        let to_record = judge(&mut known, batch, began);
        if to_record == 0 {
            within(STEP, link.batch_execute("ROLLBACK")).await?;
            return Ok(Attempt::Committed);
        }
        let stamped = Stamped {
            recorded_minute: began.minute(),
            not_before: self.stamp.not_before(),
        };
        match within(STEP, insert(link, batch, known.last, &stamped)).await {
            Err(fault) if is_known_event(&fault) && !ask_ids => return Ok(Attempt::AskForIds),
            inserted => inserted?,
        }
        self.faults.at(Step::BeforeCommit, link).await?;
        // 4. Immediately before the commit: nothing has expired, and the minute is still true.
        let now = self.stamp.now();
        let expired = leave_out_expired(batch, now);
        if expired || (now.minute() != began.minute() && round < MINUTE_ROUNDS) {
            return Ok(Attempt::Again);
        }
        // 5. Durable from here on (write-ahead log, fsync), and known to every process that listens.
        self.commit(link, batch, known.last).await?;
        Ok(Attempt::Committed)
    }

    /// Makes the transaction durable, or finds out what became of it.
    async fn commit(&mut self, link: &Link, batch: &[Waiting], last: u64) -> Result<(), Failed> {
        let committed = match within(STEP, link.batch_execute("COMMIT")).await {
            Ok(()) => self.faults.at(Step::AfterCommit, link).await,
            failed => failed,
        };
        let Err(fault) = committed else {
            self.head = last;
            return Ok(());
        };
        tracing::error!(error = %fault, "a commit failed");
        match self.find_out(link, batch).await {
            Ok(true) => {
                self.head = last;
                Ok(())
            }
            Ok(false) => Err(Failed::Lost(fault.into())),
            Err(_) => Err(Failed::InDoubt(
                fault
                    .clone()
                    .into_cause()
                    .unwrap_or_else(|| Arc::new(fault)),
            )),
        }
    }

    /// Whether a commit that failed took effect after all. The server may still be at it: only once
    /// the append lock is free again has that transaction ended, one way or the other.
    async fn find_out(&mut self, lost: &Link, batch: &[Waiting]) -> Result<bool, JournalError> {
        self.faults.at(Step::Settle, lost).await?;
        let Some((append, place)) = recorded(batch).next() else {
            return Ok(false);
        };
        let link = Link::connect(&self.address, None).await?;
        let found = async {
            let lock = link.prepared(tables::LOCK_HEAD).await?;
            link.batch_execute("BEGIN").await?;
            link.query_one(&lock, &[]).await?;
            let commands = link.prepared(tables::COMMANDS).await?;
            let id = vec![&append.command.as_bytes()[..]];
            let rows = link.query(&commands, &[&id]).await?;
            link.batch_execute("ROLLBACK").await?;
            Ok::<_, Fault>(rows)
        };
        let rows = within(STEP, found).await?;
        let command = rows.first().map(columns::command).transpose()?;
        Ok(command.is_some_and(|command| command.place == place))
    }
}

/// Gives each append that has none its verdict; how many are to be recorded.
fn judge(known: &mut Known, batch: &mut [Waiting], now: lanyard_events::At) -> usize {
    for waiting in batch.iter_mut() {
        if !matches!(waiting.verdict, Verdict::Settled(_)) {
            waiting.verdict = known.judge(&waiting.append, now);
        }
    }
    recorded(batch).count()
}

/// The appends that are to be recorded, and where.
fn recorded(batch: &[Waiting]) -> impl Iterator<Item = (&Append, Place)> {
    batch.iter().filter_map(|waiting| match &waiting.verdict {
        Verdict::IfCommitted(Outcome::Recorded(place)) => Some((&waiting.append, *place)),
        Verdict::IfCommitted(_) | Verdict::Open | Verdict::Settled(_) => None,
    })
}

/// Everything in one round trip: the statements are sent together and carried out in order.
async fn insert(link: &Link, batch: &[Waiting], last: u64, stamped: &Stamped) -> Result<(), Fault> {
    let appends: Vec<(&Append, Place)> = recorded(batch).collect();
    let events: Vec<Placed<'_>> = appends
        .iter()
        .flat_map(|(append, place)| (place.first.0..).zip(&append.events))
        .collect();
    let head = link.prepared(tables::MOVE_HEAD).await?;
    let last = last.cast_signed();
    let move_head = async {
        link.query_one(&head, &[&last]).await?;
        Ok::<_, Fault>(())
    };
    tokio::try_join!(
        biased;
        columns::insert_commands(link, &appends),
        columns::insert_events(link, &events, stamped),
        columns::insert_boxes(link, &events),
        move_head,
    )?;
    Ok(())
}

/// Whether an insert failed because an event with this id is recorded already.
fn is_known_event(fault: &Fault) -> bool {
    let Fault::Failing(cause) = fault else {
        return false;
    };
    let error = cause.downcast_ref::<tokio_postgres::Error>();
    error
        .and_then(|error| error.as_db_error())
        .is_some_and(|error| {
            *error.code() == SqlState::UNIQUE_VIOLATION
                && error.constraint() == Some("events_by_id")
        })
}
