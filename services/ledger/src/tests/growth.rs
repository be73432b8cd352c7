//! The tree grows, receipts hold at every size, readers are not held up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lanyard_events::Position;
use lanyard_evidence::tree::{EMPTY_ROOT, HashReader, root_at, verify_consistency};
use lanyard_evidence::{LeafIndex, TreeSize};

use super::journal::event;
use super::*;

#[tokio::test]
async fn a_receipt_holds_at_every_size_to_3000() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    let mut tree = WholeTree::default();
    let mut events = Vec::new();
    assert_eq!(ledger.sign_inner().unwrap(), None);
    assert_eq!(ledger.root_at(TreeSize(0)).unwrap(), EMPTY_ROOT);
    for size in 1..=3000u64 {
        let new = trust.journal.record(1);
        ledger.follow(&new).unwrap();
        tree.push(leaf_of(&new[0]).unwrap().hash());
        events.extend(new);
        let signed = ledger.sign_inner().unwrap().unwrap();
        assert_eq!(signed.size, TreeSize(size));
        assert_eq!(signed.root, tree.root());
        let last = usize::try_from(size - 1).unwrap();
        for index in [last, last / 2, last * 7919 % (last + 1)] {
            assert_eq!(verify_receipt(&trust, &ledger, &events[index]), size);
        }
    }
    assert_eq!(ledger.sign_inner().unwrap(), None);
    assert_eq!(*ledger.watch().borrow(), TreeSize(3000));
}

#[tokio::test]
async fn levels_above_the_first_are_right() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 66_000);
    ledger.sign_inner().unwrap();
    let (tree, events) = (trust.tree(), trust.journal.all());
    for size in [255, 256, 257, 65_535, 65_536, 65_537, 65_792, 66_000] {
        let expected = root_at(&tree, TreeSize(size)).unwrap();
        assert_eq!(ledger.root_at(TreeSize(size)).unwrap(), expected);
    }
    for index in [0, 255, 256, 40_000, 65_535, 65_536, 65_999] {
        assert_eq!(verify_receipt(&trust, &ledger, &events[index]), 66_000);
    }
    let snapshot = ledger.snapshot();
    for level in 0..17 {
        for index in [0, 66_000 >> (level + 1), (66_000 >> level) - 1] {
            assert_eq!(snapshot.subtree(level, index), tree.subtree(level, index));
        }
        assert!(snapshot.subtree(level, 66_000 >> level).is_err());
    }
    assert!(snapshot.subtree(63, u64::MAX).is_err());
    ledger.sign_outside().unwrap();
    assert_eq!(trust.verify_public(), Ok(65_792));
    drop(ledger);
    let ledger = trust.start().await.unwrap();
    assert_eq!(ledger.root_at(TreeSize(66_000)).unwrap(), tree.root());
    assert_eq!(verify_receipt(&trust, &ledger, &events[30_000]), 66_000);
}

#[tokio::test]
async fn what_is_not_signed_has_no_receipt_and_another_leaf_none_at_all() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 10);
    ledger.sign_inner().unwrap();
    trust.grow(&ledger, 1);
    let events = trust.journal.all();
    let leaf = |index: usize| leaf_of(&events[index]).unwrap();
    for index in [10, 11, u64::MAX] {
        assert_eq!(ledger.receipt(LeafIndex(index), &leaf(10)).unwrap(), None);
    }
    let other = ledger.receipt(LeafIndex(3), &leaf(4));
    assert!(matches!(other, Err(LedgerError::OtherLeaf { index }) if index == LeafIndex(3)));
    assert!(ledger.receipt(LeafIndex(4), &leaf(4)).unwrap().is_some());
}

#[tokio::test]
async fn an_event_enters_the_tree_once_and_none_is_left_out() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    let events = trust.journal.record(600);
    ledger.follow(&events[..300]).unwrap();
    ledger.follow(&events[100..400]).unwrap();
    assert_eq!(ledger.size(), TreeSize(400));
    let gap = ledger.follow(&events[401..]);
    assert!(matches!(gap, Err(LedgerError::OutOfOrder { found, .. }) if found == Position(402)));
    let mut damaged = events[400..].to_vec();
    damaged[150].event.commitments.pop();
    assert!(matches!(
        ledger.follow(&damaged),
        Err(LedgerError::Commitments { position }) if position == Position(551)
    ));
    damaged[150].event.commitments.clear();
    assert!(ledger.follow(&damaged).is_err());
    assert_eq!(ledger.size(), TreeSize(400));
    ledger.follow(&events).unwrap();
    assert_eq!(ledger.root_at(TreeSize(600)).unwrap(), trust.root(600));
    assert_ne!(event(1, 0), event(1, 1));
}

#[tokio::test]
async fn consistency_holds_between_any_two_sizes() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 1300);
    let sizes = [0, 1, 2, 255, 256, 257, 512, 768, 1000, 1024, 1280, 1300].map(TreeSize);
    let tree = ledger.snapshot();
    for (place, new) in sizes.iter().enumerate() {
        for old in &sizes[..=place] {
            let proof = ledger.consistency(*old, *new).unwrap();
            let [old, new] = [old, new].map(|size| tree.head_at(*size).unwrap());
            verify_consistency(&old, &new, &proof).unwrap();
        }
    }
    assert!(ledger.consistency(TreeSize(1301), TreeSize(1300)).is_err());
    assert!(ledger.consistency(TreeSize(1300), TreeSize(1301)).is_err());
    assert!(ledger.root_at(TreeSize(1301)).is_err());
}

#[tokio::test]
async fn receipts_hold_while_the_tree_grows_and_is_signed_and_published() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    let events = trust.journal.record(4000);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for batch in events.chunks(37) {
                ledger.follow(batch).unwrap();
            }
            done.store(true, Ordering::Release);
        });
        scope.spawn(|| {
            loop {
                let last = done.load(Ordering::Acquire);
                ledger.sign_inner().unwrap();
                ledger.sign_outside().unwrap();
                if last {
                    return;
                }
            }
        });
        for start in [0, 1] {
            let (trust, events, ledger) = (&trust, &events, &ledger);
            scope.spawn(move || {
                let mut signed = ledger.watch();
                let mut place: usize = start;
                while signed.borrow_and_update().0 < 4000 {
                    let size = usize::try_from(signed.borrow().0).unwrap();
                    if size > 0 {
                        place = (place + 1237) % size;
                        verify_receipt(trust, ledger, &events[place]);
                    }
                    if let Some(tile) = ledger.public_file("tile/1/000.p/3").unwrap() {
                        assert_eq!(tile.len(), 96);
                    }
                }
            });
        }
    });
    assert_eq!(trust.verify_public(), Ok(3840));
}
