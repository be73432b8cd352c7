//! A store whose positions have gaps: which leaf is which event's is kept beside the tiles.

use std::fs;

use lanyard_events::Position;
use lanyard_evidence::{LeafIndex, TreeSize};

use super::*;
use crate::places::PLACES;

/// What happens to the file of positions while nothing runs.
type Damage = fn(Vec<u8>) -> Option<Vec<u8>>;

/// Every event has the leaf of its number, and no place between two events has one.
pub fn every_event_is_found(trust: &Trust, ledger: &Ledger) {
    for (n, event) in (0..).zip(trust.journal.all()) {
        let found = ledger.index_of(event.position).unwrap();
        assert_eq!(found, Some(LeafIndex(n)), "{:?}", event.position);
    }
}

async fn grown(size: u64) -> (Trust, Ledger) {
    let trust = Trust::spread();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, size / 2);
    trust.grow(&ledger, size - size / 2);
    ledger.sign_inner().unwrap();
    (trust, ledger)
}

#[tokio::test]
async fn the_tree_is_that_of_the_same_events_on_a_gapless_store() {
    let (spread, ledger) = grown(1_300).await;
    let gapless = Trust::new();
    let beside = gapless.start().await.unwrap();
    gapless.grow(&beside, 1_300);
    let size = TreeSize(1_300);
    assert_eq!(ledger.root_at(size).unwrap(), beside.root_at(size).unwrap());
    assert_eq!(ledger.position(), spread.journal.place(1_300));
    assert_eq!(beside.position(), Position(1_300));
    assert!(spread.path("tiles").join(PLACES).exists());
    assert!(!gapless.path("tiles").join(PLACES).exists());
}

#[tokio::test]
async fn a_receipt_holds_for_every_event_by_its_position() {
    let (trust, ledger) = grown(600).await;
    for event in trust.journal.all() {
        assert_eq!(verify_receipt(&trust, &ledger, &event), 600);
    }
    ledger.sign_outside().unwrap();
    assert_eq!(trust.verify_public(), Ok(512));
}

#[tokio::test]
async fn a_position_beyond_the_tree_has_no_leaf_yet_and_one_between_events_is_damage() {
    let (trust, ledger) = grown(10).await;
    let beyond = trust.journal.place(11);
    assert_eq!(ledger.index_of(beyond).unwrap(), None);
    trust.grow(&ledger, 1);
    assert_eq!(ledger.index_of(beyond).unwrap(), Some(LeafIndex(10)));
    let between = Position(trust.journal.place(4).0 + 1);
    for nobodys in [Position(1), between] {
        let found = ledger.index_of(nobodys);
        assert!(matches!(found, Err(LedgerError::PositionsDamaged { .. })));
    }
}

#[tokio::test]
async fn what_is_given_twice_enters_the_tree_once() {
    let (trust, ledger) = grown(300).await;
    let all = trust.journal.all();
    ledger.follow(&all).unwrap();
    ledger.follow(&all[40..80]).unwrap();
    let news = trust.journal.record(3);
    ledger.follow(&[&all[290..], &news].concat()).unwrap();
    assert_eq!(ledger.size(), TreeSize(303));
    assert_eq!(ledger.root_at(TreeSize(303)).unwrap(), trust.tree().root());
    every_event_is_found(&trust, &ledger);
}

