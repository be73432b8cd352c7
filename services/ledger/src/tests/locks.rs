//! The checkpoint lock: each way in which it and the store may disagree.

use std::fs;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use lanyard_evidence::TreeSize;

use super::*;

/// A log of 600 events, signed inside and outside.
async fn signed_trust() -> Trust {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 600);
    ledger.sign_inner().unwrap();
    ledger.sign_outside().unwrap();
    trust
}

#[tokio::test]
async fn the_lock_knows_a_log_from_its_first_start_and_keeps_the_lines_of_others() {
    let trust = Trust::new();
    let other = "other.example 7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    fs::write(trust.lock(), other).unwrap();
    let ledger = trust.start().await.unwrap();
    let empty = "0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let begun = format!("{other}{ORIGIN} {empty}{ORIGIN}/inner {empty}");
    assert_eq!(trust.lock_text(), begun);
    trust.grow(&ledger, 300);
    ledger.sign_inner().unwrap();
    ledger.sign_outside().unwrap();
    let lines = [(ORIGIN, 256), ("log.ridgeway.example/inner", 300)];
    let lines =
        lines.map(|(name, size)| format!("{name} {size} {}\n", trust.root(size).to_base64()));
    assert_eq!(
        trust.lock_text(),
        format!("{other}{}{}", lines[0], lines[1])
    );
    drop(ledger);
    trust.start().await.unwrap();
    assert!(!trust.path("checkpoint.lock.new").exists());
}

#[tokio::test]
async fn a_store_that_is_empty_or_behind_is_refused() {
    let trust = signed_trust().await;
    for (left, found) in [(599, 599), (0, 0)] {
        trust.journal.truncate(left);
        let refused = trust.start().await;
        let Err(LedgerError::Behind { found: at, locked }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((at, locked), (TreeSize(found), TreeSize(600)));
    }
    assert_eq!(trust.verify_public(), Ok(512));
    let heads = LockAt::File(trust.lock()).heads().unwrap();
    let sizes: Vec<u64> = heads.iter().map(|head| head.size.0).collect();
    assert_eq!(sizes, [512, 600]);
}

#[tokio::test]
async fn a_forked_store_is_refused_with_and_without_tiles() {
    for (from, forked_at) in [(600, 600), (513, 600), (512, 512), (100, 512)] {
        let trust = signed_trust().await;
        trust.journal.record(500);
        trust.journal.rewrite_from(from);
        for tiles in [true, false] {
            if !tiles {
                fs::remove_dir_all(trust.path("tiles")).unwrap();
            }
            let refused = trust.start().await;
            let Err(LedgerError::Forked { size }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!(size, TreeSize(forked_at));
        }
    }
}

#[tokio::test]
async fn a_lost_lock_is_refused_while_anything_of_the_log_exists() {
    let trust = signed_trust().await;
    let lock = trust.lock();
    let content = trust.lock_text();
    for missing in [true, false] {
        match missing {
            true => fs::remove_file(&lock).unwrap(),
            false => fs::write(&lock, "").unwrap(),
        }
        let refused = trust.start().await;
        assert!(matches!(
            refused,
            Err(LedgerError::LockLost { head: 600, .. })
        ));
        let text = refused.unwrap_err().to_string();
        assert!(text.contains("put the lock back"), "{text}");
    }
    // The store is gone as well, but the log is published: it is no first start.
    trust.journal.truncate(0);
    let refused = trust.start().await;
    assert!(matches!(
        refused,
        Err(LedgerError::LockLost { head: 0, .. })
    ));
    fs::write(&lock, content).unwrap();
    assert!(matches!(
        trust.start().await,
        Err(LedgerError::Behind { .. })
    ));
}

#[tokio::test]
async fn an_old_cut_or_changed_lock_is_refused() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 300);
    ledger.sign_inner().unwrap();
    let older = trust.lock_text();
    ledger.sign_outside().unwrap();
    let newest = trust.lock_text();
    drop(ledger);
    let lock = trust.lock();
    fs::write(&lock, older).unwrap();
    let refused = trust.start().await;
    assert!(matches!(refused, Err(LedgerError::LockOlder { published, .. }) if published.0 == 256));
    for half in newest.lines() {
        fs::write(&lock, format!("{half}\n")).unwrap();
        let refused = trust.start().await;
        assert!(matches!(refused, Err(LedgerError::LockIncomplete { .. })));
    }
    fs::write(&lock, newest.trim_end()).unwrap();
    let refused = trust.start().await;
    assert!(matches!(
        refused,
        Err(LedgerError::LockDamaged { line: 2, .. })
    ));
    let other_root = newest.replace(&trust.root(300).to_base64(), &trust.root(299).to_base64());
    fs::write(&lock, other_root).unwrap();
    let refused = trust.start().await;
    assert!(matches!(refused, Err(LedgerError::Forked { size }) if size.0 == 300));
    fs::write(&lock, newest).unwrap();
    trust.start().await.unwrap();
}

#[tokio::test]
async fn of_two_signers_the_second_to_sign_stops() {
    let trust = Trust::new();
    let first = trust.start().await.unwrap();
    trust.grow(&first, 300);
    let mut settings = trust.settings();
    settings.dir = trust.path("other tiles");
    settings.public_dir = trust.path("other public");
    let journal = Arc::clone(&trust.journal);
    let second = Ledger::start(settings, journal).await.unwrap();
    second.sign_inner().unwrap().unwrap();
    second.sign_outside().unwrap().unwrap();
    for _ in 0..2 {
        let refused = first.sign_inner();
        assert!(matches!(
            refused,
            Err(LedgerError::ForeignSigner { found, .. }) if found.0 == 300
        ));
        assert!(!refused.unwrap_err().may_pass());
        let refused = first.sign_outside();
        assert!(matches!(refused, Err(LedgerError::ForeignSigner { .. })));
    }
    assert_eq!(
        (first.inner_checkpoint(), first.outside_checkpoint()),
        (None, None)
    );
    assert!(!trust.path("public/checkpoint").exists());
    trust.grow(&second, 10);
    assert_eq!(second.sign_inner().unwrap().unwrap().size, TreeSize(310));
}

