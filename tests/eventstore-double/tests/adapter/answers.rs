//! Slow answers and late ones: what is said about an append is true, and stays true.

use std::sync::Arc;
use std::time::Duration;

use lanyard_events::At;
use lanyard_eventstore_double::{Fault, Held};
use lanyard_journal::contract::{ManualStamp, append, command, recorded, stream};
use lanyard_journal::{Journal, JournalError, Outcome, Refused};

use crate::scene::Scene;

/// The first attempt comes to its effect after the second one had it.
#[tokio::test]
async fn an_attempt_that_arrives_late_does_not_double_the_append() {
    let scene = Scene::impatient().await;
    let journal = scene.journal().await;
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let place = recorded(&journal, append(stream(1), None, command(1), 2)).await;
    held.release();
    held.over().await;
    let later = recorded(&journal, append(stream(1), Some(1), command(2), 1)).await;
    assert!(later.first > place.last);
    assert_eq!(scene.written(), 3);
}

#[tokio::test]
async fn an_append_whose_answer_is_late_is_recorded_once_and_said_to_be() {
    let scene = Scene::impatient().await;
    let journal = scene.journal().await;
    let held = Held::default();
    scene.double.next_append(Fault::SlowAnswer(held.clone()));
    let place = recorded(&journal, append(stream(1), None, command(1), 2)).await;
    held.release();
    assert_eq!(journal.head(), place.last);
    assert_eq!(scene.written(), 2);
}

/// Somebody else takes the revision while the first attempt is on its way.
#[tokio::test]
async fn an_attempt_overtaken_by_another_command_is_a_conflict_for_good() {
    let scene = Scene::impatient().await;
    let (journal, other) = (Arc::new(scene.journal().await), scene.journal().await);
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let slow = tokio::spawn({
        let journal = journal.clone();
        async move { journal.append(append(stream(1), None, command(1), 1)).await }
    });
    held.reached().await;
    let place = recorded(&other, append(stream(1), None, command(2), 1)).await;
    let actual = Some(place.revision);
    let refused = Outcome::Refused(Refused::Conflict { actual });
    assert_eq!(slow.await.unwrap().unwrap(), refused);
    held.release();
    held.over().await;
    assert_eq!(journal.command(command(1)).await.unwrap(), None);
    assert_eq!(scene.written(), 1);
}

/// It may not be made again, and may yet come: nobody can know, and nobody pretends to.
#[tokio::test]
async fn an_append_that_expires_on_its_way_is_in_doubt_and_found_later() {
    let scene = Scene::impatient().await;
    // A minute passes with every look: in time at the first two, late at the third.
    let stamp = ManualStamp::stepping(60_000);
    let journal = scene.recorder(stamp.clone()).await;
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let mut sent = append(stream(1), None, command(1), 1);
    sent.expires_at = Some(At::from_millis(stamp.shown().millis() + 90_000));
    let doubt = journal.append(sent.clone()).await.unwrap_err();
    assert!(matches!(doubt, JournalError::InDoubt { .. }), "{doubt:?}");
    let mut tail = journal.watch();
    held.release();
    let seen = tail.wait_for(|head| head.0 > 0).await;
    seen.unwrap();
    let known = journal.command(command(1)).await.unwrap().unwrap();
    let again = journal.append(sent).await.unwrap();
    assert!(matches!(again, Outcome::Replayed { place, .. } if place == known.place));
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn an_append_that_took_effect_in_time_is_recorded_though_its_answer_came_too_late() {
    let scene = Scene::impatient().await;
    let stamp = ManualStamp::stepping(60_000);
    let journal = scene.recorder(stamp.clone()).await;
    scene.double.next_append(Fault::SlowAnswer(Held::default()));
    let mut sent = append(stream(1), None, command(1), 1);
    sent.expires_at = Some(At::from_millis(stamp.shown().millis() + 90_000));
    recorded(&journal, sent).await;
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn the_minute_stored_is_that_of_the_attempt_that_took_effect() {
    let scene = Scene::new().await;
    let stamp = ManualStamp::stepping(60_000);
    let journal = scene.recorder(stamp.clone()).await;
    let first = stamp.shown().minute();
    scene.double.next_append(Fault::CutBefore);
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    let read = journal.read_stream(stream(1), lanyard_events::Revision(0), 1);
    let read = read.await.unwrap();
    assert_eq!(read[0].recorded_minute, first + 1);
}

#[tokio::test]
async fn whoever_gives_up_waiting_does_not_take_the_append_back() {
    let scene = Scene::new().await;
    let journal = scene.journal().await;
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let asked = journal.append(append(stream(1), None, command(1), 1));
    tokio::select! {
        _ = asked => panic!("it is held"),
        () = held.reached() => {}
    }
    held.release();
    journal.close().await;
    assert_eq!(scene.written(), 1);
}

#[tokio::test]
async fn closing_waits_for_the_append_that_is_under_way() {
    let scene = Scene::new().await;
    let journal = Arc::new(scene.journal().await);
    let held = Held::default();
    scene.double.next_append(Fault::Slow(held.clone()));
    let appending = tokio::spawn({
        let journal = journal.clone();
        async move { journal.append(append(stream(1), None, command(1), 1)).await }
    });
    held.reached().await;
    let still_open = tokio::time::timeout(Duration::from_millis(50), journal.close()).await;
    assert!(still_open.is_err(), "it was closed under the append");
    held.release();
    journal.close().await;
    let answer = appending.await.unwrap();
    assert!(matches!(answer, Ok(Outcome::Recorded(_))), "{answer:?}");
    let late = journal.append(append(stream(2), None, command(2), 1)).await;
    assert!(matches!(late, Err(JournalError::Closed)));
}
