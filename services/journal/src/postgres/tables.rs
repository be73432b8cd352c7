//! The tables and statements of the PostgreSQL store.

use lanyard_postgres::Tables;

/// Versions of the tables; files are added and never changed.
pub(super) const TABLES: Tables = Tables {
    kind: "events",
    steps: &[include_str!("migrations/0001_events.sql")],
};

/// Where every commit is made known to other processes; the text is the position of the head.
pub(super) const CHANNEL: &str = "lanyard_events";

/// Waits for whoever is recording, then keeps everybody else waiting until the commit.
pub(super) const LOCK_HEAD: &str = "SELECT position FROM head WHERE one FOR UPDATE";
pub(super) const HEAD: &str = "SELECT position FROM head WHERE one";
pub(super) const MOVE_HEAD: &str =
    "UPDATE head SET position = $1 WHERE one RETURNING pg_notify('lanyard_events', position::text)";

/// Heads of streams, in the order asked.
pub(super) const STREAM_HEADS: &str = "
    SELECT (SELECT e.revision FROM events e WHERE e.stream = asked.stream
            ORDER BY e.revision DESC LIMIT 1)
    FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (stream, n) ORDER BY asked.n";
pub(super) const COMMANDS: &str = "
    SELECT content, stream, first, last, revision, note, command FROM commands
    WHERE command = ANY ($1)";
/// Which of the ids are used.
pub(super) const KNOWN_EVENTS: &str = "SELECT id FROM events WHERE id = ANY ($1)";

/// Many rows by one statement: one round trip, and each table is opened once.
pub(super) const INSERT_EVENTS: &str = "
    INSERT INTO events (position, revision, occurred_at, proposed_at, recorded_minute,
        schema_version, id, academy, causation, correlation, stream, type, actor, prev,
        not_before, metadata_seed, commitments)
    SELECT position, revision, occurred_at, proposed_at, $1::bigint,
        schema_version, id, academy, causation, correlation, stream, type, actor, prev,
        $2::bytea, metadata_seed, commitments
    FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::integer[],
        $8::uuid[], $9::uuid[], $10::uuid[], $11::uuid[], $12::bytea[], $13::text[],
        $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[])
    AS new (position, revision, occurred_at, proposed_at, schema_version,
        id, academy, causation, correlation, stream, type,
        actor, prev, metadata_seed, commitments)";
pub(super) const INSERT_BOXES: &str = "
    INSERT INTO boxes (position, key_id, box_salt, ciphertext)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[])";
pub(super) const INSERT_COMMANDS: &str = "
    INSERT INTO commands (command, first, last, revision, stream, content, note)
    SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[],
        $6::bytea[], $7::bytea[])";

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

/// One moment of the store for as long as it takes, whatever the session's limits.
pub(super) const HISTORY_BEGIN: &str = "
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL statement_timeout = '10min';
    SET LOCAL idle_in_transaction_session_timeout = '10min';
    SET LOCAL enable_seqscan = on";
/// Everything, in store order.
pub(super) const HISTORY_EVENTS: &str = concat!(
    "DECLARE history_events NO SCROLL CURSOR FOR ",
    read_events!("ORDER BY e.position")
);
pub(super) const HISTORY_COMMANDS: &str = "
    DECLARE history_commands NO SCROLL CURSOR FOR
    SELECT content, stream, first, last, revision, note, command FROM commands ORDER BY first";
pub(super) const NEXT_EVENTS: &str = "FETCH 1000 FROM history_events";
pub(super) const NEXT_COMMANDS: &str = "FETCH 1000 FROM history_commands";

pub(super) const READ_ALL: &str =
    read_events!("WHERE e.position > $1 ORDER BY e.position LIMIT $2");
pub(super) const READ_STREAM: &str =
    read_events!("WHERE e.stream = $1 AND e.revision >= $2 ORDER BY e.revision LIMIT $3");
pub(super) const NEWEST: &str =
    read_events!("WHERE e.position = (SELECT position FROM head WHERE one)");
pub(super) const FIND: &str = read_events!("WHERE e.id = $1");
