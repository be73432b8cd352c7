//! Appends that wait for one commit and what is known of each, whichever SQL store is below.

use lanyard_events::{At, Position, Revision};
use tokio::sync::oneshot;

use crate::error::JournalError;
use crate::port::{Append, Outcome, Place, Refused};

/// A batch that straddles a minute is done again so that the recorded minute is true, but not for
/// ever, should the clock jump about.
pub(crate) const MINUTE_ROUNDS: u32 = 2;
/// Columns of an event besides its box, commitments and note.
const ROW_BYTES: usize = 400;

pub(crate) type Answer = Result<Outcome, JournalError>;

/// An append that waits for its answer.
pub(crate) struct Waiting {
    pub append: Append,
    pub reply: oneshot::Sender<Answer>,
    pub verdict: Verdict,
}

/// What is known of a waiting append.
pub(crate) enum Verdict {
    /// Nothing yet.
    Open,
    /// Holds if the transaction commits.
    IfCommitted(Outcome),
    /// Holds whatever becomes of the transaction.
    Settled(Answer),
}

/// Where the events of an append come to stand after the last position given out.
pub(crate) fn place(append: &Append, last: u64) -> Place {
    let events = append.events.len() as u64;
    Place {
        first: Position(last + 1),
        last: Position(last + events),
        revision: Revision(Revision::after(append.expected).0 + events - 1),
    }
}

/// Marks appends that were to be recorded but have expired meanwhile; true if there are any.
pub(crate) fn leave_out_expired(batch: &mut [Waiting], now: At) -> bool {
    let mut any = false;
    for waiting in batch {
        let late = waiting.append.expires_at.is_some_and(|end| now >= end);
        if late && matches!(waiting.verdict, Verdict::IfCommitted(Outcome::Recorded(_))) {
            waiting.verdict = Verdict::Settled(Ok(Outcome::Refused(Refused::Expired)));
            any = true;
        }
    }
    any
}

/// Turns what held if the transaction committed into answers.
pub(crate) fn settle(batch: &mut [Waiting], ended: &Result<(), JournalError>) {
    for waiting in batch {
        let verdict = std::mem::replace(&mut waiting.verdict, Verdict::Open);
        waiting.verdict = Verdict::Settled(match (verdict, ended) {
            (Verdict::Settled(answer), _) => answer,
            (Verdict::IfCommitted(outcome), Ok(())) => Ok(outcome),
            (Verdict::IfCommitted(_) | Verdict::Open, Err(error)) => Err(error.clone()),
            (Verdict::Open, Ok(())) => unreachable!("a committed attempt judged every append"),
        });
    }
}

/// About as many bytes as an append takes in the store.
pub(crate) fn bytes_of(append: &Append) -> usize {
    let events = append.events.iter().map(|event| {
        let sealed = event.sealed_box.as_ref();
        ROW_BYTES + event.commitments.len() + sealed.map_or(0, |sealed| sealed.ciphertext.len())
    });
    append.note.len() + events.sum::<usize>()
}
