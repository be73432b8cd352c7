-- The database of boxes beside an event store: the sealed payloads, and where to look for a command
-- or an event. Every row is written before its append, so it says where an event may be, never that
-- it is; a row whose event never came is deleted after a day.
CREATE TABLE IF NOT EXISTS boxes (
    event bytea PRIMARY KEY CHECK (length(event) = 16),
    stream bytea NOT NULL,
    revision bigint NOT NULL,
    -- On the first event of an append.
    command bytea,
    -- The box; nothing for an event without one, and nothing once it is erased.
    key_id bigint,
    box_salt bytea,
    ciphertext bytea,
    -- The newest attempt to append the event.
    since timestamptz NOT NULL DEFAULT now(),
    -- The event is in the store: the row stays.
    found boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS boxes_by_command ON boxes (command) WHERE command IS NOT NULL;
CREATE INDEX IF NOT EXISTS boxes_not_found ON boxes (since) WHERE NOT found;
