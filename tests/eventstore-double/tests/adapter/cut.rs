//! Connections cut in the middle of an append, and servers that come and go.

use lanyard_events::{Position, Revision};
use lanyard_eventstore_double::Fault;
use lanyard_journal::contract::{append, command, recorded, stream};
use lanyard_journal::{Journal, JournalError, Outcome};

use crate::scene::Scene;

/// More than the adapter makes.
const EVERY_ATTEMPT: usize = 20;

#[tokio::test]
async fn an_append_cut_off_before_it_took_effect_is_made_again_and_recorded_once() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    scene.double.next_append(Fault::CutBefore);
    let place = recorded(&journal, append(stream(1), None, command(1), 3)).await;
    assert_eq!(place.revision, Revision(2));
    assert_eq!(journal.head(), place.last);
    assert_eq!(scene.written(), 3);
}

#[tokio::test]
async fn an_append_cut_off_after_it_took_effect_is_answered_from_the_store() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    scene.double.next_append(Fault::CutAfter);
    let place = recorded(&journal, append(stream(1), None, command(1), 3)).await;
    let read = journal.read_all(Position(0), 10).await.unwrap();
    assert_eq!(read.len(), 3);
    assert_eq!(place.first, read[0].position);
    assert_eq!(place.last, read[2].position);
    assert_eq!(scene.written(), 3);
}

#[tokio::test]
async fn an_append_that_is_always_cut_off_is_in_doubt_and_its_repeat_settles_it() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    for _ in 0..EVERY_ATTEMPT {
        scene.double.next_append(Fault::CutBefore);
    }
    let sent = append(stream(1), None, command(1), 1);
    let doubt = journal.append(sent.clone()).await.unwrap_err();
    assert!(matches!(doubt, JournalError::InDoubt { .. }), "{doubt:?}");
    assert_eq!(scene.written(), 0);
    scene.double.forgive();
    recorded(&journal, sent).await;
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    scene.double.next_append(Fault::Busy);
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn without_a_server_nothing_is_acknowledged_and_with_it_back_everything_goes_on() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let before = recorded(&journal, append(stream(1), None, command(1), 1)).await;
    scene.double.first().stop().await;
    let sent = append(stream(2), None, command(2), 1);
    let away = journal.append(sent.clone()).await.unwrap_err();
    assert!(
        matches!(
            away,
            JournalError::Unavailable { .. } | JournalError::InDoubt { .. }
        ),
        "{away:?}"
    );
    let read = journal.read_all(Position(0), 10).await.unwrap_err();
    assert!(matches!(read, JournalError::Unavailable { .. }), "{read:?}");
    let known = journal.command(command(1)).await.unwrap_err();
    assert!(matches!(known, JournalError::Unavailable { .. }));
    assert_eq!(journal.head(), before.last);

    scene.double.first().start_again().await;
    recorded(&journal, sent).await;
    assert_eq!(journal.read_all(Position(0), 10).await.unwrap().len(), 2);
    assert_eq!(scene.written(), 2);
}

/// Thirty appends over six streams while the connection is cut before and after every third.
#[tokio::test]
async fn under_cuts_nothing_acknowledged_is_lost_or_doubled() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let mut acknowledged = Vec::new();
    for n in 0..30 {
        match n % 3 {
            0 => scene.double.next_append(Fault::CutBefore),
            1 => scene.double.next_append(Fault::CutAfter),
            _ => {}
        }
        let sent = append(stream(n % 6), (n / 6).checked_sub(1), command(n), 1);
        match journal.append(sent).await.unwrap() {
            Outcome::Recorded(place) => acknowledged.push(place.first),
            other @ (Outcome::Replayed { .. } | Outcome::Refused(_)) => panic!("{other:?}"),
        }
    }
    let read = journal.read_all(Position(0), 100).await.unwrap();
    let found: Vec<_> = read.iter().map(|recorded| recorded.position).collect();
    assert_eq!(found, acknowledged);
    assert_eq!(scene.written(), 30);
}
