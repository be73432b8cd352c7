//! Every change to the disk fails once, before and after it takes effect, with and without a power
//! cut; then everything is verified from bytes, before and after a restart.

use std::collections::BTreeMap;
use std::fs;

use lanyard_evidence::tile::needed;
use lanyard_evidence::verify::{checkpoint, directory};
use lanyard_evidence::{Hash, TreeSize};

use super::disks::{Loss, MortalDisk};
use super::*;

/// Events between two attempts to sign, by process; three publications in all.
const LIVES: [&[u64]; 2] = [&[100, 160, 20, 300], &[200]];

/// Everything that was ever signed: no log may have two roots at one size.
#[derive(Default)]
struct Seen(BTreeMap<(String, u64), Hash>);

impl Seen {
    fn checkpoint(&mut self, trust: &Trust, note: Option<impl AsRef<[u8]>>) {
        let Some(note) = note else {
            return;
        };
        let signed = checkpoint(note, trust.signer.verifier_key()).unwrap();
        let (origin, head) = (signed.checkpoint.origin.clone(), signed.checkpoint.head());
        let place = (origin.clone(), head.size.0);
        let first = *self.0.entry(place).or_insert(head.root);
        assert_eq!(first, head.root, "two roots were signed for one size");
        // The lock was there before the signature.
        let lock = trust.lock_text();
        let line = lock
            .lines()
            .find(|line| line.starts_with(&format!("{origin} ")));
        let locked: u64 = line.unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        assert!(
            locked >= head.size.0,
            "{origin} was signed at {} before the lock",
            head.size
        );
    }

    fn all_of(&mut self, trust: &Trust, ledger: &Ledger) {
        self.checkpoint(trust, ledger.inner_checkpoint());
        self.checkpoint(trust, ledger.outside_checkpoint());
        self.checkpoint(trust, fs::read(trust.path("public/checkpoint")).ok());
    }
}

/// Lives until the disk dies or everything is done.
async fn live(trust: &Trust, disk: &Arc<MortalDisk>, seen: &mut Seen) {
    for steps in LIVES {
        let Ok(ledger) = trust.start_on(Arc::clone(disk) as _).await else {
            return;
        };
        seen.all_of(trust, &ledger);
        for count in steps {
            trust.journal.record(*count);
            let size = usize::try_from(ledger.size().0).unwrap();
            let done = ledger
                .follow(&trust.journal.all()[size..])
                .and_then(|()| ledger.sign_inner())
                .and_then(|_| ledger.sign_outside());
            seen.all_of(trust, &ledger);
            if done.is_err() {
                return;
            }
        }
    }
}

/// A log folder without what its checkpoint does not need.
struct NeededOf(LogFolder, TreeSize);

impl Directory for NeededOf {
    fn list(&self) -> Result<Vec<String>, Unreadable> {
        let tiles = needed(self.1).map(|tile| tile.path());
        Ok(tiles.chain(["checkpoint".to_owned()]).collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.read(path)
    }
}

/// A public checkpoint never lacks a tile, even before anything is put right.
fn published_is_whole(trust: &Trust) {
    let public = LogFolder(trust.settings().public_dir);
    let Ok(note) = public.read("checkpoint") else {
        return;
    };
    let signed = checkpoint(&note, trust.signer.verifier_key()).unwrap();
    let folder = NeededOf(public, signed.checkpoint.size);
    directory(&folder, trust.signer.verifier_key()).unwrap();
}

async fn dies_at(trust: Trust, call: usize, after_effect: bool, loss: Loss) -> bool {
    let mut seen = Seen::default();
    let disk = Arc::new(MortalDisk::new(call, after_effect, loss));
    live(&trust, &disk, &mut seen).await;
    published_is_whole(&trust);
    // Put right by a start alone.
    let begun = trust.lock().exists();
    if !begun && trust.journal.all().is_empty() {
        assert_eq!(seen.0.len(), 0);
    }
    let ledger = trust.start().await.unwrap();
    seen.all_of(&trust, &ledger);
    let events = trust.journal.all();
    assert_eq!(ledger.size().0, events.len() as u64);
    assert_eq!(ledger.root_at(ledger.size()).unwrap(), trust.tree().root());
    super::spread::every_event_is_found(&trust, &ledger);
    let public = trust.settings().public_dir;
    if ledger.outside_checkpoint().is_some() {
        trust.verify_public().unwrap();
    } else {
        assert_eq!(files_below(&public), Vec::<PathBuf>::new());
    }
    // And life goes on.
    trust.grow(&ledger, 256);
    ledger.sign_inner().unwrap().unwrap();
    ledger.sign_outside().unwrap().unwrap();
    seen.all_of(&trust, &ledger);
    let size = events.len() as u64 + 256;
    assert_eq!(trust.verify_public(), Ok(size / 256 * 256));
    for ((_, size), root) in &seen.0 {
        assert_eq!(*root, ledger.root_at(TreeSize(*size)).unwrap());
    }
    disk.is_dead()
}

/// Lets the disk die at every call of a whole life.
async fn dies_everywhere(begun: fn() -> Trust, after_effect: bool, loss: Loss) {
    let mut calls = 0;
    while dies_at(begun(), calls, after_effect, loss).await {
        calls += 1;
    }
    // It has been through both lives: two starts, five inner checkpoints, three outside ones.
    assert!(calls > 120, "only {calls} calls");
}

#[tokio::test]
async fn a_killed_process_signs_one_root_per_size_and_publishes_only_whole_logs() {
    dies_everywhere(Trust::new, false, Loss::Nothing).await;
}

#[tokio::test]
async fn so_does_one_whose_last_change_took_effect_unnoticed() {
    dies_everywhere(Trust::new, true, Loss::Nothing).await;
}

#[tokio::test]
async fn so_does_one_whose_machine_lost_content_with_its_power() {
    dies_everywhere(Trust::new, false, Loss::Content).await;
}

#[tokio::test]
async fn so_does_one_whose_machine_lost_names_with_its_power() {
    dies_everywhere(Trust::new, false, Loss::Names).await;
}

/// Tiles and the file of positions are written one after the other, and either may be lost.
#[tokio::test]
async fn so_does_one_that_keeps_positions_beside_its_tiles() {
    dies_everywhere(Trust::spread, false, Loss::Nothing).await;
    dies_everywhere(Trust::spread, true, Loss::Nothing).await;
}

#[tokio::test]
async fn positions_lost_with_the_power_are_made_anew_from_the_store() {
    dies_everywhere(Trust::spread, false, Loss::Content).await;
    dies_everywhere(Trust::spread, false, Loss::Names).await;
}
