//! The public folder and what is served of it.

use std::fs;
use std::sync::Arc;

use lanyard_evidence::verify::VerifyError;

use super::disks::UnlinkedDisk;
use super::*;

#[tokio::test]
async fn every_published_log_verifies_and_is_at_a_multiple_of_256() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    assert_eq!(ledger.sign_outside().unwrap(), None);
    let mut size = 0;
    for count in [255, 1, 1, 255, 300, 600, 3, 2000, 256] {
        trust.grow(&ledger, count);
        size += count;
        let multiple = size / 256 * 256;
        let before = ledger.outside_checkpoint();
        let signed = ledger.sign_outside().unwrap();
        assert_eq!(ledger.sign_outside().unwrap(), None);
        if multiple == 0 {
            assert_eq!((signed, ledger.outside_checkpoint()), (None, None));
            continue;
        }
        assert_eq!(signed.is_none(), before == ledger.outside_checkpoint());
        assert_eq!(trust.verify_public(), Ok(multiple));
        let served = ledger.public_file("checkpoint").unwrap().unwrap();
        assert_eq!(String::from_utf8(served).ok(), ledger.outside_checkpoint());
    }
}

#[tokio::test]
async fn exactly_the_published_files_are_served() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    assert_eq!(ledger.public_file("checkpoint").unwrap(), None);
    trust.grow(&ledger, 1400);
    ledger.sign_inner().unwrap();
    ledger.sign_outside().unwrap();
    trust.grow(&ledger, 300);
    let folder = trust.settings().public_dir;
    let files = files_below(&folder);
    // A checkpoint, five tiles of entries and five of hashes, and one of their roots.
    assert_eq!(files.len(), 12);
    for file in files {
        let path = file.strip_prefix(&folder).unwrap().to_str().unwrap();
        let served = ledger.public_file(path).unwrap().unwrap();
        assert_eq!(served, fs::read(&file).unwrap());
    }
    let others = [
        "",
        "/",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/005",
        "tile/0/5",
        "tile/0/000/",
        "//tile/0/000",
        "tile/entries/005",
        "tile/entries/x000/000",
        "tile/0/000.p/256",
        "tile/0/000.p/9",
        "tile/1/000",
        "tile/1/000.p/4",
        "tile/1/000.p/6",
        "tile/1/000.p/05",
        "tile/2/000.p/1",
        "tile/8/000",
        "tile/255/000",
        "tile/256/000",
        "tile/0/../0/000",
        "../checkpoint.lock",
        "tile/0/000.new",
        "checkpoint.new",
        "Checkpoint",
        "tile/0/000\0",
        "tile/0/999/999",
    ];
    for path in others {
        assert_eq!(ledger.public_file(path).unwrap(), None, "{path:?}");
    }
    fs::remove_file(folder.join("tile/entries/003")).unwrap();
    let missing = ledger.public_file("tile/entries/003");
    assert!(matches!(missing, Err(LedgerError::TileDamaged { .. })));
}

#[tokio::test]
async fn a_lost_public_folder_is_published_anew_and_strays_are_removed() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 900);
    ledger.sign_outside().unwrap();
    let checkpoint = ledger.outside_checkpoint();
    drop(ledger);
    let public = trust.settings().public_dir;
    fs::remove_dir_all(&public).unwrap();
    let ledger = trust.start().await.unwrap();
    assert_eq!(trust.verify_public(), Ok(768));
    assert_eq!(ledger.outside_checkpoint(), checkpoint);
    drop(ledger);
    // What a crash may leave goes; what is not ours stays, for somebody to look at.
    for stray in [
        "tile/0/003",
        "tile/1/000.p/2",
        "tile/0/001.new",
        "checkpoint.new",
    ] {
        fs::create_dir_all(public.join(stray).parent().unwrap()).unwrap();
        fs::write(public.join(stray), "stray").unwrap();
    }
    fs::write(public.join("tile/0/001"), "cut").unwrap();
    let ledger = trust.start().await.unwrap();
    assert_eq!(trust.verify_public(), Ok(768));
    fs::write(public.join("notes.txt"), "ours?").unwrap();
    trust.grow(&ledger, 300);
    ledger.sign_outside().unwrap();
    let verified = trust.verify_public();
    assert_eq!(
        verified,
        Err(VerifyError::NotNeeded("notes.txt".to_owned()))
    );
}

#[tokio::test]
async fn tiles_are_stored_once_or_copied_where_links_cannot_be_made() {
    use std::os::unix::fs::MetadataExt;
    for linked in [true, false] {
        let trust = Trust::new();
        let disk: Arc<dyn Disk> = match linked {
            true => Arc::new(UnsyncedDisk),
            false => Arc::new(UnlinkedDisk),
        };
        let ledger = trust.start_on(disk).await.unwrap();
        trust.grow(&ledger, 1000);
        ledger.sign_outside().unwrap();
        assert_eq!(trust.verify_public(), Ok(768));
        let file = fs::metadata(trust.path("public/tile/0/001")).unwrap();
        assert_eq!(file.nlink(), if linked { 2 } else { 1 });
    }
}

#[tokio::test]
async fn a_published_log_of_another_key_or_history_is_refused() {
    let trust = Trust::new();
    let ledger = trust.start().await.unwrap();
    trust.grow(&ledger, 600);
    ledger.sign_outside().unwrap();
    let inner = ledger
        .sign_inner()
        .unwrap()
        .map(|_| ledger.inner_checkpoint());
    drop(ledger);
    let checkpoint = trust.path("public/checkpoint");
    let signed = fs::read(&checkpoint).unwrap();
    let wrong = [b"nonsense".to_vec(), inner.unwrap().unwrap().into_bytes()];
    for content in wrong {
        fs::write(&checkpoint, content).unwrap();
        let refused = trust.start().await;
        assert!(matches!(refused, Err(LedgerError::Published { .. })));
    }
    fs::write(&checkpoint, signed).unwrap();
    trust.start().await.unwrap();
}
