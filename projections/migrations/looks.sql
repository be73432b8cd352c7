-- Who looked: a file of its own, so that it never holds up the casework views.

CREATE TABLE meta (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    position INTEGER NOT NULL,
    last_event BLOB
) STRICT;

CREATE TABLE parked (
    stream BLOB PRIMARY KEY,
    position INTEGER NOT NULL,
    code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE look (
    position INTEGER PRIMARY KEY,
    actor BLOB NOT NULL,
    looked_at INTEGER NOT NULL,
    opened INTEGER,
    route TEXT,
    streams BLOB NOT NULL
) STRICT;
CREATE INDEX look_of_actor ON look (actor);

CREATE TABLE look_stream (
    stream BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, position)
) STRICT, WITHOUT ROWID;
