//! The log folder and the receipts under verifiers that nobody here wrote, and under tampering.
#![allow(clippy::unwrap_used, reason = "tests")]

mod byte_changes;
mod log_folder;
mod log_on_disk;
mod verifiers;

use std::fs;
use std::path::PathBuf;

use lanyard_evidence::TreeSize;
use lanyard_evidence::note::Signer;
use lanyard_evidence::tree::verify_consistency;
use lanyard_evidence::verify;

use log_folder::LogFolder;
use log_on_disk::WrittenLog;

fn signer() -> Signer {
    Signer::new("trust.example/lanyard", &[42; 32]).unwrap()
}

/// A log of this many leaves with a receipt for every eleventh, inner and outside in turn.
fn written(leaves: u64) -> WrittenLog {
    WrittenLog::write(leaves, &signer()).unwrap()
}

#[test]
fn our_own_verifier_accepts_folder_and_receipts() {
    for leaves in [1, 255, 256, 257, 600] {
        let log = written(leaves);
        let key = signer().verifier_key().clone();
        let since = verify::directory_since(&LogFolder(log.dir()), &key, log.older_checkpoint());
        assert_eq!(since.unwrap().signed.checkpoint.size, TreeSize(leaves));
        for receipt in log.receipts() {
            verify::receipt(fs::read(receipt).unwrap(), &key).unwrap();
        }
    }
}

#[test]
fn the_go_projects_packages_accept_folder_receipts_and_growth() {
    for leaves in [1, 256, 600, 65_793] {
        let log = written(leaves);
        let older = log.root().join("older");
        fs::write(&older, log.older_checkpoint()).unwrap();
        let vkey = signer().verifier_key().to_string();
        let said = verifiers::go_check(&vkey, &log.dir(), Some(&older), &log.receipts()).unwrap();
        assert!(said.contains(&format!(
            "{leaves} leaves and {} receipts",
            log.receipts().len()
        )));
    }
}

#[test]
fn the_go_projects_packages_refuse_a_changed_folder() {
    let log = written(300);
    let vkey = signer().verifier_key().to_string();
    for file in ["checkpoint", "tile/0/000", "tile/entries/001.p/44"] {
        let path = log.dir().join(file);
        let good = fs::read(&path).unwrap();
        let mut changed = good.clone();
        changed[30] ^= 1;
        fs::write(&path, changed).unwrap();
        assert!(
            verifiers::go_check(&vkey, &log.dir(), None, &[]).is_err(),
            "{file}"
        );
        fs::write(&path, good).unwrap();
    }
    verifiers::go_check(&vkey, &log.dir(), None, &[]).unwrap();
}

#[test]
fn openssl_accepts_the_checkpoints_signature_and_no_other() {
    let log = written(512);
    let checkpoint = log.dir().join("checkpoint");
    let key = signer().verifier_key().clone();
    verifiers::openssl_check(&key, &checkpoint).unwrap();
    let stranger = Signer::new("trust.example/lanyard", &[43; 32]).unwrap();
    assert!(verifiers::openssl_check(stranger.verifier_key(), &checkpoint).is_err());
    let changed = fs::read_to_string(&checkpoint)
        .unwrap()
        .replace("512", "513");
    fs::write(&checkpoint, changed).unwrap();
    assert!(verifiers::openssl_check(&key, &checkpoint).is_err());
}

#[test]
fn sigstore_accepts_every_receipt() {
    for leaves in [1, 2, 257, 600] {
        let log = written(leaves);
        let said = verifiers::sigstore_check(&log.receipts()).unwrap();
        assert!(said.starts_with(&log.receipts().len().to_string()));
    }
}

#[test]
fn ten_thousand_one_byte_changes_are_all_refused() {
    let log = written(280);
    let receipts: Vec<PathBuf> = log.receipts();
    let key = signer().verifier_key().clone();
    let accepted = byte_changes::accepted(&log.dir(), &receipts, &key, 10_000);
    assert_eq!(accepted.unwrap(), Vec::<String>::new());
}

#[test]
fn the_older_checkpoint_is_consistent_by_proof_too() {
    let log = written(600);
    let (old, new, proof) = log.consistency();
    verify_consistency(&old, &new, &proof).unwrap();
}
