-- SPDX-License-Identifier: Apache-2.0
-- What a store of version 1 held, written by the Baton of then; the tables are those of *_1.sql. In SQLite
-- @TABLE is TABLE and @program and @pier nothing; in PostgreSQL they are the schema, column and value.
INSERT INTO @change (@programseq, id, line, before, hash) VALUES (@pier1, 'v1-1', '{"seq":1,"id":"v1-1","at":"2026-11-16T00:00:00Z","by":"ann","why":"the first version","source":"init","against":0,"edits":{"program.title":"New pier","program.start":"2026-09-07","program.as_of":"2026-11-16","people.ann":{"team":"red"},"teams.red":{"lead":"ann","capacity":2},"tasks.dig":{"team":"red","estimate":"2w..3w..5w"},"tasks.pour":{"team":"red","estimate":"1w..2w..4w","after":["dig"]},"milestones.open":{"after":["pour"]},"commitments.open-march":{"milestone":"open","date":"2027-03-31","made_by":"ann"}},"undo":{"program.title":null,"program.start":null,"program.as_of":null,"ann":null,"red":null,"dig":null,"pour":null,"open":null,"open-march":null}}', '9192360f6e836d744aa94061796e8651c8ef1841639daffd5c032c44fd3e36a3', 'db7d1cbedc2a61372e8582c89634e5b6c5f77fca592a3ca1c832495e260f8c04');
INSERT INTO @change (@programseq, id, line, before, hash) VALUES (@pier2, 'v1-2', '{"seq":2,"id":"v1-2","at":"2026-11-17T00:00:00Z","by":"ann","why":"wet ground","against":1,"edits":{"dig.estimate":"3w..4w..6w"},"undo":{"dig.estimate":"2w..3w..5w"}}', 'db7d1cbedc2a61372e8582c89634e5b6c5f77fca592a3ca1c832495e260f8c04', 'd994b937825b5fe7e5cecb89da2e3880e88925bcdf84d8b73e40f12cef063af4');
INSERT INTO @change (@programseq, id, line, before, hash) VALUES (@pier3, 'v1-3', '{"seq":3,"id":"v1-3","at":"2026-11-18T00:00:00Z","by":"bob","against":2,"edits":{"pour.people":2,"open.title":"Opening"},"undo":{"pour.people":null,"open.title":null}}', 'd994b937825b5fe7e5cecb89da2e3880e88925bcdf84d8b73e40f12cef063af4', '072bf3aebf2e804631c061ed665cc8aafb699040d5305ece4f09ece030f56d89');
INSERT INTO @change (@programseq, id, line, before, hash) VALUES (@pier4, 'v1-4', '{"seq":4,"id":"v1-4","at":"2026-11-20T00:00:00Z","by":"ann","why":"the pumps came","source":"undo of 2","against":3,"edits":{"dig.estimate":"2w..3w..5w"},"undo":{"dig.estimate":"3w..4w..6w"}}', '072bf3aebf2e804631c061ed665cc8aafb699040d5305ece4f09ece030f56d89', 'c19d175df1fa8758c2930ed27060ae932ce033ae8625c8d3169dcf69b315e108');
INSERT INTO @change (@programseq, id, line, before, hash) VALUES (@pier5, 'v1-5', '{"seq":5,"id":"v1-5","at":"2026-11-21T00:00:00Z","by":"bob","against":4,"edits":{"dig.note":"it''s “so”"},"undo":{"dig.note":null}}', 'c19d175df1fa8758c2930ed27060ae932ce033ae8625c8d3169dcf69b315e108', '818d3df1fdf65c3d02b3865d9d63277a2ac3f0013c0fd0c7bd8ba387c73356ba');
INSERT INTO @snapshot (@programseq, log_hash, plan, plan_hash) VALUES (@pier1, 'db7d1cbedc2a61372e8582c89634e5b6c5f77fca592a3ca1c832495e260f8c04', '{
  "baton": 1,
  "program": {
    "id": "pier",
    "title": "New pier",
    "start": "2026-09-07",
    "as_of": "2026-11-16"
  },
  "people": {
    "ann": {
      "team": "red"
    }
  },
  "teams": {
    "red": {
      "lead": "ann",
      "capacity": 2
    }
  },
  "tasks": {
    "dig": {
      "team": "red",
      "estimate": "2w..3w..5w"
    },
    "pour": {
      "team": "red",
      "estimate": "1w..2w..4w",
      "after": [
        "dig"
      ]
    }
  },
  "milestones": {
    "open": {
      "after": [
        "pour"
      ]
    }
  },
  "commitments": {
    "open-march": {
      "milestone": "open",
      "date": "2027-03-31",
      "made_by": "ann"
    }
  }
}
', 'f632e4c6a6fd27d3b80ef1557bb6abccee1c836e0be36211d924f23b877b6ec7');
INSERT INTO @kept (@programkind, name, seq, at, body) VALUES (@pier'forecast', '9f06d07f10e32e55', 5, '2026-11-27T03:57:34Z', '{
  "format_version": "1.0",
  "kind": "kept-forecast",
  "program": "pier",
  "as_of": "2026-11-16",
  "inputs": "44fe03351266693d",
  "engine": "0.1.0",
  "import_notes": 0,
  "seed": 1,
  "iterations": 256,
  "digest": "f69e2646c8404e13",
  "capacity": true,
  "commitments": [
    {
      "id": "open-march",
      "date": "2027-03-31",
      "probability": 1,
      "outside_view": 0.978544,
      "p10": "2026-12-09T15:50:11",
      "p50": "2026-12-18T16:15:47",
      "p80": "2027-01-05T09:55:02",
      "p90": "2027-01-13T11:24:21",
      "p95": "2027-01-20T11:35:00"
    }
  ],
  "joint_probability": 1,
  "milestones": [
    {
      "id": "open",
      "p10": "2026-12-09T15:50:11",
      "p50": "2026-12-18T16:15:47",
      "p80": "2027-01-05T09:55:02",
      "p90": "2027-01-13T11:24:21",
      "p95": "2027-01-20T11:35:00"
    }
  ]
}
');
UPDATE @head SET seq = 5, hash = '818d3df1fdf65c3d02b3865d9d63277a2ac3f0013c0fd0c7bd8ba387c73356ba';
