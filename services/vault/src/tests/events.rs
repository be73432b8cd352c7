//! Forming and opening events.

use lanyard_events::{METADATA_FIELDS, SealedEvent};

use super::{Folder, envelope, filler, information, vault_with_key};
use crate::contract::stream;
use crate::{KeyAnswer, Opened, VaultError, digest_of};

#[test]
fn what_is_formed_opens_to_the_same_event() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    for event in [information(), filler()] {
        let formed = vault.form(&owner, envelope(stream(1), 1), &event);
        let sealed = &formed.sealed;
        assert_eq!(sealed.envelope.event_type.as_str(), event.kind().event_type);
        assert_eq!(sealed.envelope.schema_version, event.kind().version);
        let fields = METADATA_FIELDS.len() + event.kind().fields.len();
        assert_eq!(sealed.commitments.len(), 32 * fields);
        assert_eq!(formed.digest, digest_of(sealed));
        let opened = Opened::Event(event);
        assert_eq!(vault.open(sealed).unwrap(), opened);
        assert_eq!(vault.open_checked(sealed).unwrap(), opened);
    }
}

#[test]
fn it_opens_after_a_restart_with_the_key_from_the_store() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    drop((vault, owner));
    let vault = folder.vault();
    let opened = vault.open(&formed.sealed).unwrap();
    assert_eq!(opened, Opened::Event(information()));
    let KeyAnswer::Key(owner) = vault.owner_key(stream(1)).unwrap() else {
        panic!("the key is stored");
    };
    let next = vault.form(&owner, envelope(stream(1), 2), &information());
    assert!(vault.open_checked(&next.sealed).is_ok());
}

#[test]
fn fetching_keys_for_many_events_changes_no_answer() {
    let folder = Folder::new();
    let vault = folder.vault();
    let mut keys = Vec::new();
    let events = [1, 2, 3, 4].map(|n| {
        let (owner, wrapped) = vault.draw_owner_key(stream(n));
        keys.push(wrapped);
        let formed = vault.form(&owner, envelope(stream(n), n), &information());
        formed.sealed
    });
    // The last key never comes to the store.
    vault.store(&keys[..3]).unwrap();
    vault.destroy(stream(2), keys[1].key_id).unwrap();
    drop(vault);
    let vault = folder.vault();
    vault.fetch_keys(&events).unwrap();
    vault.destroy(stream(3), keys[2].key_id).unwrap();
    let opened = events.each_ref().map(|event| vault.open(event));
    assert!(matches!(&opened[0], Ok(Opened::Event(event)) if *event == information()));
    assert!(matches!(opened[1], Ok(Opened::Erased)));
    assert!(
        matches!(opened[2], Ok(Opened::Erased)),
        "since it was fetched"
    );
    assert!(matches!(opened[3], Err(VaultError::KeyMissing { .. })));
}

#[test]
fn the_same_command_decided_twice_gives_other_keys_salts_seeds_and_ciphertexts() {
    let folder = Folder::new();
    let vault = folder.vault();
    let attempt = |id| {
        let (owner, wrapped) = vault.draw_owner_key(stream(1));
        vault.store(std::slice::from_ref(&wrapped)).unwrap();
        let formed = vault.form(&owner, envelope(stream(1), id), &information());
        (wrapped, formed)
    };
    let ((wrapped, first), (other_wrapped, second)) = (attempt(1), attempt(2));
    assert_ne!(wrapped.key_id, other_wrapped.key_id);
    assert_ne!(wrapped.bytes, other_wrapped.bytes);
    assert_differ(&first.sealed, &second.sealed);
    for formed in [&first, &second] {
        let opened = vault.open_checked(&formed.sealed).unwrap();
        assert_eq!(opened, Opened::Event(information()));
    }
    let (owner, _) = vault.draw_owner_key(stream(2));
    let once_more = || vault.form(&owner, envelope(stream(2), 3), &information());
    assert_differ(&once_more().sealed, &once_more().sealed);
}

fn assert_differ(first: &SealedEvent, second: &SealedEvent) {
    let boxes = (
        first.sealed_box.as_ref().unwrap(),
        second.sealed_box.as_ref().unwrap(),
    );
    assert_ne!(boxes.0.box_salt, boxes.1.box_salt);
    assert_ne!(boxes.0.ciphertext, boxes.1.ciphertext);
    assert_ne!(first.metadata_seed, second.metadata_seed);
    let each = |sealed: &SealedEvent| -> Vec<[u8; 32]> {
        let chunks = sealed.commitments.chunks_exact(32);
        chunks.map(|chunk| chunk.try_into().unwrap()).collect()
    };
    let (ours, theirs) = (each(first), each(second));
    assert!(ours.iter().all(|commitment| !theirs.contains(commitment)));
}

