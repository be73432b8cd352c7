//! The key store's file gone bad.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use rusqlite::Connection;

use super::{Folder, envelope, information, vault_with_key};
use crate::contract::stream;
use crate::{KeyAnswer, KeyVaultError, SqliteKeyVault, Vault, VaultError};

fn refused(folder: &Folder) -> KeyVaultError {
    SqliteKeyVault::open(&folder.path("vault.sqlite")).unwrap_err()
}

#[test]
fn its_files_are_for_their_owner_only() {
    let folder = Folder::new();
    let _open = vault_with_key(&folder, stream(1));
    for entry in std::fs::read_dir(folder.0.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}

#[test]
fn a_file_that_is_cut_short_or_not_a_key_store_is_refused() {
    let folder = Folder::new();
    drop(vault_with_key(&folder, stream(1)));
    let path = folder.path("vault.sqlite");
    let whole = std::fs::read(&path).unwrap();
    for length in [10, 100, 4_096, whole.len() / 2] {
        std::fs::write(&path, &whole[..length]).unwrap();
        let error = refused(&folder);
        assert!(
            matches!(error, KeyVaultError::Corrupt { .. }),
            "{length}: {error:?}"
        );
    }
    std::fs::write(
        &path,
        "not a key store at all, but long enough to look like one",
    )
    .unwrap();
    assert!(matches!(refused(&folder), KeyVaultError::Corrupt { .. }));
    std::fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE pets (name)").unwrap();
    drop(other);
    assert!(refused(&folder).to_string().contains("not a key store"));
}

#[test]
fn keys_without_a_check_value_are_damage() {
    let folder = Folder::new();
    drop(vault_with_key(&folder, stream(1)));
    let changed = Connection::open(folder.path("vault.sqlite")).unwrap();
    changed.execute_batch("DELETE FROM root").unwrap();
    drop(changed);
    let refused = crate::Vault::new(folder.keys(), folder.root("root.key")).unwrap_err();
    assert!(matches!(
        refused,
        VaultError::Store(KeyVaultError::Corrupt { .. })
    ));
}

#[test]
fn a_wrapped_key_that_was_changed_is_damage_and_not_a_wrong_box() {
    let folder = Folder::new();
    let (vault, owner) = vault_with_key(&folder, stream(1));
    let formed = vault.form(&owner, envelope(stream(1), 1), &information());
    drop(vault);
    let changed = Connection::open(folder.path("vault.sqlite")).unwrap();
    changed
        .execute_batch("UPDATE keys SET wrapped = zeroblob(60)")
        .unwrap();
    drop(changed);
    let vault = folder.vault();
    let error = vault.open(&formed.sealed).unwrap_err();
    assert!(matches!(error, VaultError::KeyDamaged { .. }));
}

#[test]
fn a_destroyed_key_is_in_none_of_the_files_any_more() {
    let folder = Folder::new();
    let vault = folder.vault();
    let (owner, wrapped) = vault.draw_owner_key(stream(1));
    vault.store(std::slice::from_ref(&wrapped)).unwrap();
    let found = || {
        std::fs::read_dir(folder.0.path()).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let secret = &wrapped.bytes[12..44];
            bytes.windows(32).any(|window| window == secret)
        })
    };
    assert!(found());
    vault.destroy(stream(1), owner.key_id()).unwrap();
    assert!(!found());
}

#[test]
fn a_copy_taken_beside_a_running_process_opens_and_keeps_what_was_destroyed() {
    let folder = Folder::new();
    let vault = folder.vault();
    let (kept, kept_row) = vault.draw_owner_key(stream(1));
    let (gone, gone_row) = vault.draw_owner_key(stream(2));
    vault.store(&[kept_row, gone_row]).unwrap();
    vault.destroy(stream(2), gone.key_id()).unwrap();
    let copy = folder.path("copy.sqlite");
    SqliteKeyVault::copy(&folder.path("vault.sqlite"), &copy).unwrap();
    // Later keys are not in it, and it is not overwritten.
    let (_, later) = vault.draw_owner_key(stream(3));
    vault.store(&[later]).unwrap();
    assert!(SqliteKeyVault::copy(&folder.path("vault.sqlite"), &copy).is_err());

    let keys = Arc::new(SqliteKeyVault::open(&copy).unwrap());
    let copied = Vault::new(keys, folder.root("root.key")).unwrap();
    assert!(
        matches!(copied.owner_key(stream(1)).unwrap(), KeyAnswer::Key(key) if key.key_id() == kept.key_id())
    );
    assert!(matches!(
        copied.owner_key(stream(2)).unwrap(),
        KeyAnswer::Destroyed
    ));
    assert!(matches!(
        copied.owner_key(stream(3)).unwrap(),
        KeyAnswer::Missing
    ));
}
