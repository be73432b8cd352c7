//! After a restart the tree is the same, whatever became of the working tiles.

use std::fs;

use lanyard_evidence::TreeSize;

use super::*;

/// What happens to the working folder while nothing runs.
type Damage = fn(&Path);

fn cut(folder: &Path) {
    for file in files_below(folder) {
        let content = fs::read(&file).unwrap();
        // Written anew, as nothing but a crash changes a file that is published, too.
        fs::remove_file(&file).unwrap();
        fs::write(&file, &content[..content.len() / 2]).unwrap();
    }
}

fn remove(folder: &Path) {
    for file in files_below(folder) {
        fs::remove_file(file).unwrap();
    }
}

fn flip(folder: &Path) {
    for file in files_below(folder) {
        let mut content = fs::read(&file).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        fs::remove_file(&file).unwrap();
        fs::write(file, content).unwrap();
    }
}

/// Damages the newest tile of a folder only.
fn newest(folder: &Path, damage: Damage) {
    if let Some(last) = files_below(folder).pop() {
        let alone = TempDir::new().unwrap();
        let moved = alone.path().join("tile");
        fs::copy(&last, &moved).unwrap();
        damage(alone.path());
        fs::remove_file(&last).unwrap();
        if moved.exists() {
            fs::copy(moved, last).unwrap();
        }
    }
}

async fn same_after(trust: &Trust, what: &str) {
    let ledger = trust.start().await.unwrap();
    let events = trust.journal.all();
    assert_eq!(ledger.size().0, events.len() as u64, "{what}");
    let tree = trust.tree();
    assert_eq!(
        ledger.root_at(ledger.size()).unwrap(),
        tree.root(),
        "{what}"
    );
    ledger.sign_inner().unwrap();
    for event in events.iter().step_by(97) {
        assert_eq!(verify_receipt(trust, &ledger, event), events.len() as u64);
    }
    let published = ledger.sign_outside().unwrap();
    if events.len() >= 256 {
        trust.verify_public().unwrap();
    }
    assert!(published.is_none_or(|head| head.root == trust.root(head.size.0)));
}

#[tokio::test]
async fn a_restart_at_any_size_gives_the_same_tree_whatever_became_of_the_tiles() {
    let damages: [(&str, Damage); 3] = [("cut", cut), ("remove", remove), ("flip", flip)];
    for size in [0, 1, 255, 256, 257, 511, 512, 700, 1000, 1300] {
        for publish in [false, true] {
            let trust = Trust::new();
            let ledger = trust.start().await.unwrap();
            trust.grow(&ledger, size / 2);
            if publish {
                ledger.sign_outside().unwrap();
            }
            trust.grow(&ledger, size - size / 2);
            ledger.sign_inner().unwrap();
            drop(ledger);
            same_after(&trust, "nothing").await;
            for (name, damage) in damages {
                for kind in ["entries", "0", "1"] {
                    let what = format!("{name} {kind} at {size}, published {publish}");
                    let folder = trust.path("tiles/tile").join(kind);
                    newest(&folder, damage);
                    same_after(&trust, &what).await;
                    damage(&folder);
                    same_after(&trust, &what).await;
                }
            }
            fs::remove_dir_all(trust.path("tiles")).unwrap();
            same_after(&trust, "no folder").await;
        }
    }
}

#[tokio::test]
async fn events_recorded_while_nothing_ran_are_followed_at_start() {
    let trust = Trust::new();
    drop(trust.start().await.unwrap());
    for count in [1, 254, 1, 1, 5000, 300] {
        trust.journal.record(count);
        same_after(&trust, "caught up").await;
    }
}

#[tokio::test]
async fn tiles_of_another_history_are_not_used() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 300);
    ledger.sign_inner().unwrap();
    trust.grow(&ledger, 700);
    drop(ledger);
    // Nothing after 300 was signed, so the store may have lost it and gone on otherwise.
    trust.journal.rewrite_from(301);
    same_after(&trust, "rewritten").await;
    // A tile far beyond the store, and one that it will reach.
    let last = trust.path("tiles/tile/entries/002");
    fs::copy(&last, trust.path("tiles/tile/entries/004")).unwrap();
    fs::copy(&last, trust.path("tiles/tile/entries/900")).unwrap();
    fs::write(trust.path("tiles/tile/entries/stray"), "").unwrap();
    same_after(&trust, "extra tiles").await;
    trust.journal.record(500);
    same_after(&trust, "reached the extra tile").await;
}

#[tokio::test]
async fn a_tile_damaged_while_running_is_refused_and_made_anew_at_the_next_start() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 1000);
    ledger.sign_inner().unwrap();
    flip(&trust.path("tiles/tile/0"));
    let events = trust.journal.all();
    let leaf = leaf_of(&events[5]).unwrap();
    let receipt = ledger.receipt(LeafIndex(5), &leaf);
    assert!(matches!(receipt, Err(LedgerError::TileDamaged { .. })));
    let outside = ledger.sign_outside();
    assert!(matches!(outside, Err(LedgerError::TileDamaged { .. })));
    assert_eq!(ledger.outside_checkpoint(), None);
    assert!(trust.lock_text().starts_with(&format!("{ORIGIN} 0 ")));
    drop(ledger);
    same_after(&trust, "damaged while running").await;
    assert_eq!(trust.start().await.unwrap().size(), TreeSize(1000));
}
