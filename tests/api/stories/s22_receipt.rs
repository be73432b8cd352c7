//! S22: Priya checks the receipt of S01 on another machine, with the public key and no network.

use lanyard_evidence::note::VerifierKey;
use lanyard_evidence::verify;
use lanyard_tests::World;

use crate::program::lanyard;
use crate::steps::{raise, threats};

/// The receipt as Priya keeps it, and the key she has from the trust's website.
fn kept() -> (String, String) {
    let world = World::at("2026-11-10T14:05");
    let priya = world.client("priya");
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let receipt = priya.get(&concern.receipt).expect(200).text();
    (receipt, world.vkey())
}

/// Nothing of the trust is left when this is run: the receipt in a folder, the key by hand.
fn verify_elsewhere(receipt: &[u8], key: &str) -> crate::program::Said {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.tlog-proof");
    std::fs::write(&file, receipt).unwrap();
    lanyard(&["verify", file.to_str().unwrap(), "--key", key], &[])
}

#[test]
fn it_says_before_when_the_record_was_in_the_log_and_that_no_witness_has_confirmed_it() {
    let (receipt, key) = kept();
    let words = verify_elsewhere(receipt.as_bytes(), &key).verified();
    assert!(
        words.contains("before 10 Nov 2026 14:06 (London)"),
        "{words}"
    );
    assert!(words.contains("by the trust's own clock"), "{words}");
    assert!(
        words.contains("No witness has confirmed it yet."),
        "{words}"
    );
}

#[test]
fn one_changed_character_is_refused_with_the_reason() {
    let (receipt, key) = kept();
    // One in each part of it: header, index, leaf, proof, checkpoint, signature.
    let step = receipt.len() / 12;
    for place in (1..receipt.len()).step_by(step) {
        let mut changed = receipt.clone().into_bytes();
        changed[place] = if changed[place] == b'x' { b'y' } else { b'x' };
        let words = verify_elsewhere(&changed, &key).refused();
        assert!(
            words.contains("REFUSED: this receipt does not hold"),
            "{place}: {words}"
        );
        let reason = words
            .split_once("does not hold: ")
            .map(|(_, reason)| reason.trim());
        assert!(
            reason.is_some_and(|reason| reason.len() > 20),
            "{place}: {words}"
        );
    }
}

#[test]
fn no_character_can_be_changed_left_out_or_put_in() {
    let (receipt, key) = kept();
    let key = VerifierKey::parse(&key).unwrap();
    assert!(verify::receipt(&receipt, &key).is_ok());
    let bytes = receipt.into_bytes();
    for place in 0..bytes.len() {
        for other in [b'A', b'x', b'\n', b'7'] {
            let mut changed = bytes.clone();
            if changed[place] != other {
                changed[place] = other;
                assert!(verify::receipt(&changed, &key).is_err(), "{place} changed");
            }
        }
        let mut shorter = bytes.clone();
        shorter.remove(place);
        assert!(verify::receipt(&shorter, &key).is_err(), "{place} left out");
        let mut longer = bytes.clone();
        longer.insert(place, b'A');
        assert!(verify::receipt(&longer, &key).is_err(), "put in at {place}");
    }
}

#[test]
fn another_trusts_key_does_not_verify_it() {
    let (receipt, _) = kept();
    let other = World::at("2026-11-10T14:05").vkey();
    let words = verify_elsewhere(receipt.as_bytes(), &other).refused();
    assert!(words.contains("another log"), "{words}");
}
