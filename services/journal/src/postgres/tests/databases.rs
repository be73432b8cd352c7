//! Databases that are not the store, or not any more; and what no statement may change.

use lanyard_events::{Position, Revision};
use lanyard_postgres::testing;

use super::Database;
use crate::contract::{ManualStamp, append, command, recorded, stream};
use crate::error::{JournalError, Trouble};
use crate::port::Journal;
use crate::postgres::PostgresJournal;

async fn refused(url: &str) -> JournalError {
    PostgresJournal::connect(url, ManualStamp::standing())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused() {
    let database = Database::new().await;
    database
        .journal(ManualStamp::standing())
        .await
        .close()
        .await;
    let link = testing::link(&database.0).await;
    let later = "UPDATE lanyard_tables SET version = version + 1";
    link.batch_execute(later).await.unwrap();
    let error = refused(&database.0).await;
    assert!(error.to_string().contains("written by a later release"));
}

#[tokio::test]
async fn a_database_that_holds_something_else_is_refused_and_left_alone() {
    let database = Database::new().await;
    let link = testing::link(&database.0).await;
    link.batch_execute("CREATE TABLE pets (name text)")
        .await
        .unwrap();
    let error = refused(&database.0).await;
    assert!(
        error.to_string().contains("holds something else"),
        "{error}"
    );
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let tables = link.query_one(tables, &[]).await.unwrap();
    assert_eq!(tables.get::<_, i64>(0), 1);
    let keys = Database::new().await;
    let link = testing::link(&keys.0).await;
    link.batch_execute(
        "CREATE TABLE lanyard_tables (one boolean, kind text, version integer);
         INSERT INTO lanyard_tables VALUES (true, 'keys', 1)",
    )
    .await
    .unwrap();
    let error = refused(&keys.0).await;
    assert!(error.to_string().contains("another part of Lanyard"));
}

#[tokio::test]
async fn a_wrong_database_or_url_is_said_with_what_to_do_and_without_the_password() {
    let server = testing::server_url().replace("postgres@", "postgres:hunter2@");
    let unknown = refused(&format!("{server}/nowhere")).await;
    assert!(
        unknown
            .to_string()
            .contains("check user, password and database")
    );
    let malformed = refused("mysql://root:hunter2@host/db").await;
    assert!(
        malformed
            .to_string()
            .contains("postgres://user:password@host")
    );
    for error in [unknown, malformed] {
        assert!(!format!("{error:?}").contains("hunter2"));
        let settings = matches!(
            error,
            JournalError::Unavailable {
                trouble: Trouble::Settings(_),
                ..
            }
        );
        assert!(settings);
    }
}

#[tokio::test]
async fn many_processes_may_make_the_tables_at_once() {
    let database = Database::new().await;
    let journals = tokio::join!(
        database.journal(ManualStamp::standing()),
        database.journal(ManualStamp::standing()),
        database.journal(ManualStamp::standing()),
    );
    recorded(&journals.0, append(stream(1), None, command(1), 1)).await;
    recorded(&journals.2, append(stream(1), Some(0), command(2), 1)).await;
}

#[tokio::test]
async fn events_commands_and_the_head_stay_and_boxes_may_go() {
    let database = Database::new().await;
    let journal = database.journal(ManualStamp::standing()).await;
    recorded(&journal, append(stream(1), None, command(1), 2)).await;
    let link = testing::link(&database.0).await;
    for forbidden in [
        "UPDATE events SET type = 'other'",
        "DELETE FROM events WHERE position = 2",
        "TRUNCATE events",
        "UPDATE commands SET note = ''",
        "DELETE FROM commands",
        "TRUNCATE commands",
        "UPDATE head SET position = 1",
        "DELETE FROM head",
    ] {
        let refused = link.batch_execute(forbidden).await.unwrap_err();
        let said = refused.as_db_error().unwrap().message();
        assert!(said.ends_with(" stay"), "{forbidden}: {said}");
    }
    link.batch_execute("DELETE FROM boxes WHERE position = 1")
        .await
        .unwrap();
    let read = journal
        .read_stream(stream(1), Revision(0), 10)
        .await
        .unwrap();
    assert_eq!(read[0].event.sealed_box, None);
    assert!(read[1].event.sealed_box.is_some());
}

#[tokio::test]
async fn an_event_that_is_missing_is_damage_and_not_passed_over() {
    let database = Database::new().await;
    let journal = database.journal(ManualStamp::standing()).await;
    recorded(&journal, append(stream(1), None, command(1), 4)).await;
    let link = testing::link(&database.0).await;
    link.batch_execute(
        "ALTER TABLE events DISABLE TRIGGER events_stay; DELETE FROM events WHERE position = 3",
    )
    .await
    .unwrap();
    let of_all = journal.read_all(Position(0), 10).await.unwrap_err();
    assert!(of_all.to_string().contains("damaged at position 3"));
    let of_one = journal.read_stream(stream(1), Revision(0), 10).await;
    assert!(matches!(of_one, Err(JournalError::Corrupt { .. })));
}
