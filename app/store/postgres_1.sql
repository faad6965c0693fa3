-- SPDX-License-Identifier: Apache-2.0
-- Version 1 of a store in PostgreSQL: the schema `baton` holds any number of programs.

CREATE SCHEMA baton;

CREATE TABLE baton.meta (
    version integer NOT NULL
);
COMMENT ON TABLE baton.meta IS 'one row: the version of this schema';
COMMENT ON COLUMN baton.meta.version IS 'a Baton that knows only earlier ones refuses the store';

CREATE TABLE baton.head (
    program text PRIMARY KEY,
    seq     bigint NOT NULL,
    hash    text NOT NULL
);
COMMENT ON TABLE baton.head IS 'where the log of each program ends; its row lock puts writers in line';
COMMENT ON COLUMN baton.head.program IS 'the program''s id; its chain begins with it';
COMMENT ON COLUMN baton.head.seq IS 'of the last change; 0: none yet';
COMMENT ON COLUMN baton.head.hash IS 'of the last change: 64 hexadecimal digits';

CREATE TABLE baton.change (
    program text NOT NULL REFERENCES baton.head,
    seq     bigint NOT NULL,
    id      text NOT NULL,
    line    text NOT NULL,
    before  text NOT NULL,
    hash    text NOT NULL,
    PRIMARY KEY (program, seq),
    UNIQUE (program, id)
);
COMMENT ON TABLE baton.change IS 'the log: every change of every program';
COMMENT ON COLUMN baton.change.program IS 'whose log';
COMMENT ON COLUMN baton.change.seq IS '1, 2, 3... without a gap in each program';
COMMENT ON COLUMN baton.change.id IS 'chosen by whoever made it: a second attempt is known by it';
COMMENT ON COLUMN baton.change.line IS 'the change as one line of JSON, byte for byte what was hashed';
COMMENT ON COLUMN baton.change.before IS 'hash of change seq - 1';
COMMENT ON COLUMN baton.change.hash IS 'SHA-256 of before, a line feed and line';

CREATE TABLE baton.snapshot (
    program   text NOT NULL REFERENCES baton.head,
    seq       bigint NOT NULL,
    log_hash  text NOT NULL,
    plan      text NOT NULL,
    plan_hash text NOT NULL,
    PRIMARY KEY (program, seq)
);
COMMENT ON TABLE baton.snapshot IS 'whole plans at points of the log; can be lost without harm';
COMMENT ON COLUMN baton.snapshot.program IS 'whose plan';
COMMENT ON COLUMN baton.snapshot.seq IS 'the plan as it was after this change';
COMMENT ON COLUMN baton.snapshot.log_hash IS 'hash of that change: a snapshot of another log does not count';
COMMENT ON COLUMN baton.snapshot.plan IS 'the whole plan as a plan file (JSON)';
COMMENT ON COLUMN baton.snapshot.plan_hash IS 'SHA-256 of plan';

CREATE TABLE baton.kept (
    program text NOT NULL REFERENCES baton.head,
    kind    text NOT NULL,
    name    text NOT NULL,
    seq     bigint NOT NULL,
    at      text NOT NULL,
    body    text NOT NULL,
    PRIMARY KEY (program, kind, name)
);
COMMENT ON TABLE baton.kept IS 'what is kept beside the log';
COMMENT ON COLUMN baton.kept.program IS 'of which program';
COMMENT ON COLUMN baton.kept.kind IS 'forecast, scenario, baseline, cursor, saved';
COMMENT ON COLUMN baton.kept.name IS 'unique within its kind';
COMMENT ON COLUMN baton.kept.seq IS 'where the log stood';
COMMENT ON COLUMN baton.kept.at IS 'when, UTC: 2026-11-23T09:30:00Z';
COMMENT ON COLUMN baton.kept.body IS 'what is kept, as JSON';

CREATE TABLE baton.duty (
    program text NOT NULL REFERENCES baton.head,
    name    text NOT NULL,
    holder  text NOT NULL,
    epoch   bigint NOT NULL,
    until   timestamptz NOT NULL,
    PRIMARY KEY (program, name)
);
COMMENT ON TABLE baton.duty IS 'what one process does at a time';
COMMENT ON COLUMN baton.duty.program IS 'for which program';
COMMENT ON COLUMN baton.duty.name IS 'which duty';
COMMENT ON COLUMN baton.duty.holder IS 'who has it';
COMMENT ON COLUMN baton.duty.epoch IS 'grows with every new holder; written with what the holder does';
COMMENT ON COLUMN baton.duty.until IS 'when it is free again, by the database''s clock';

CREATE TABLE baton.outbox (
    program text NOT NULL REFERENCES baton.head,
    kind    text NOT NULL,
    subject text NOT NULL,
    due     text NOT NULL,
    epoch   bigint NOT NULL,
    PRIMARY KEY (program, kind, subject, due)
);
COMMENT ON TABLE baton.outbox IS 'what was done that must happen once';
COMMENT ON COLUMN baton.outbox.program IS 'for which program';
COMMENT ON COLUMN baton.outbox.kind IS 'what is sent: escalation, report...';
COMMENT ON COLUMN baton.outbox.subject IS 'about what: an id';
COMMENT ON COLUMN baton.outbox.due IS 'for when; kind, subject and due together happen once';
COMMENT ON COLUMN baton.outbox.epoch IS 'of the duty''s holder that did it';

CREATE VIEW baton.changes AS
SELECT program, seq, line::jsonb ->> 'at' AS at, line::jsonb ->> 'by' AS who,
       line::jsonb ->> 'why' AS why, line::jsonb ->> 'source' AS source,
       (line::jsonb ->> 'against')::bigint AS against, id
FROM baton.change;
COMMENT ON VIEW baton.changes IS 'the log as a table: who changed what, when and why';

CREATE VIEW baton.edits AS
SELECT c.program, c.seq, c.line::jsonb ->> 'at' AS at, c.line::jsonb ->> 'by' AS who,
       e.key AS address, u.value AS was, e.value AS now
FROM baton.change AS c
CROSS JOIN LATERAL jsonb_each(c.line::jsonb -> 'edits') AS e
LEFT JOIN LATERAL jsonb_each(c.line::jsonb -> 'undo') AS u
       ON u.key = e.key OR (e.value = 'null' AND split_part(u.key, '.', 2) = e.key);
COMMENT ON VIEW baton.edits IS 'one row for each edit, with what was stated before and after';

CREATE VIEW baton.promises AS
SELECT k.program, k.seq, k.at, k.body::jsonb ->> 'as_of' AS as_of, p ->> 'id' AS id,
       p ->> 'date' AS promised, (p ->> 'probability')::numeric AS probability,
       p ->> 'p50' AS p50, p ->> 'p80' AS p80
FROM baton.kept AS k, jsonb_array_elements(k.body::jsonb -> 'commitments') AS p
WHERE k.kind = 'forecast';
COMMENT ON VIEW baton.promises IS 'each promise in each kept forecast: what was likely, and when it would really come';
