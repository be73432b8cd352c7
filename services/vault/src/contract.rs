//! The contract suite of the key store: what every adapter must do.
//!
//! An adapter implements [`Subject`] for a store of its own and calls [`crate::key_vault_contract`].

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use lanyard_events::{StreamId, StreamKind};
use uuid::Uuid;

use crate::error::KeyVaultError;
use crate::port::{KeyRow, KeyVault, Put, Rewrapped, RootCheck, WrappedKey};

/// One store under test. Opened again, once nobody holds it any more, it has the same rows.
pub trait Subject {
    /// Opens the store.
    fn open(&self) -> Arc<dyn KeyVault>;
}

/// Makes a test of each behaviour; `$fresh` is a function that gives an empty [`Subject`].
#[macro_export]
macro_rules! key_vault_contract {
    ($fresh:path) => {
        $crate::key_vault_contract! { $fresh =>
            what_is_put_is_there_and_outlives_a_restart
            a_row_is_never_overwritten
            the_newest_live_key_is_the_one_stored_last
            a_tombstone_stays_and_what_never_was_is_missing
            of_many_named_keys_the_live_ones_are_given
            the_first_check_value_stays
            rewrapping_changes_every_live_row_and_the_check_value_together
            a_rewrapping_that_fails_changes_nothing
            rewrapping_goes_on_from_the_generation_it_knew
        }
    };
    ($fresh:path => $($behaviour:ident)+) => {$(
        #[test]
        fn $behaviour() {
            $crate::contract::$behaviour(&$fresh());
        }
    )+};
}

/// The nth stream.
#[must_use]
pub fn stream(n: u128) -> StreamId {
    StreamId::new(StreamKind::Case, Uuid::from_u128(n))
}

fn key(n: u128, key_id: u32, byte: u8) -> WrappedKey {
    WrappedKey {
        stream: stream(n),
        key_id,
        bytes: vec![byte; 60],
    }
}

fn check(generation: u64) -> RootCheck {
    RootCheck {
        generation,
        bytes: vec![u8::try_from(generation).unwrap(); 28],
    }
}

/// Ids of both ends of the range, several streams at once.
pub fn what_is_put_is_there_and_outlives_a_restart(subject: &dyn Subject) {
    let keys = [key(1, 0, 1), key(1, u32::MAX, 2), key(2, 0, 3)];
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    assert_eq!(store.put(&keys).unwrap(), vec![Put::Stored; 3]);
    assert_eq!(store.put(&[]).unwrap(), []);
    drop(store);
    let store = subject.open();
    for key in keys {
        let row = store.get(key.stream, key.key_id).unwrap();
        assert_eq!(row, KeyRow::Wrapped(key));
    }
}

/// The row that is there comes back, whatever was put.
pub fn a_row_is_never_overwritten(subject: &dyn Subject) {
    let store = subject.open();
    store.put(&[key(1, 7, 1)]).unwrap();
    let put = store.put(&[key(2, 7, 5), key(1, 7, 9)]).unwrap();
    let present = Put::Present(KeyRow::Wrapped(key(1, 7, 1)));
    assert_eq!(put, [Put::Stored, present]);
    let row = store.get(stream(1), 7).unwrap();
    assert_eq!(row, KeyRow::Wrapped(key(1, 7, 1)));
}

/// Not the highest number, and never a tombstone while a key lives.
pub fn the_newest_live_key_is_the_one_stored_last(subject: &dyn Subject) {
    let store = subject.open();
    store.put(&[key(1, 900, 1)]).unwrap();
    store.put(&[key(1, 20, 2), key(2, 1, 3)]).unwrap();
    let newest = store.newest(stream(1)).unwrap();
    assert_eq!(newest, KeyRow::Wrapped(key(1, 20, 2)));
    store.tombstone(stream(1), 20).unwrap();
    let newest = store.newest(stream(1)).unwrap();
    assert_eq!(newest, KeyRow::Wrapped(key(1, 900, 1)));
    store.tombstone(stream(1), 900).unwrap();
    assert_eq!(store.newest(stream(1)).unwrap(), KeyRow::Destroyed);
    assert_eq!(store.newest(stream(3)).unwrap(), KeyRow::Missing);
}

