//! Stores changed from outside: every read checks shapes and order, and says where.

use lanyard_events::{Position, Revision};
use rusqlite::Connection;

use super::{Folder, open};
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::JournalError;
use crate::port::Journal;
use crate::sqlite::SqliteJournal;

/// A closed store of ten streams with three events each.
async fn store() -> Folder {
    let folder = Folder::new();
    let journal = open(&folder.file(), ManualStamp::standing());
    for n in 0..10 {
        recorded(&journal, append(stream(n), None, command(n), 3)).await;
    }
    journal.close().await;
    folder
}

/// Changes the file by SQL, as somebody with the file could.
fn change(folder: &Folder, sql: &str) {
    let connection = Connection::open(folder.file()).unwrap();
    connection
        .execute_batch(&format!(
            "DROP TRIGGER events_stay; DROP TRIGGER events_remain; DROP TRIGGER commands_stay; {sql}"
        ))
        .unwrap();
}

fn corrupt_at<T: std::fmt::Debug>(answer: Result<T, JournalError>) -> Option<Position> {
    match answer {
        Err(JournalError::Corrupt { position, .. }) => position,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_row_of_the_wrong_shape_is_reported_with_its_position() {
    for changed in [
        "stream = x'63'",
        "stream = zeroblob(17)",
        "id = x'00'",
        "type = CAST(x'ff' AS TEXT)",
        "schema_version = 70000",
        "academy = x'00'",
        "actor = x'09'",
        "actor = x''",
        "causation = x'0102'",
        "prev = zeroblob(31)",
        "recorded_minute = -1",
        "not_before = x''",
        "metadata_seed = zeroblob(33)",
        "commitments = zeroblob(33)",
        "commitments = x''",
    ] {
        let folder = store().await;
        change(
            &folder,
            &format!("UPDATE events SET {changed} WHERE position = 5"),
        );
        let journal = open(&folder.file(), ManualStamp::standing());
        let read = journal.read_all(Position(0), 100).await;
        assert_eq!(corrupt_at(read), Some(Position(5)), "{changed}");
        let before = journal.read_all(Position(0), 4).await.unwrap();
        assert_eq!(before.len(), 4, "{changed}");
    }
    let folder = store().await;
    change(
        &folder,
        "UPDATE boxes SET box_salt = x'00' WHERE position = 4",
    );
    let journal = open(&folder.file(), ManualStamp::standing());
    let read = journal.read_stream(stream(1), Revision(0), 10).await;
    assert_eq!(corrupt_at(read), Some(Position(4)));
}

#[tokio::test]
async fn a_missing_event_is_noticed_by_its_position_and_in_its_stream() {
    let folder = store().await;
    change(&folder, "DELETE FROM events WHERE position = 5");
    let journal = open(&folder.file(), ManualStamp::standing());
    let all = journal.read_all(Position(0), 100).await;
    assert_eq!(corrupt_at(all), Some(Position(5)));
    let of_stream = journal.read_stream(stream(1), Revision(0), 10).await;
    assert_eq!(corrupt_at(of_stream), Some(Position(6)));
    let other = journal.read_stream(stream(2), Revision(0), 10).await;
    assert_eq!(other.unwrap().len(), 3);
}

#[tokio::test]
async fn a_damaged_command_is_an_error_for_reader_and_writer() {
    let folder = store().await;
    change(
        &folder,
        "UPDATE commands SET content = x'00' WHERE first = 1",
    );
    let journal = open(&folder.file(), ManualStamp::standing());
    corrupt_at(journal.command(command(0)).await);
    corrupt_at(journal.append(append(stream(0), None, command(0), 3)).await);
    recorded(&journal, append(stream(0), Some(2), command(77), 1)).await;
}

#[tokio::test]
async fn a_newest_event_that_is_not_in_the_index_is_noticed_at_the_start() {
    let folder = store().await;
    change(
        &folder,
        "PRAGMA writable_schema = ON; \
         DELETE FROM sqlite_schema WHERE name = 'events_by_id'; PRAGMA writable_schema = RESET; \
         UPDATE events SET commitments = x'01' WHERE position = 30",
    );
    let refused = SqliteJournal::open(&folder.file(), ManualStamp::standing());
    assert!(matches!(refused, Err(JournalError::Corrupt { .. })));
}

#[tokio::test]
async fn bytes_changed_anywhere_never_end_in_a_panic() {
    let folder = store().await;
    let whole = std::fs::read(folder.file()).unwrap();
    let mut noticed = 0;
    for round in 0..150 {
        let mut changed = whole.clone();
        // Spread over the file by a step that is prime to its length.
        for n in 0..8 {
            let place = (round * 7_919 + n * 104_729) % changed.len();
            changed[place] ^= 0x55;
        }
        std::fs::write(folder.file(), &changed).unwrap();
        let Ok(journal) = SqliteJournal::open(&folder.file(), ManualStamp::standing()) else {
            noticed += 1;
            continue;
        };
        let all = journal.read_all(Position(0), 100).await;
        let one = journal.read_stream(stream(3), Revision(0), 10).await;
        let command = journal.command(command(3)).await;
        let added = journal
            .append(append(stream(50), None, crate::contract::command(50), 1))
            .await;
        noticed += usize::from(all.is_err() || one.is_err() || command.is_err() || added.is_err());
        journal.close().await;
    }
    // Changes within sealed bytes are for the tree over the events to find, not for the store.
    assert!(noticed > 30, "{noticed} of 150");
}
