-- Events, their boxes, the commands that made them, and how far the store has got.
--
-- Random bytes do not compress, so nothing is to try (EXTERNAL).

-- The one row is the append lock: whoever records holds it until the commit, so that positions are
-- given out without a gap and become visible in order. The free room in its page keeps it there.
CREATE TABLE head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO head (position) VALUES (0);

CREATE TABLE events (
    position bigint PRIMARY KEY,
    revision bigint NOT NULL,
    occurred_at bigint NOT NULL,
    proposed_at bigint NOT NULL,
    recorded_minute bigint NOT NULL,
    schema_version integer NOT NULL,
    id uuid NOT NULL,
    academy uuid,
    causation uuid,
    correlation uuid,
    stream bytea NOT NULL,
    type text NOT NULL,
    actor bytea NOT NULL,
    prev bytea,
    not_before bytea NOT NULL,
    metadata_seed bytea NOT NULL,
    commitments bytea NOT NULL
);
ALTER TABLE events ALTER commitments SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
CREATE UNIQUE INDEX events_by_id ON events (id);

CREATE TABLE boxes (
    position bigint PRIMARY KEY,
    key_id bigint NOT NULL,
    box_salt bytea NOT NULL,
    ciphertext bytea NOT NULL
);
ALTER TABLE boxes ALTER ciphertext SET STORAGE EXTERNAL;

CREATE TABLE commands (
    command bytea PRIMARY KEY,
    first bigint NOT NULL,
    last bigint NOT NULL,
    revision bigint NOT NULL,
    stream bytea NOT NULL,
    content bytea NOT NULL,
    note bytea NOT NULL
);

-- Against our own mistakes: events and commands are never changed or deleted, the head never goes
-- back. Boxes are deleted by an erasure.
CREATE FUNCTION lanyard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stay', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    EXECUTE FUNCTION lanyard_stays();
CREATE TRIGGER commands_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    EXECUTE FUNCTION lanyard_stays();
CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON head
    EXECUTE FUNCTION lanyard_stays();
CREATE TRIGGER head_rises BEFORE UPDATE ON head
    FOR EACH ROW WHEN (NEW.position <= OLD.position)
    EXECUTE FUNCTION lanyard_stays();