/// Destroyed is for ever, and is not the same as never.
pub fn a_tombstone_stays_and_what_never_was_is_missing(subject: &dyn Subject) {
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    store.put(&[key(1, 0, 1), key(1, 1, 2)]).unwrap();
    assert!(store.tombstone(stream(1), 0).unwrap());
    assert!(store.tombstone(stream(1), 0).unwrap(), "harmless to repeat");
    assert!(!store.tombstone(stream(9), 0).unwrap());
    let put = store.put(&[key(1, 0, 1)]).unwrap();
    assert_eq!(put, [Put::Present(KeyRow::Destroyed)]);
    drop(store);
    let store = subject.open();
    assert_eq!(store.get(stream(1), 0).unwrap(), KeyRow::Destroyed);
    assert_eq!(store.get(stream(9), 0).unwrap(), KeyRow::Missing);
    let other = store.get(stream(1), 1).unwrap();
    assert_eq!(other, KeyRow::Wrapped(key(1, 1, 2)));
}

/// Each once, however they are ordered; nothing of those that are destroyed or never were.
pub fn of_many_named_keys_the_live_ones_are_given(subject: &dyn Subject) {
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    let keys: Vec<_> = (0..40).map(|n| key(n, 3, 1)).collect();
    store.put(&keys).unwrap();
    store.tombstone(stream(7), 3).unwrap();
    assert_eq!(store.live(&[]).unwrap(), []);
    // Another id of a stream that has one, and streams that have none.
    let named = (0..60).map(|n| (stream(n), if n == 5 { 4 } else { 3 }));
    let mut live = store.live(&named.collect::<Vec<_>>()).unwrap();
    live.sort_by_key(|key| key.stream);
    let expected = keys.into_iter().enumerate();
    let expected = expected.filter(|(n, _)| ![5, 7].contains(n));
    assert_eq!(live, expected.map(|(_, key)| key).collect::<Vec<_>>());
}

/// And keys without one are damage.
pub fn the_first_check_value_stays(subject: &dyn Subject) {
    let store = subject.open();
    assert_eq!(store.root_check(&check(0)).unwrap(), check(0));
    let other = RootCheck {
        bytes: vec![9; 28],
        ..check(0)
    };
    assert_eq!(store.root_check(&other).unwrap(), check(0));
    drop(store);
    assert_eq!(subject.open().root_check(&other).unwrap(), check(0));
}

/// Tombstones stay as they are.
pub fn rewrapping_changes_every_live_row_and_the_check_value_together(subject: &dyn Subject) {
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    let keys: Vec<_> = (0..50).map(|n| key(n, 0, 1)).collect();
    store.put(&keys).unwrap();
    store.tombstone(stream(7), 0).unwrap();
    let done = store.rewrap(&check(1), &mut |_| Some(vec![2; 60]));
    let all = Rewrapped {
        keys: 49,
        generation: 1,
    };
    assert_eq!(done.unwrap(), all);
    drop(store);
    let store = subject.open();
    assert_eq!(store.root_check(&check(0)).unwrap(), check(1));
    assert_eq!(store.get(stream(7), 0).unwrap(), KeyRow::Destroyed);
    let row = store.get(stream(8), 0).unwrap();
    assert_eq!(row, KeyRow::Wrapped(key(8, 0, 2)));
}

/// The fifth key does not open: the first four are as before.
pub fn a_rewrapping_that_fails_changes_nothing(subject: &dyn Subject) {
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    let keys: Vec<_> = (0..10).map(|n| key(n, 0, 1)).collect();
    store.put(&keys).unwrap();
    let mut seen = 0;
    let failed = store.rewrap(&check(1), &mut |_| {
        seen += 1;
        (seen < 5).then(|| vec![2; 60])
    });
    assert!(matches!(failed, Err(KeyVaultError::KeyDoesNotOpen { .. })));
    assert_eq!(store.root_check(&check(0)).unwrap(), check(0));
    for key in keys {
        let row = store.get(key.stream, 0).unwrap();
        assert_eq!(row, KeyRow::Wrapped(key));
    }
}

/// Two rotations at once: one of them hears of it.
pub fn rewrapping_goes_on_from_the_generation_it_knew(subject: &dyn Subject) {
    let store = subject.open();
    store.root_check(&check(0)).unwrap();
    let rewrap = &mut |key: &WrappedKey| Some(key.bytes.clone());
    store.rewrap(&check(1), rewrap).unwrap();
    let late = store.rewrap(&check(1), rewrap);
    assert!(matches!(late, Err(KeyVaultError::RotatedMeanwhile)));
    assert_eq!(store.rewrap(&check(2), rewrap).unwrap().generation, 2);
}
