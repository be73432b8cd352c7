//! Sends people word by email that a matter needs them.
//!
//! The order of the durable steps:
//! 1. the mail server takes the email;
//! 2. that it did is recorded, in a `delivery` stream of that person. Where that fails, it is kept here
//!    and tried again in every round, and that person is sent nothing more until it is done.
//!
//! A process that ends between the two sends the same email once more, under the same Message-ID.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use lanyard_app::{App, AppError, Letter, NotSent};
use lanyard_events::delivery::MailFailure;
use tokio::sync::Mutex;

use crate::mail::{Mailer, TIMED_OUT};
use crate::stop::Stop;

/// How often is looked: R2 has an alert out within a minute, reminding takes up to a quarter of it.
const EVERY: Duration = Duration::from_secs(5);
/// A mail server or a store that is away is asked less and less often, and at least so often.
const AT_LEAST_EVERY: Duration = Duration::from_secs(120);
/// One letter that the server does not finish with may be its reader's matter; a second in a row is
/// the server's, and each costs the others fifteen seconds.
const TIMEOUTS_IN_A_ROW: u8 = 2;

/// How sending goes: for monitoring, and from one round to the next.
#[derive(Debug, Default)]
pub struct Sending {
    sent: AtomicU64,
    failed: AtomicU64,
    is_away: AtomicBool,
    /// Letters that the server took, and of which that is not recorded yet.
    taken: Mutex<VecDeque<Letter>>,
}

impl Sending {
    /// Emails that the mail server has taken since the process started.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Relaxed)
    }

    /// Attempts that failed.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed.load(Relaxed)
    }

    /// Whether the mail server did not answer when it was last asked.
    #[must_use]
    pub fn is_away(&self) -> bool {
        self.is_away.load(Relaxed)
    }
}

/// The way to the mail server, and who watches.
pub struct Post {
    /// The server.
    pub mailer: Mailer,
    /// How it goes.
    pub sending: Arc<Sending>,
}

/// Runs until asked to stop, having finished with the email under way.
pub async fn deliver(app: Arc<App>, post: Post, mut stop: Stop) {
    let mut pause = EVERY;
    loop {
        tokio::select! {
            () = stop.raised() => return,
            () = tokio::time::sleep(pause) => {}
        }
        let done = post.deliver_due(&app, &stop).await;
        if let Err(error) = &done {
            tracing::error!(%error, "emails wait for the store; trying again");
        }
        pause = pause_after(pause, done.is_err() || post.sending.is_away());
    }
}

/// How long to wait after a round: for longer and longer while something is away.
fn pause_after(pause: Duration, is_away: bool) -> Duration {
    if is_away {
        AT_LEAST_EVERY.min(pause * 2)
    } else {
        EVERY
    }
}

impl Post {
    /// Records what the server took before, then sends every email that is due now. Stops early when
    /// the server goes away, or when asked to; what cannot be recorded of one person holds up nobody
    /// else.
    ///
    /// # Errors
    /// Store or recorder is away: to be asked again.
    pub async fn deliver_due(&self, app: &App, stop: &Stop) -> Result<(), AppError> {
        // Held until the end: there is one round at a time.
        let mut taken = self.sending.taken.lock().await;
        let mut outcome = record_taken(app, &mut taken).await;
        let due = app.mail_is_due_to()?;
        if due.is_empty() {
            return outcome;
        }
        let answers = self.mailer.answers().await;
        self.note_away(answers.is_err());
        let mut timeouts = 0;
        for staff in due {
            if stop.is_raised() {
                break;
            }
            // By the record their letter is still due: it would be sent again.
            if taken.iter().any(|letter| letter.staff == staff) {
                continue;
            }
            let letter = match app.letter_to(staff).await {
                Ok(Some(letter)) => letter,
                Ok(None) => continue,
                Err(error) => {
                    outcome = outcome.and(Err(error));
                    continue;
                }
            };
            let gone = self.send(&letter, answers).await;
            let noted = note(app, letter, gone, &mut taken).await;
            outcome = outcome.and(noted);
            if ends_round(&mut timeouts, gone) {
                self.note_away(true);
                break;
            }
        }
        outcome
    }

