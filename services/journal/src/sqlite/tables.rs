//! The tables and statements of the embedded store.

/// Marks the file as ours in `PRAGMA application_id`: the letters LNYD.
pub const APPLICATION_ID: i64 = 0x4c4e_5944;
/// Version of these tables, in `PRAGMA user_version`.
pub const TABLES_VERSION: i64 = 1;

/// How each connection that writes is set at first: durable at every commit, and the log moved into
/// the file by the writer between batches, never inside a commit. Once open, the store's own is left
/// to the syncing thread (ADR 10).
pub const SETTINGS: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
";

/// The tables. Public so that a bare loop can be measured over the same keys and indexes.
///
/// Events and commands are never changed or deleted, which triggers hold against our own mistakes;
/// boxes are deleted by an erasure. `voided` counts commits that overwrote a failed one.
pub const TABLES: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
        position INTEGER PRIMARY KEY,
        stream BLOB NOT NULL,
        revision INTEGER NOT NULL,
        id BLOB NOT NULL,
        type TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        academy BLOB,
        actor BLOB NOT NULL,
        occurred_at INTEGER NOT NULL,
        proposed_at INTEGER NOT NULL,
        causation BLOB,
        correlation BLOB,
        prev BLOB,
        recorded_minute INTEGER NOT NULL,
        not_before BLOB NOT NULL,
        metadata_seed BLOB NOT NULL,
        commitments BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
    CREATE UNIQUE INDEX events_by_id ON events (id);
    CREATE TABLE boxes (
        position INTEGER PRIMARY KEY,
        key_id INTEGER NOT NULL,
        box_salt BLOB NOT NULL,
        ciphertext BLOB NOT NULL
    ) STRICT;
    CREATE TABLE commands (
        command BLOB PRIMARY KEY,
        content BLOB NOT NULL,
        stream BLOB NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        note BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
    CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
    CREATE TRIGGER commands_stay BEFORE UPDATE ON commands BEGIN SELECT RAISE(ABORT, 'commands stay'); END;
    CREATE TRIGGER commands_remain BEFORE DELETE ON commands BEGIN SELECT RAISE(ABORT, 'commands stay'); END;
    INSERT INTO meta VALUES ('voided', 0);
";

/// One event.
pub const INSERT_EVENT: &str = "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
/// Its box.
pub const INSERT_BOX: &str = "INSERT INTO boxes VALUES (?1, ?2, ?3, ?4)";
/// A command; changes nothing where it is recorded already.
pub const INSERT_COMMAND: &str =
    "INSERT INTO commands VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";

pub(super) const COMMAND: &str =
    "SELECT content, stream, first, last, revision, note FROM commands WHERE command = ?1";
pub(super) const STREAM_HEAD: &str =
    "SELECT revision FROM events WHERE stream = ?1 ORDER BY revision DESC LIMIT 1";
pub(super) const HEAD: &str = "SELECT max(position) FROM events";
pub(super) const VOID: &str = "UPDATE meta SET value = value + 1 WHERE name = 'voided'";

macro_rules! read_events {
    ($rest:literal) => {
        concat!(
            "SELECT e.position, e.stream, e.revision, e.id, e.type, e.schema_version, e.academy, \
             e.actor, e.occurred_at, e.proposed_at, e.causation, e.correlation, e.prev, \
             e.recorded_minute, e.not_before, e.metadata_seed, e.commitments, \
             b.key_id, b.box_salt, b.ciphertext \
             FROM events e LEFT JOIN boxes b ON b.position = e.position ",
            $rest
        )
    };
}

/// Everything, in store order.
pub(super) const HISTORY_EVENTS: &str = read_events!("ORDER BY e.position");
pub(super) const HISTORY_COMMANDS: &str =
    "SELECT content, stream, first, last, revision, note, command FROM commands ORDER BY first";

pub(super) const READ_ALL: &str =
    read_events!("WHERE e.position > ?1 ORDER BY e.position LIMIT ?2");
pub(super) const READ_STREAM: &str =
    read_events!("WHERE e.stream = ?1 AND e.revision >= ?2 ORDER BY e.revision LIMIT ?3");
pub(super) const FIND: &str = read_events!("WHERE e.id = ?1");