#[tokio::test]
async fn a_lock_that_disappears_while_running_stops_signing() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 1);
    fs::remove_file(trust.lock()).unwrap();
    assert!(matches!(
        ledger.sign_inner(),
        Err(LedgerError::LockGone { .. })
    ));
    assert_eq!(ledger.inner_checkpoint(), None);
}

#[tokio::test]
async fn a_lock_inside_the_folders_is_refused() {
    let trust = Trust::new();
    for place in ["tiles", "public"] {
        let mut settings = trust.settings();
        settings.part = trust.signer_locked_at(trust.path(place).join("lock"));
        let refused = Ledger::start(settings, Arc::clone(&trust.journal) as _).await;
        assert!(matches!(refused, Err(LedgerError::LockInside { .. })));
    }
    let inside = trust.path("tiles/lock");
    fs::write(&inside, "").unwrap();
    std::os::unix::fs::symlink(&inside, trust.path("linked")).unwrap();
    let tiles = trust.path("tiles");
    let refuse_inside = |lock: PathBuf| LockAt::File(lock).refuse_inside(&tiles);
    let linked = refuse_inside(trust.path("linked"));
    assert!(matches!(linked, Err(LedgerError::LockInside { .. })));
    assert!(refuse_inside(trust.path("public/../tiles/lock")).is_err());
    assert!(refuse_inside(trust.lock()).is_ok());
    assert!(refuse_inside(trust.path("nowhere/lock")).is_err());
}

#[tokio::test]
async fn settings_that_do_not_fit_together_are_refused() {
    let trust = Trust::new();
    let mut settings = trust.settings();
    settings.origin = "other.example".to_owned();
    let refused = Ledger::start(settings, Arc::clone(&trust.journal) as _).await;
    assert!(matches!(refused, Err(LedgerError::Origin { .. })));
    let mut settings = trust.settings();
    settings.part = Part::Signer {
        signer: trust.signer.inner(),
        lock: LockAt::File(trust.lock()),
    };
    settings.origin = format!("{ORIGIN}/inner");
    let refused = Ledger::start(settings, Arc::clone(&trust.journal) as _).await;
    assert!(matches!(refused, Err(LedgerError::Origin { .. })));
    let mut settings = trust.settings();
    settings.public_dir = trust.path("public/../tiles");
    fs::create_dir(trust.path("public")).unwrap();
    let refused = Ledger::start(settings, Arc::clone(&trust.journal) as _).await;
    assert!(matches!(refused, Err(LedgerError::OneFolder { .. })));
    assert!(!trust.lock().exists());
}

/// A disk that is full for a few calls.
#[derive(Debug, Default)]
struct FullDisk {
    refusals: AtomicUsize,
}

impl FullDisk {
    fn room(&self) -> io::Result<()> {
        let left = self.refusals.load(Ordering::Relaxed);
        if left == 0 {
            return Ok(());
        }
        self.refusals.store(left - 1, Ordering::Relaxed);
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Disk for FullDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        UnsyncedDisk.create_folder(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.room()?;
        UnsyncedDisk.write(path, content)
    }

    fn extend(&self, path: &Path, at: u64, content: &[u8]) -> io::Result<()> {
        let room = self.room();
        // A part of it is there when it fails.
        let fits = if room.is_ok() {
            content.len()
        } else {
            content.len() / 2
        };
        UnsyncedDisk.extend(path, at, &content[..fits])?;
        room
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.room()?;
        UnsyncedDisk.sync(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        UnsyncedDisk.rename(from, to)?;
        // In effect, and yet reported as failed.
        self.room()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.room()?;
        UnsyncedDisk.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        UnsyncedDisk.remove(path)
    }
}

#[tokio::test]
async fn after_a_full_disk_the_same_process_goes_on() {
    goes_on_after_a_full_disk(Trust::new()).await;
    goes_on_after_a_full_disk(Trust::spread()).await;
}

async fn goes_on_after_a_full_disk(trust: Trust) {
    let disk = Arc::new(FullDisk::default());
    let ledger = trust.start_on(Arc::clone(&disk) as _).await.unwrap();
    let mut failed = 0;
    for refusals in 1..40 {
        let events = trust.journal.record(130);
        disk.refusals.store(refusals, Ordering::Relaxed);
        while let Err(error) = ledger.follow(&events) {
            assert!(error.may_pass(), "{error}");
            failed += 1;
        }
        while let Err(error) = ledger.sign_inner() {
            assert!(error.may_pass(), "{error}");
            failed += 1;
        }
        while let Err(error) = ledger.sign_outside() {
            assert!(error.may_pass(), "{error}");
            failed += 1;
        }
        assert_eq!(disk.refusals.load(Ordering::Relaxed).min(1), 0);
        let size = refusals as u64 * 130;
        if size >= 256 {
            assert_eq!(trust.verify_public(), Ok(size / 256 * 256));
        }
        assert_eq!(verify_receipt(&trust, &ledger, &events[0]), size);
    }
    assert!(failed > 39);
}
