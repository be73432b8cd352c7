//! The PostgreSQL key store against the contract, beside others, and against a server gone away.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::future::Future;
use std::sync::Arc;

use lanyard_postgres::testing::{self, OwnServer, new_database_on};

use super::PostgresKeyVault;
use crate::contract::{Subject, stream};
use crate::error::KeyVaultError;
use crate::port::{KeyRow, KeyVault, Put, RootCheck, WrappedKey};

/// A database of its own.
struct Database(String);

impl Database {
    fn new() -> Self {
        Self(wait(testing::new_database()))
    }

    fn keys(&self) -> PostgresKeyVault {
        PostgresKeyVault::connect(&self.0).unwrap()
    }
}

impl Subject for Database {
    fn open(&self) -> Arc<dyn KeyVault> {
        Arc::new(self.keys())
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work)
}

fn run(url: &str, sql: &str) -> Result<(), String> {
    wait(async {
        let link = testing::link(url).await;
        let ran = link.batch_execute(sql).await;
        ran.map_err(|error| error.as_db_error().unwrap().message().to_owned())
    })
}

fn key(n: u128, byte: u8) -> WrappedKey {
    WrappedKey {
        stream: stream(n),
        key_id: 7,
        bytes: vec![byte; 60],
    }
}

crate::key_vault_contract!(Database::new);

#[tokio::test]
async fn it_may_be_used_and_dropped_on_a_thread_that_drives_a_runtime() {
    let url = testing::new_database().await;
    let vault = PostgresKeyVault::connect(&url).unwrap();
    assert_eq!(vault.put(&[key(1, 1)]).unwrap(), [Put::Stored]);
    assert_eq!(vault.newest(stream(1)).unwrap(), KeyRow::Wrapped(key(1, 1)));
    drop(vault);
}

#[test]
fn of_a_key_given_twice_the_first_is_stored() {
    let vault = Database::new().keys();
    let put = vault.put(&[key(1, 1), key(1, 2)]).unwrap();
    let present = Put::Present(KeyRow::Wrapped(key(1, 1)));
    assert_eq!(put, [Put::Stored, present]);
}

#[test]
fn what_one_process_stores_and_destroys_another_sees() {
    let database = Database::new();
    let (one, other) = (database.keys(), database.keys());
    one.put(&[key(1, 1)]).unwrap();
    assert_eq!(other.get(stream(1), 7).unwrap(), KeyRow::Wrapped(key(1, 1)));
    other.tombstone(stream(1), 7).unwrap();
    assert_eq!(one.newest(stream(1)).unwrap(), KeyRow::Destroyed);
}

#[test]
fn a_rotation_wraps_more_keys_than_go_into_one_statement() {
    let database = Database::new();
    let vault = database.keys();
    let check = |generation| RootCheck {
        generation,
        bytes: vec![1; 28],
    };
    vault.root_check(&check(0)).unwrap();
    let keys: Vec<_> = (0..2_345).map(|n| key(n, 1)).collect();
    vault.put(&keys).unwrap();
    let done = vault.rewrap(&check(1), &mut |_| Some(vec![2; 60])).unwrap();
    assert_eq!(done.keys, 2_345);
    for n in [0, 999, 1_000, 2_344] {
        let row = database.keys().get(stream(n), 7).unwrap();
        assert_eq!(row, KeyRow::Wrapped(key(n, 2)));
    }
}

#[test]
fn keys_and_tombstones_stay_whatever_statement_comes() {
    let database = Database::new();
    let vault = database.keys();
    vault.put(&[key(1, 1), key(2, 2)]).unwrap();
    vault.tombstone(stream(2), 7).unwrap();
    for forbidden in ["DELETE FROM keys", "TRUNCATE keys"] {
        assert_eq!(run(&database.0, forbidden), Err("rows stay".to_owned()));
    }
    let revived = run(&database.0, "UPDATE keys SET wrapped = '\\x00'");
    assert_eq!(revived, Err("tombstones stay".to_owned()));
}

#[test]
fn keys_without_a_check_value_are_damage() {
    let database = Database::new();
    let vault = database.keys();
    vault.put(&[key(1, 1)]).unwrap();
    let check = RootCheck {
        generation: 0,
        bytes: vec![1; 28],
    };
    let error = vault.root_check(&check).unwrap_err();
    assert!(matches!(error, KeyVaultError::Corrupt { .. }));
}

#[test]
fn a_database_that_is_not_a_key_store_or_of_a_later_release_is_refused() {
    let database = Database::new();
    drop(database.keys());
    run(&database.0, "UPDATE lanyard_tables SET version = 99").unwrap();
    let error = PostgresKeyVault::connect(&database.0).unwrap_err();
    assert!(error.to_string().contains("later release"));
    run(&database.0, "UPDATE lanyard_tables SET kind = 'events'").unwrap();
    let error = PostgresKeyVault::connect(&database.0).unwrap_err();
    assert!(error.to_string().contains("another part of Lanyard"));
}

#[test]
fn a_server_that_comes_back_is_used_again_and_meanwhile_said_to_be_away() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    // The server's own user must get in.
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    let server = OwnServer::start_in(&folder.path().join("postgres"));
    let url = wait(new_database_on(&server.url()));
    let vault = PostgresKeyVault::connect(&url).unwrap();
    vault.put(&[key(1, 1)]).unwrap();
    server.crash();
    for answer in [
        vault.get(stream(1), 7).map(drop),
        vault.put(&[key(2, 2)]).map(drop),
        PostgresKeyVault::connect(&url).map(drop),
    ] {
        assert!(matches!(answer, Err(KeyVaultError::Unavailable(_))));
    }
    server.start();
    assert_eq!(vault.get(stream(1), 7).unwrap(), KeyRow::Wrapped(key(1, 1)));
    assert_eq!(vault.put(&[key(2, 2)]).unwrap(), [Put::Stored]);
}

#[test]
fn an_error_never_shows_the_password() {
    let server = testing::server_url().replace("postgres@", "postgres:hunter2@");
    for url in [format!("{server}/nowhere"), "key:hunter2".to_owned()] {
        let error = PostgresKeyVault::connect(&url).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("hunter2"));
    }
}
