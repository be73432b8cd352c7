//! Files that cannot be the store: in use, somebody else's, cut short, not writable.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use lanyard_events::Position;
use rusqlite::Connection;

use super::{Folder, open};
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::{JournalError, Trouble};
use crate::port::Journal;
use crate::sqlite::{SqliteJournal, StoredEvents};

fn refused(path: &Path) -> JournalError {
    SqliteJournal::open(path, ManualStamp::standing()).unwrap_err()
}

#[tokio::test]
async fn a_store_in_use_is_not_opened_again_until_it_is_closed() {
    let folder = Folder::new();
    let journal = open(&folder.file(), ManualStamp::standing());
    let error = refused(&folder.file());
    assert!(matches!(error, JournalError::InUse));
    assert!(error.to_string().contains("in use by another process"));
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    journal.close().await;
    let reopened = open(&folder.file(), ManualStamp::standing());
    assert_eq!(reopened.head(), Position(1));
    drop(reopened);
    open(&folder.file(), ManualStamp::standing());
}

#[tokio::test]
async fn its_files_are_for_their_owner_only() {
    let folder = Folder::new();
    let journal = open(&folder.file(), ManualStamp::standing());
    recorded(&journal, append(stream(1), None, command(1), 1)).await;
    for entry in std::fs::read_dir(folder.0.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}

#[test]
fn what_is_not_a_store_of_events_is_refused() {
    let folder = Folder::new();
    std::fs::write(folder.file(), "Dear all, please find attached").unwrap();
    assert!(matches!(
        refused(&folder.file()),
        JournalError::Corrupt { .. }
    ));
    let folder = Folder::new();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("CREATE TABLE pets (name)").unwrap();
    drop(other);
    let error = refused(&folder.file());
    assert!(error.to_string().contains("not a store of events"));
    let folder = Folder::new();
    drop(open(&folder.file(), ManualStamp::standing()));
    let raised = Connection::open(folder.file()).unwrap();
    raised.pragma_update(None, "user_version", 99).unwrap();
    drop(raised);
    assert!(
        refused(&folder.file())
            .to_string()
            .contains("later release")
    );
}

#[tokio::test]
async fn a_file_cut_short_anywhere_is_an_error_and_never_a_panic() {
    let folder = Folder::new();
    let journal = open(&folder.file(), ManualStamp::standing());
    for n in 0..40 {
        recorded(&journal, append(stream(n), None, command(n), 2)).await;
    }
    journal.close().await;
    drop(journal);
    let whole = std::fs::read(folder.file()).unwrap();
    assert!(whole.len() > 20 * 4_096);
    for length in [1, 15, 16, 99, 100, 4_095, 4_096, 4_097, whole.len() / 2] {
        std::fs::write(folder.file(), &whole[..length]).unwrap();
        let error = refused(&folder.file());
        let corrupt = matches!(error, JournalError::Corrupt { .. });
        assert!(corrupt, "{length}: {error:?}");
    }
    std::fs::write(folder.file(), &whole[..whole.len() - 1]).unwrap();
    assert!(matches!(
        refused(&folder.file()),
        JournalError::Corrupt { .. }
    ));
    std::fs::write(folder.file(), &whole).unwrap();
    assert_eq!(
        open(&folder.file(), ManualStamp::standing()).head(),
        Position(80)
    );
}

#[test]
fn a_folder_that_is_missing_or_not_writable_is_a_clear_error() {
    let folder = Folder::new();
    for path in [
        folder.0.path().join("no such folder").join("events.sqlite"),
        // The kernel's own file system takes no new files, even from root.
        "/proc/events.sqlite".into(),
    ] {
        let error = refused(&path);
        let clear = matches!(
            error,
            JournalError::Unavailable {
                trouble: Trouble::NotWritable,
                ..
            }
        );
        assert!(clear, "{error:?}");
        assert!(!error.to_string().contains("events.sqlite"));
    }
}

#[tokio::test]
async fn whoever_checks_reads_beside_the_server_and_makes_nothing() {
    let folder = Folder::new();
    assert!(StoredEvents::open(&folder.file()).is_err());
    assert!(!folder.file().exists());
    let journal = open(&folder.file(), ManualStamp::standing());
    let stored = StoredEvents::open(&folder.file()).unwrap();
    assert_eq!(stored.read_all(Position(0), 10).unwrap(), []);
    recorded(&journal, append(stream(1), None, command(1), 3)).await;
    let read = journal.read_all(Position(0), 10).await.unwrap();
    assert_eq!(stored.read_all(Position(0), 10).unwrap(), read);
    assert_eq!(stored.read_all(Position(2), 10).unwrap(), read[2..]);
}
