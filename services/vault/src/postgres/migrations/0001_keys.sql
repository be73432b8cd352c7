-- Wrapped owner keys and the check value of the root key.
CREATE TABLE root (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation bigint NOT NULL,
    bytes bytea NOT NULL
);

-- A live row has its wrapped key, a tombstone has none; rows never go. `number` tells which is newer.
CREATE TABLE keys (
    number bigint GENERATED ALWAYS AS IDENTITY,
    key_id bigint NOT NULL,
    stream bytea NOT NULL,
    wrapped bytea,
    PRIMARY KEY (stream, key_id)
);

CREATE FUNCTION lanyard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stay', TG_ARGV[0];
END
$$;
CREATE TRIGGER keys_stay BEFORE DELETE OR TRUNCATE ON keys
    EXECUTE FUNCTION lanyard_stays('rows');
CREATE TRIGGER tombstones_stay BEFORE UPDATE ON keys
    FOR EACH ROW WHEN (OLD.wrapped IS NULL)
    EXECUTE FUNCTION lanyard_stays('tombstones');
