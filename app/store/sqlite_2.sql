-- SPDX-License-Identifier: Apache-2.0
-- Version 2 of a store in SQLite: pieces of work that are leased. Adds only: what version 1 has stays.

CREATE TABLE lease (
    queue  TEXT NOT NULL,       -- which work: the shards of one simulation...
    name   TEXT NOT NULL,       -- which piece of it; unique within the queue
    body   TEXT NOT NULL,       -- what is to be done, as JSON
    token  INTEGER NOT NULL,    -- how often it was taken: the fencing token of the last that took it
    holder TEXT NOT NULL,       -- who took it last; '' while nobody has
    until  REAL NOT NULL,       -- Julian day from which on it may be taken, by the database's clock
    result TEXT,                -- what came of it; NULL: it is not finished
    PRIMARY KEY (queue, name)
) STRICT;

CREATE INDEX lease_open ON lease (queue, name) WHERE result IS NULL;
