//! S23: a changed, removed, added or reordered row in the store is found and named by its place; a
//! store restored from an older backup is refused at start.

use std::path::PathBuf;

use lanyard_tests::World;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::program::lanyard;
use crate::steps::{copy_folder, open_case, raise, threats};

/// Copies of a stopped trust's store and of what guards it.
struct Stopped {
    world: World,
}

fn stopped() -> Stopped {
    let mut world = World::at("2026-11-10T14:05");
    let priya = world.client("priya");
    let concern = raise(&priya, &threats(&world, world.oakfield().amara));
    let _ = open_case(&world.client("ruth"), &concern);
    world.publish();
    let last = raise(&priya, &threats(&world, world.oakfield().amara));
    // With its receipt there is a checkpoint over it.
    let _ = priya.get(&last.receipt).expect(200);
    world.stop();
    Stopped { world }
}

/// Somebody who may write the files but has no key.
struct Copy {
    folder: TempDir,
}

impl Stopped {
    fn copy(&self) -> Copy {
        let folder = TempDir::new().unwrap();
        let from = self.world.data_dir();
        copy_folder(&from, &folder.path().join("data"));
        let lock = from.with_extension("lock");
        std::fs::copy(lock, folder.path().join("data.lock")).unwrap();
        Copy { folder }
    }
}

impl Copy {
    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Changes the store as its owner could, who can also take the triggers away.
    fn tamper(&self, sql: &str) {
        let store = Connection::open(self.data_dir().join("store.sqlite")).unwrap();
        store
            .execute_batch("DROP TRIGGER events_stay; DROP TRIGGER events_remain;")
            .unwrap();
        store.execute_batch(sql).unwrap();
    }

    fn position(&self, of: &str) -> i64 {
        let store = Connection::open(self.data_dir().join("store.sqlite")).unwrap();
        store.query_row(of, [], |row| row.get(0)).unwrap()
    }

    #[track_caller]
    fn refused(&self) -> String {
        let folder = self.data_dir();
        lanyard(&["verify", "--store", folder.to_str().unwrap()], &[]).refused()
    }
}

const RAISED: &str = "SELECT min(position) FROM events WHERE type = 'concern.raised'";

#[test]
fn an_untouched_store_verifies() {
    let copy = stopped().copy();
    let folder = copy.data_dir();
    let words = lanyard(&["verify", "--store", folder.to_str().unwrap()], &[]).verified();
    assert!(
        words.contains("agree with their commitments, chains and the log"),
        "{words}"
    );
}

#[test]
fn a_changed_column_is_found_and_named_by_its_place() {
    let stopped = stopped();
    for change in [
        "actor = (SELECT actor FROM events WHERE type = 'concern.triaged')",
        "occurred_at = occurred_at - 86400000",
        "proposed_at = proposed_at - 86400000",
        "recorded_minute = recorded_minute - 60",
        "academy = NULL",
        "schema_version = 9",
        "type = 'concern.triaged'",
        "not_before = randomblob(32)",
        "metadata_seed = zeroblob(32)",
        "commitments = zeroblob(length(commitments))",
        "commitments = substr(commitments, 1, length(commitments) - 32)",
    ] {
        let copy = stopped.copy();
        let place = copy.position(RAISED);
        copy.tamper(&format!(
            "UPDATE events SET {change} WHERE position = {place}"
        ));
        let words = copy.refused();
        let named = words.contains(&format!("position {place}"))
            || words.contains(&format!("event {}", place - 1));
        assert!(named, "{change}: {words}");
    }
}

#[test]
fn a_removed_row_is_found() {
    let copy = stopped().copy();
    let place = copy.position(RAISED);
    copy.tamper(&format!("DELETE FROM events WHERE position = {place}"));
    let words = copy.refused();
    assert!(words.contains(&format!("position {place}")), "{words}");
}

#[test]
fn a_row_removed_without_a_trace_is_found() {
    let copy = stopped().copy();
    let place = copy.position(RAISED);
    copy.tamper(&format!(
        "DELETE FROM events WHERE position = {place};
         DELETE FROM boxes WHERE position = {place};
         UPDATE events SET position = -position WHERE position > {place};
         UPDATE events SET position = -position - 1 WHERE position < 0;
         UPDATE boxes SET position = -position WHERE position > {place};
         UPDATE boxes SET position = -position - 1 WHERE position < 0;"
    ));
    let words = copy.refused();
    assert!(words.contains(&format!("position {place}")), "{words}");
}

#[test]
fn an_added_row_is_found() {
    let copy = stopped().copy();
    let place = copy.position(RAISED);
    // The same event once more, as another stream's, with everything after it moved on.
    copy.tamper(&format!(
        "UPDATE events SET position = -position - 1 WHERE position > {place};
         UPDATE events SET position = -position WHERE position < 0;
         UPDATE boxes SET position = -position - 1 WHERE position > {place};
         UPDATE boxes SET position = -position WHERE position < 0;
         INSERT INTO events SELECT {place} + 1, CAST(substr(stream, 1, 1) || randomblob(16) AS BLOB), revision,
             randomblob(16), type, schema_version, academy, actor, occurred_at, proposed_at,
             causation, correlation, prev, recorded_minute, not_before, metadata_seed, commitments
             FROM events WHERE position = {place};
         INSERT INTO boxes SELECT {place} + 1, key_id, box_salt, ciphertext
             FROM boxes WHERE position = {place};"
    ));
    let words = copy.refused();
    let named = words.contains(&format!("position {}", place + 1))
        || words.contains(&format!("event {place}"));
    assert!(named, "{words}");
}

#[test]
fn reordered_rows_are_found() {
    let copy = stopped().copy();
    let place = copy.position(RAISED);
    let next = place + 1;
    copy.tamper(&format!(
        "UPDATE events SET position = 0 WHERE position = {place};
         UPDATE events SET position = {place} WHERE position = {next};
         UPDATE events SET position = {next} WHERE position = 0;"
    ));
    let words = copy.refused();
    assert!(words.contains(&format!("position {place}")), "{words}");
}

#[test]
fn events_cut_from_the_end_are_found() {
    let copy = stopped().copy();
    let from = copy.position("SELECT max(position) FROM events WHERE type = 'concern.raised'");
    copy.tamper(&format!(
        "DELETE FROM events WHERE position >= {from}; DELETE FROM boxes WHERE position >= {from};"
    ));
    let words = copy.refused();
    assert!(words.contains("older copy"), "{words}");
}

#[test]
fn a_store_restored_from_an_older_backup_is_refused_at_start() {
    let mut world = World::at("2026-11-10T14:05");
    let priya = world.client("priya");
    let _ = raise(&priya, &threats(&world, world.oakfield().amara));
    world.stop();
    let backup = TempDir::new().unwrap();
    copy_folder(&world.data_dir(), backup.path());
    world.start_again().unwrap();
    let priya = world.client("priya");
    let later = raise(&priya, &threats(&world, world.oakfield().amara));
    let _ = priya.get(&later.receipt).expect(200);
    world.stop();
    std::fs::remove_dir_all(world.data_dir()).unwrap();
    copy_folder(backup.path(), &world.data_dir());
    let error = format!("{:#}", world.start_again().unwrap_err());
    assert!(error.contains("old copy"), "{error}");
}
