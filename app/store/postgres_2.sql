-- SPDX-License-Identifier: Apache-2.0
-- Version 2 of a store in PostgreSQL: pieces of work that are leased. Adds only: what version 1 has stays.

CREATE TABLE baton.lease (
    program text NOT NULL REFERENCES baton.head,
    queue   text NOT NULL,
    name    text NOT NULL,
    body    text NOT NULL,
    token   bigint NOT NULL,
    holder  text NOT NULL,
    until   timestamptz NOT NULL,
    result  text,
    PRIMARY KEY (program, queue, name)
);
CREATE INDEX lease_open ON baton.lease (program, queue, name) WHERE result IS NULL;
COMMENT ON TABLE baton.lease IS 'pieces of work, each done by one process at a time and finished once';
COMMENT ON COLUMN baton.lease.program IS 'for which program';
COMMENT ON COLUMN baton.lease.queue IS 'which work: the shards of one simulation...';
COMMENT ON COLUMN baton.lease.name IS 'which piece of it; unique within the queue';
COMMENT ON COLUMN baton.lease.body IS 'what is to be done, as JSON';
COMMENT ON COLUMN baton.lease.token IS 'how often it was taken: the fencing token of the last that took it';
COMMENT ON COLUMN baton.lease.holder IS 'who took it last; empty while nobody has';
COMMENT ON COLUMN baton.lease.until IS 'from when on it may be taken, by the database''s clock';
COMMENT ON COLUMN baton.lease.result IS 'what came of it; NULL: it is not finished';