#[tokio::test]
async fn after_a_restart_it_goes_on_whatever_became_of_the_positions() {
    let damages: [(&str, Damage); 8] = [
        ("nothing", Some),
        ("removed", |_| None),
        ("emptied", |_| Some(Vec::new())),
        ("cut in the middle", |bytes| {
            Some(bytes[..bytes.len() / 2].to_vec())
        }),
        ("cut within a number", |bytes| {
            Some(bytes[..bytes.len().saturating_sub(3)].to_vec())
        }),
        ("zeros at the end", |mut bytes| {
            let half = bytes.len() / 2;
            bytes[half..].fill(0);
            Some(bytes)
        }),
        ("one number too high", |mut bytes| {
            let middle = bytes.len() / 16 * 8;
            if let Some(byte) = bytes.get_mut(middle + 5) {
                *byte ^= 0x40;
            }
            Some(bytes)
        }),
        ("of a longer log", |mut bytes| {
            for n in 1..5_000_u64 {
                bytes.extend((1_000_000 + n).to_be_bytes());
            }
            Some(bytes)
        }),
    ];
    for size in [0, 1, 255, 256, 300, 1_000] {
        for (name, damage) in damages {
            let (trust, ledger) = grown(size).await;
            drop(ledger);
            let file = trust.path("tiles").join(PLACES);
            match damage(fs::read(&file).unwrap_or_default()) {
                Some(bytes) => fs::write(&file, bytes).unwrap(),
                None => fs::remove_file(&file).unwrap_or_default(),
            }
            let ledger = trust.start().await.unwrap();
            assert_eq!(ledger.size(), TreeSize(size), "{name} at {size}");
            trust.grow(&ledger, 20);
            every_event_is_found(&trust, &ledger);
            let root = ledger.root_at(ledger.size()).unwrap();
            assert_eq!(root, trust.tree().root(), "{name} at {size}");
        }
    }
}

#[tokio::test]
async fn positions_that_rise_and_are_wrong_are_noticed_where_the_tree_goes_on() {
    let (trust, ledger) = grown(300).await;
    drop(ledger);
    let file = trust.path("tiles").join(PLACES);
    let mut bytes = fs::read(&file).unwrap();
    // The last number of the full tile, still between its neighbours.
    bytes[255 * 8 + 7] ^= 1;
    fs::write(&file, bytes).unwrap();
    let ledger = trust.start().await.unwrap();
    assert_eq!(ledger.size(), TreeSize(300));
    every_event_is_found(&trust, &ledger);
}

#[tokio::test]
async fn tiles_that_were_lost_are_made_anew_beside_their_positions() {
    let (trust, ledger) = grown(1_000).await;
    ledger.sign_outside().unwrap();
    drop(ledger);
    fs::remove_dir_all(trust.path("tiles/tile")).unwrap();
    let ledger = trust.start().await.unwrap();
    assert_eq!(ledger.size(), TreeSize(1_000));
    every_event_is_found(&trust, &ledger);
    assert_eq!(trust.verify_public(), Ok(768));
}

#[tokio::test]
async fn a_store_that_lost_its_end_is_behind_and_one_with_another_history_forked() {
    let (trust, ledger) = grown(400).await;
    drop(ledger);
    trust.journal.truncate(390);
    let behind = trust.start().await.unwrap_err();
    assert!(matches!(
        behind,
        LedgerError::Behind {
            found: TreeSize(390),
            locked: TreeSize(400)
        }
    ));
    trust.journal.record(10);
    trust.journal.rewrite_from(395);
    let forked = trust.start().await.unwrap_err();
    assert!(matches!(
        forked,
        LedgerError::Forked {
            size: TreeSize(400)
        }
    ));
}

#[tokio::test]
async fn how_far_somebody_lags_is_counted_within_the_tree_and_estimated_beyond() {
    let (trust, ledger) = grown(1_000).await;
    let place = |n| trust.journal.place(n);
    let between = |after, up_to| ledger.events_between(after, up_to);
    assert_eq!(between(Position(0), place(1_000)), 1_000);
    assert_eq!(between(place(400), place(1_000)), 600);
    assert_eq!(between(place(1_000), place(1_000)), 0);
    assert_eq!(between(place(1_000), place(900)), 0);
    // As many again beyond the tree, and more than none for the first of them.
    let beyond = between(place(1_000), place(2_000));
    assert!((900..=1_100).contains(&beyond), "{beyond}");
    assert!(between(place(1_000), place(1_001)) >= 1);
    assert!(between(place(500), place(2_000)) > 1_300);
}
