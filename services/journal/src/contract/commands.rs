//! Commands: kept for ever, answered as the first time.

use lanyard_events::{Position, Revision};
use tokio::task::JoinSet;

use super::{ManualStamp, Subject, append, command, opened, recorded, stream};
use crate::port::{Command, Outcome, Refused};

/// Same place and the first note, although the events of the repeat are other ones.
pub async fn a_repeated_command_gets_the_first_answer(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let place = recorded(&*journal, append(stream(1), None, command(1), 2)).await;
    let mut again = append(stream(1), None, command(1), 2);
    again.note = b"another".to_vec();
    let note = b"201".to_vec();
    assert_eq!(
        journal.append(again).await.unwrap(),
        Outcome::Replayed {
            place,
            note: note.clone()
        }
    );
    let kept = Command {
        content: [1; 32],
        place,
        stream: stream(1),
        note,
    };
    assert_eq!(journal.command(command(1)).await.unwrap(), Some(kept));
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 2);
}

/// Being recorded comes before being late.
pub async fn a_repeat_is_answered_though_the_stream_moved_on_or_the_time_passed(
    subject: &dyn Subject,
) {
    let stamp = ManualStamp::standing();
    let journal = subject.open(stamp.clone()).await;
    let mut first = append(stream(1), None, command(1), 1);
    first.expires_at = Some(lanyard_events::At::from_millis(
        stamp.shown().millis() + 3_000,
    ));
    let place = recorded(&*journal, first.clone()).await;
    recorded(&*journal, append(stream(1), Some(0), command(2), 4)).await;
    stamp.advance_millis(60_000);
    let note = first.note.clone();
    assert_eq!(
        journal.append(first).await.unwrap(),
        Outcome::Replayed { place, note }
    );
    let elsewhere = append(stream(9), None, command(1), 1);
    assert!(matches!(
        journal.append(elsewhere).await.unwrap(),
        Outcome::Replayed { place: found, .. } if found == place
    ));
}

/// Other content under the same id is not the same command.
pub async fn a_command_with_other_content_is_refused(subject: &dyn Subject) {
    let journal = opened(subject).await;
    recorded(&*journal, append(stream(1), None, command(1), 1)).await;
    let mut other = append(stream(1), Some(0), command(1), 1);
    other.content = [2; 32];
    assert_eq!(
        journal.append(other).await.unwrap(),
        Outcome::Refused(Refused::CommandReused)
    );
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 1);
}

/// A refusal is decided anew: the same command may succeed later.
pub async fn a_refused_command_is_not_kept(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let early = append(stream(1), Some(0), command(1), 1);
    assert!(matches!(
        journal.append(early.clone()).await.unwrap(),
        Outcome::Refused(Refused::Conflict { .. })
    ));
    assert_eq!(journal.command(command(1)).await.unwrap(), None);
    recorded(&*journal, append(stream(1), None, command(2), 1)).await;
    let place = recorded(&*journal, early).await;
    assert_eq!(place.revision, Revision(1));
}

/// Thirty-two at once: one is recorded, the others hear of it.
pub async fn the_same_command_at_the_same_time_is_recorded_once(subject: &dyn Subject) {
    let journal = opened(subject).await;
    let mut writers = JoinSet::new();
    for _ in 0..32 {
        let journal = journal.clone();
        writers.spawn(async move {
            let sent = append(stream(1), None, command(1), 2);
            journal.append(sent).await.unwrap()
        });
    }
    let mut recorded = 0;
    for outcome in writers.join_all().await {
        match outcome {
            Outcome::Recorded(_) => recorded += 1,
            Outcome::Replayed { place, .. } => assert_eq!(place.revision, Revision(1)),
            Outcome::Refused(refused) => panic!("{refused:?}"),
        }
    }
    assert_eq!(recorded, 1);
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 2);
}
