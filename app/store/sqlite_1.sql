-- SPDX-License-Identifier: Apache-2.0
-- Version 1 of a store in SQLite: baton.db holds one program.

CREATE TABLE head (
    one     INTEGER PRIMARY KEY CHECK (one = 1),  -- there is one row
    program TEXT NOT NULL,      -- the program's id; the chain begins with it
    seq     INTEGER NOT NULL,   -- of the last change; 0: none yet
    hash    TEXT NOT NULL       -- of the last change: 64 hexadecimal digits
) STRICT;

CREATE TABLE change (
    seq    INTEGER PRIMARY KEY, -- 1, 2, 3... without a gap
    id     TEXT NOT NULL UNIQUE,-- chosen by whoever made it: a second attempt is known by it
    line   TEXT NOT NULL,       -- the change as one line of JSON, byte for byte what was hashed
    before TEXT NOT NULL,       -- hash of change seq - 1
    hash   TEXT NOT NULL        -- SHA-256 of `before`, a line feed and `line`
) STRICT;

CREATE TABLE snapshot (
    seq       INTEGER PRIMARY KEY,  -- the plan as it was after this change
    log_hash  TEXT NOT NULL,    -- hash of that change: a snapshot of another log does not count
    plan      TEXT NOT NULL,    -- the whole plan as a plan file (JSON)
    plan_hash TEXT NOT NULL     -- SHA-256 of `plan`
) STRICT;

CREATE TABLE kept (
    kind TEXT NOT NULL,         -- forecast, scenario, baseline, cursor, saved
    name TEXT NOT NULL,         -- unique within its kind
    seq  INTEGER NOT NULL,      -- where the log stood
    at   TEXT NOT NULL,         -- when, UTC: 2026-11-23T09:30:00Z
    body TEXT NOT NULL,         -- what is kept, as JSON
    PRIMARY KEY (kind, name)
) STRICT;

CREATE TABLE duty (
    name   TEXT PRIMARY KEY,    -- what one process does at a time
    holder TEXT NOT NULL,       -- who has it
    epoch  INTEGER NOT NULL,    -- grows with every new holder; written with what the holder does
    until  REAL NOT NULL        -- Julian day at which it is free again, by the database's clock
) STRICT;

CREATE TABLE outbox (
    kind    TEXT NOT NULL,      -- what is sent: escalation, report...
    subject TEXT NOT NULL,      -- about what: an id
    due     TEXT NOT NULL,      -- for when; the three together happen once
    epoch   INTEGER NOT NULL,   -- of the duty's holder that did it
    PRIMARY KEY (kind, subject, due)
) STRICT;

-- The log as a table: who changed what, when and why.
CREATE VIEW changes AS
SELECT seq, json_extract(line, '$.at') AS at, json_extract(line, '$.by') AS who,
       json_extract(line, '$.why') AS why, json_extract(line, '$.source') AS source,
       json_extract(line, '$.against') AS against, id
FROM change;

-- One row for each edit, with what was stated before and after (JSON where it is a list or map).
CREATE VIEW edits AS
SELECT c.seq, json_extract(c.line, '$.at') AS at, json_extract(c.line, '$.by') AS who,
       e.key AS address, u.value AS was, e.value AS now
FROM change AS c, json_each(c.line, '$.edits') AS e
LEFT JOIN json_each(c.line, '$.undo') AS u
       ON u.key = e.key OR (e.value IS NULL AND substr(u.key, instr(u.key, '.') + 1) = e.key);

-- Each promise in each kept forecast: what was likely, and when it would really come.
CREATE VIEW promises AS
SELECT k.seq, k.at, json_extract(k.body, '$.as_of') AS as_of,
       json_extract(p.value, '$.id') AS id, json_extract(p.value, '$.date') AS promised,
       json_extract(p.value, '$.probability') AS probability,
       json_extract(p.value, '$.p50') AS p50, json_extract(p.value, '$.p80') AS p80
FROM kept AS k, json_each(k.body, '$.commitments') AS p
WHERE k.kind = 'forecast';
