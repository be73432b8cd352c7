//! Recording a history in another store: same positions, same minutes, same commands.
//!
//! It goes through the port like everything else, so every check of an append is made again; only the
//! clock is the history's own. What shares a minute shares a commit.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use lanyard_events::{At, Position};

use crate::error::JournalError;
use crate::history::{Chapter, History};
use crate::port::{Answering, Journal, Outcome, Place, Stamp};

/// Most chapters of one commit.
const AT_ONCE: usize = 1_024;
const MINUTE_MILLIS: i64 = 60_000;

/// Records a history; the journal is opened with `stamp`.
#[derive(Debug, Default)]
pub struct Replay {
    stamp: Arc<Stamped>,
}

/// Says the minute and the checkpoint that a chapter was recorded with.
#[derive(Debug, Default)]
struct Stamped {
    minute: AtomicU32,
    not_before: Mutex<[u8; 32]>,
}

impl Stamp for Stamped {
    fn now(&self) -> At {
        At::from_millis(i64::from(self.minute.load(Ordering::Relaxed)) * MINUTE_MILLIS)
    }

    fn not_before(&self) -> [u8; 32] {
        *self
            .not_before
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Replay {
    /// For the journal that the history is recorded in.
    #[must_use]
    pub fn stamp(&self) -> Arc<dyn Stamp> {
        Arc::clone(&self.stamp) as Arc<dyn Stamp>
    }

    /// Records all of a history in an empty journal; answers the last position.
    ///
    /// # Errors
    /// The history or the journal fails, or the journal was not empty: what was recorded until then
    /// stays.
    pub async fn record(
        &self,
        mut history: History,
        journal: &dyn Journal,
    ) -> Result<Position, JournalError> {
        let mut last = Position(0);
        let mut waiting: Vec<Chapter> = Vec::new();
        loop {
            let next = history.next().await?;
            let goes_with = |next: &Chapter| {
                waiting.len() < AT_ONCE && waiting.first().is_none_or(|it| when(it) == when(next))
            };
            if !next.as_ref().is_some_and(goes_with) && !waiting.is_empty() {
                last = self
                    .record_together(std::mem::take(&mut waiting), journal)
                    .await?;
            }
            match next {
                Some(next) => waiting.push(next),
                None => return Ok(last),
            }
        }
    }

    async fn record_together(
        &self,
        chapters: Vec<Chapter>,
        journal: &dyn Journal,
    ) -> Result<Position, JournalError> {
        let mut last = Position(0);
        if let Some((minute, not_before)) = chapters.first().map(when) {
            // Nothing is being recorded now: everything before was answered.
            self.stamp.minute.store(minute, Ordering::Relaxed);
            *self
                .stamp
                .not_before
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = not_before;
        }
        let places: Vec<Place> = chapters.iter().map(|it| it.command.place).collect();
        let appends = chapters
            .into_iter()
            .map(|it| journal.append(it.into_append()));
        for (place, outcome) in places.into_iter().zip(all_in_order(appends).await) {
            if outcome? != Outcome::Recorded(place) {
                return Err(JournalError::damaged(
                    Some(place.first),
                    "it does not follow what is recorded before it",
                ));
            }
            last = place.last;
        }
        Ok(last)
    }
}

fn when(chapter: &Chapter) -> (u32, [u8; 32]) {
    let first = chapter.events.first();
    first.map_or((0, [0; 32]), |it| (it.recorded_minute, it.not_before))
}

type Recording = Result<Outcome, JournalError>;
type Appending<'a> = Answering<'a, Recording>;

/// Asks for all, in order, before it waits for any: the journal records them in the order asked.
async fn all_in_order<'a>(appends: impl Iterator<Item = Appending<'a>>) -> Vec<Recording> {
    let mut asked: Vec<Appending<'a>> = appends.collect();
    let mut answers: Vec<Option<Recording>> = asked.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (append, answer) in asked.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(outcome) = Pin::as_mut(append).poll(context)
            {
                *answer = Some(outcome);
            }
        }
        if answers.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}
