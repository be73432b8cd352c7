//! A process that serves what another one signed.

use super::*;
use crate::Accepted;

#[tokio::test]
async fn a_follower_serves_a_receipt_under_the_signers_checkpoint() {
    let trust = Trust::new();
    let signer = trust.start().await.unwrap();
    let follower = trust.follower("second").await.unwrap();
    let events = trust.journal.record(5);
    signer.follow(&events).unwrap();
    signer.sign_inner().unwrap();
    let note = signer.inner_checkpoint().unwrap();
    assert_eq!(follower.accept(&note).unwrap(), Accepted::Ahead);
    follower.follow(&events).unwrap();
    assert_eq!(follower.accept(&note).unwrap(), Accepted::Served);
    assert_eq!(follower.accept(&note).unwrap(), Accepted::Older);
    assert_eq!(verify_receipt(&trust, &follower, &events[4]), 5);
    assert_eq!(follower.inner_checkpoint(), Some(note));
}

#[tokio::test]
async fn a_follower_publishes_the_same_log_and_serves_it_again_after_a_restart() {
    let trust = Trust::new();
    let signer = trust.start().await.unwrap();
    let follower = trust.follower("second").await.unwrap();
    let events = trust.journal.record(600);
    signer.follow(&events).unwrap();
    follower.follow(&events).unwrap();
    signer.sign_outside().unwrap();
    let note = signer.outside_checkpoint().unwrap();
    assert_eq!(follower.accept(&note).unwrap(), Accepted::Served);
    let folder = LogFolder(trust.path("second/public"));
    let log = verify::directory(&folder, trust.signer.verifier_key()).unwrap();
    assert_eq!(log.signed.checkpoint.size.0, 512);
    drop(follower);
    let again = trust.follower("second").await.unwrap();
    assert_eq!(again.outside_checkpoint(), Some(note));
}

#[tokio::test]
async fn a_follower_with_another_history_refuses_the_checkpoint() {
    let trust = Trust::new();
    let signer = trust.start().await.unwrap();
    trust.grow(&signer, 7);
    signer.sign_inner().unwrap();
    trust.journal.rewrite_from(4);
    let follower = trust.follower("second").await.unwrap();
    let refused = follower.accept(&signer.inner_checkpoint().unwrap());
    assert!(matches!(
        refused,
        Err(LedgerError::Forked { size: TreeSize(7) })
    ));
    assert_eq!(follower.inner_checkpoint(), None);
}

#[tokio::test]
async fn a_checkpoint_of_another_key_or_changed_on_the_way_is_refused() {
    let trust = Trust::new();
    let mut other = Trust::new();
    other.signer = Signer::new(ORIGIN, &[8; 32]).unwrap();
    let signer = other.start().await.unwrap();
    let events = other.journal.record(3);
    signer.follow(&events).unwrap();
    signer.sign_inner().unwrap();
    let follower = trust.follower("second").await.unwrap();
    follower.follow(&events).unwrap();
    let note = signer.inner_checkpoint().unwrap();
    for note in [note.as_str(), "", "not a note"] {
        let refused = follower.accept(note);
        assert!(matches!(refused, Err(LedgerError::Foreign(_))), "{note}");
    }
    assert_eq!(follower.inner_checkpoint(), None);
}

#[tokio::test]
async fn a_follower_that_disowns_its_log_serves_no_checkpoint_any_more() {
    let trust = Trust::new();
    let signer = trust.start().await.unwrap();
    let follower = trust.follower("second").await.unwrap();
    let events = trust.journal.record(300);
    signer.follow(&events).unwrap();
    follower.follow(&events).unwrap();
    signer.sign_inner().unwrap();
    signer.sign_outside().unwrap();
    for note in [signer.inner_checkpoint(), signer.outside_checkpoint()] {
        assert_eq!(follower.accept(&note.unwrap()).unwrap(), Accepted::Served);
    }
    follower.disown();
    assert!(follower.is_disowned());
    assert_eq!(follower.inner_checkpoint(), None);
    assert_eq!(follower.outside_checkpoint(), None);
}

#[tokio::test]
async fn a_follower_never_signs() {
    let trust = Trust::new();
    let follower = trust.follower("second").await.unwrap();
    trust.grow(&follower, 300);
    assert!(matches!(
        follower.sign_inner(),
        Err(LedgerError::NotTheSigner)
    ));
    assert!(matches!(
        follower.sign_outside(),
        Err(LedgerError::NotTheSigner)
    ));
    assert!(!trust.lock().exists());
}
