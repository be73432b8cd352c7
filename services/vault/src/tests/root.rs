//! The root key: its file, the wrong one, a new one.

use std::os::unix::fs::PermissionsExt;

use super::{Folder, envelope, information, vault_with_key};
use crate::contract::stream;
use crate::{
    KeyVaultError, Opened, RootKey, RootKeyError, SqliteKeyVault, Vault, VaultError, rotate_root,
};

#[test]
fn a_root_key_is_made_once_for_its_owner_only() {
    let folder = Folder::new();
    let path = folder.path("root.key");
    RootKey::create(&path).unwrap();
    let mode = path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.len(), 65);
    assert!(matches!(RootKey::create(&path), Err(RootKeyError::Exists)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    RootKey::read(&path).unwrap();
}

#[test]
fn a_root_key_file_that_others_may_read_is_refused() {
    let folder = Folder::new();
    let path = folder.path("root.key");
    RootKey::create(&path).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o666, 0o601] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let error = RootKey::read(&path).unwrap_err();
        assert!(matches!(error, RootKeyError::TooOpen { mode: found } if found == mode));
        assert!(error.to_string().contains("chmod 600"));
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
    RootKey::read(&path).unwrap();
}

#[test]
fn a_root_key_that_kubernetes_mounts_is_taken_and_only_as_it_mounts_it() {
    use crate::root::is_mounted_secret;
    assert!(is_mounted_secret(0, 0o440));
    for (owner, mode) in [(65_532, 0o440), (0, 0o640), (0, 0o444), (0, 0o460)] {
        assert!(!is_mounted_secret(owner, mode), "{owner} {mode:o}");
    }
}

#[test]
fn a_root_key_file_holds_64_digits_and_nothing_else() {
    let folder = Folder::new();
    let path = folder.path("root.key");
    RootKey::create(&path).unwrap();
    let digits = "0123456789abcdef".repeat(4);
    for good in [digits.clone(), format!("{digits}\n"), digits.to_uppercase()] {
        std::fs::write(&path, good).unwrap();
        RootKey::read(&path).unwrap();
    }
    for bad in [
        String::new(),
        "\n".to_owned(),
        digits[1..].to_owned(),
        format!("{digits}0"),
        format!("{digits}\n\n"),
        format!("{digits}\r\n"),
        format!(" {}", &digits[1..]),
        format!("g{}", &digits[1..]),
        digits.repeat(3),
    ] {
        std::fs::write(&path, &bad).unwrap();
        let error = RootKey::read(&path).unwrap_err();
        assert!(matches!(error, RootKeyError::Malformed), "{bad:?}");
    }
    let missing = RootKey::read(&folder.path("no such key")).unwrap_err();
    assert!(matches!(missing, RootKeyError::Unreadable(_)));
}

#[test]
fn a_wrong_root_key_is_said_at_the_start() {
    let folder = Folder::new();
    drop(vault_with_key(&folder, stream(1)));
    let wrong = Vault::new(folder.keys(), folder.root("other.key")).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongRootKey));
    folder.vault();
}

#[test]
fn a_key_wrapped_elsewhere_or_for_another_row_is_not_stored() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    let vault = folder.vault();
    let (_, theirs) = elsewhere.vault().draw_owner_key(stream(1));
    let refused = vault.store(&[theirs]).unwrap_err();
    assert!(matches!(refused, VaultError::WrongRootKey));
    let (_, good) = vault.draw_owner_key(stream(1));
    let mut moved = good.clone();
    moved.stream = stream(2);
    let mut renumbered = good.clone();
    renumbered.key_id ^= 1;
    let mut cut = good.clone();
    cut.bytes.truncate(11);
    for bad in [moved, renumbered, cut] {
        let refused = vault.store(&[good.clone(), bad]).unwrap_err();
        assert!(matches!(refused, VaultError::WrongRootKey));
    }
    let answer = vault.owner_key(stream(1)).unwrap();
    assert!(
        matches!(answer, crate::KeyAnswer::Missing),
        "none was stored"
    );
}

#[test]
fn another_key_under_the_same_id_is_refused_and_the_first_stays() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    let secret = zeroize::Zeroizing::new([3; 32]);
    let impostor = crate::OwnerKey::new(stream(1), owner.key_id(), secret);
    let wrapped = folder.root("root.key").wrap(&impostor);
    let refused = vault.store(&[wrapped]).unwrap_err();
    assert!(matches!(refused, VaultError::KeyIdTaken { .. }));
    drop(vault);
    assert!(folder.vault().open(&formed.sealed).is_ok());
}

#[test]
fn after_a_rotation_only_the_new_root_key_opens_and_events_are_as_before() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    drop(vault);
    let (old, new) = (folder.root("root.key"), folder.root("new.key"));
    let done = rotate_root(&*folder.keys(), &old, &new).unwrap();
    assert_eq!((done.keys, done.generation), (1, 1));
    let again = rotate_root(&*folder.keys(), &old, &new).unwrap();
    assert_eq!((again.keys, again.generation), (0, 1), "done already");
    let wrong = Vault::new(folder.keys(), old).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongRootKey));
    let vault = Vault::new(folder.keys(), new).unwrap();
    let opened = vault.open(&formed.sealed).unwrap();
    assert_eq!(opened, Opened::Event(information()));
}

#[test]
fn a_rotation_from_a_wrong_root_key_changes_nothing() {
    let folder = Folder::new();
    drop(vault_with_key(&folder, stream(1)));
    let (wrong, new) = (folder.root("wrong.key"), folder.root("new.key"));
    let refused = rotate_root(&*folder.keys(), &wrong, &new).unwrap_err();
    assert!(matches!(refused, VaultError::WrongRootKey));
    folder.vault();
}

#[test]
fn a_key_store_in_use_is_not_rotated() {
    let folder = Folder::new();
    let _serving = folder.vault();
    let refused = SqliteKeyVault::open(&folder.path("vault.sqlite")).unwrap_err();
    assert!(matches!(refused, KeyVaultError::InUse));
}