#[test]
fn a_box_of_another_event_stream_or_schema_does_not_open() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let first = vault.form(&owner, envelope(stream(1), 1), &information());
    let second = vault.form(&owner, envelope(stream(1), 2), &information());
    let refused = |change: &dyn Fn(&mut SealedEvent)| {
        let mut changed = first.sealed.clone();
        change(&mut changed);
        matches!(vault.open(&changed), Err(VaultError::BoxRefused { .. }))
    };
    assert!(refused(&|e| e.sealed_box = second.sealed.sealed_box.clone()));
    assert!(refused(&|e| e.envelope.id = second.sealed.envelope.id));
    assert!(refused(&|e| e.envelope.schema_version = 2));
    for place in [
        0,
        15,
        32,
        first.sealed.sealed_box.as_ref().unwrap().ciphertext.len() - 1,
    ] {
        assert!(refused(&|e| {
            e.sealed_box.as_mut().unwrap().ciphertext[place] ^= 1;
        }));
    }
    assert!(refused(
        &|e| e.sealed_box.as_mut().unwrap().box_salt[31] ^= 1
    ));
    assert!(refused(&|e| e
        .sealed_box
        .as_mut()
        .unwrap()
        .ciphertext
        .truncate(10)));
    let (other, _) = vault.draw_owner_key(stream(2));
    let theirs = vault.form(&other, envelope(stream(1), 1), &information());
    let mut theirs = theirs.sealed;
    theirs.sealed_box.as_mut().unwrap().key_id = owner.key_id();
    assert!(matches!(
        vault.open(&theirs),
        Err(VaultError::BoxRefused { .. })
    ));
}

#[test]
fn changed_metadata_or_commitments_are_noticed_by_the_full_check_only() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    let changes: [&dyn Fn(&mut SealedEvent); 4] = [
        &|e| e.envelope.occurred_at = lanyard_events::At::from_millis(0),
        &|e| e.envelope.actor = lanyard_events::Actor::Public,
        &|e| *e.commitments.last_mut().unwrap() ^= 1,
        &|e| e.metadata_seed[0] ^= 1,
    ];
    for change in changes {
        let mut changed = formed.sealed.clone();
        change(&mut changed);
        assert!(vault.open(&changed).is_ok());
        let checked = vault.open_checked(&changed);
        assert!(matches!(checked, Err(VaultError::CommitmentsDiffer { .. })));
    }
    let mut erased = formed.sealed;
    erased.sealed_box = None;
    assert_eq!(vault.open_checked(&erased).unwrap(), Opened::Erased);
    erased.envelope.actor = lanyard_events::Actor::Public;
    assert!(vault.open_checked(&erased).is_err());
}

#[test]
fn a_destroyed_key_is_erased_and_a_missing_one_is_an_error() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    assert!(matches!(vault.open(&formed.sealed), Ok(Opened::Event(_))));
    assert!(vault.destroy(stream(1), owner.key_id()).unwrap());
    assert_eq!(vault.open(&formed.sealed).unwrap(), Opened::Erased);
    assert_eq!(vault.open_checked(&formed.sealed).unwrap(), Opened::Erased);
    let answer = vault.owner_key(stream(1)).unwrap();
    assert!(matches!(answer, KeyAnswer::Destroyed));
    let (never_stored, _) = vault.draw_owner_key(stream(2));
    let lost = vault.form(&never_stored, envelope(stream(2), 2), &information());
    let error = vault.open(&lost.sealed).unwrap_err();
    assert!(
        matches!(error, VaultError::KeyMissing { key_id, .. } if key_id == never_stored.key_id())
    );
    let answer = vault.owner_key(stream(2)).unwrap();
    assert!(matches!(answer, KeyAnswer::Missing));
    let mut deleted = formed.sealed;
    deleted.sealed_box = None;
    assert_eq!(vault.open(&deleted).unwrap(), Opened::Erased);
}

#[test]
fn what_is_destroyed_stays_so_though_its_proposal_comes_again() {
    let folder = Folder::new();
    let vault = folder.vault();
    let (owner, wrapped) = vault.draw_owner_key(stream(1));
    vault.store(std::slice::from_ref(&wrapped)).unwrap();
    vault.store(std::slice::from_ref(&wrapped)).unwrap();
    vault.destroy(stream(1), owner.key_id()).unwrap();
    vault.store(&[wrapped]).unwrap();
    let answer = vault.owner_key(stream(1)).unwrap();
    assert!(matches!(answer, KeyAnswer::Destroyed));
}

#[test]
fn nothing_personal_and_no_key_is_in_any_debug_text() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    let opened = vault.open(&formed.sealed).unwrap();
    let text = format!("{vault:?} {owner:?} {opened:?}");
    for secret in ["hall", "home"] {
        assert!(!text.contains(secret), "{text}");
    }
}