    /// Sends a letter, unless the server was found to be away.
    async fn send(&self, letter: &Letter, answers: Result<(), NotSent>) -> Result<(), NotSent> {
        let gone = match answers {
            Ok(()) => self.mailer.send(letter).await,
            Err(away) => Err(away),
        };
        match gone {
            Ok(()) => {
                self.sending.sent.fetch_add(1, Relaxed);
            }
            Err(why) => {
                self.sending.failed.fetch_add(1, Relaxed);
                let staff = letter.staff;
                // Ids only: an address is personal, and what the server said may repeat it.
                tracing::warn!(%staff, failure = ?why.failure, code = why.code, "an email did not go out");
            }
        }
        gone
    }

    fn note_away(&self, is_away: bool) {
        if self.sending.is_away.swap(is_away, Relaxed) != is_away {
            if is_away {
                tracing::error!("the mail server does not take emails; trying again");
            } else {
                tracing::info!("the mail server takes emails again");
            }
        }
    }
}

/// Records what the server took, the oldest first. What cannot be recorded goes to the end, so that it
/// holds up no other; the rest waits for the next round, for the recorder may be away.
async fn record_taken(app: &App, taken: &mut VecDeque<Letter>) -> Result<(), AppError> {
    while let Some(letter) = taken.front() {
        if let Err(error) = app.letter_sent(letter).await {
            taken.rotate_left(1);
            return Err(error);
        }
        taken.pop_front();
    }
    Ok(())
}

/// Records what became of a letter. That the server took it is kept until it is recorded.
async fn note(
    app: &App,
    letter: Letter,
    gone: Result<(), NotSent>,
    taken: &mut VecDeque<Letter>,
) -> Result<(), AppError> {
    match gone {
        Ok(()) => {
            let recorded = app.letter_sent(&letter).await;
            if recorded.is_err() {
                taken.push_back(letter);
            }
            recorded
        }
        Err(why) => app.letter_not_sent(&letter, why).await,
    }
}

/// Whether nobody else is tried in this round; counts the timeouts in a row.
fn ends_round(timeouts: &mut u8, gone: Result<(), NotSent>) -> bool {
    if gone == Err(TIMED_OUT) {
        *timeouts += 1;
    } else {
        *timeouts = 0;
    }
    *timeouts >= TIMEOUTS_IN_A_ROW || gone.is_err_and(|why| why.failure == MailFailure::Unreachable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_sent(failure: MailFailure, code: Option<u16>) -> Result<(), NotSent> {
        Err(NotSent { failure, code })
    }

    #[test]
    fn whoever_is_away_is_asked_less_and_less_often_and_then_as_often_as_before() {
        let mut pause = EVERY;
        for seconds in [10, 20, 40, 80, 120, 120] {
            pause = pause_after(pause, true);
            assert_eq!(pause, Duration::from_secs(seconds));
        }
        assert_eq!(pause_after(pause, false), EVERY);
    }

    #[test]
    fn two_timeouts_in_a_row_end_a_round_and_one_does_not() {
        let mut timeouts = 0;
        let mut ends = |gone| ends_round(&mut timeouts, gone);
        let between = [
            Ok(()),
            not_sent(MailFailure::Deferred, Some(451)),
            not_sent(MailFailure::Refused, Some(550)),
        ];
        for gone in between {
            assert!(!ends(Err(TIMED_OUT)));
            assert!(!ends(gone));
        }
        assert!(!ends(Err(TIMED_OUT)));
        assert!(ends(Err(TIMED_OUT)));
    }

    #[test]
    fn a_server_that_is_away_ends_a_round() {
        for code in [None, Some(421)] {
            assert!(ends_round(&mut 0, not_sent(MailFailure::Unreachable, code)));
        }
    }
}
