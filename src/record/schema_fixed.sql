-- Fixed rows: what came in and what people said of it. Nothing here is ever computed again;
-- `rebuild` keeps these tables and makes all others anew. Version: user_version.
--
-- Row numbers (report, batch) are those of arrival: no view shows them and no dump holds them.

CREATE TABLE fixed_batch(          -- one commit; outside the dump
  batch    INTEGER PRIMARY KEY,
  recorded TEXT NOT NULL           -- UTC, ISO 8601
) STRICT;

CREATE TABLE fixed_report(         -- the same bytes are one report
  report INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,     -- SHA-256 of raw, 64 hex digits
  batch  INTEGER NOT NULL REFERENCES fixed_batch,
  raw    BLOB NOT NULL
) STRICT;

CREATE TABLE fixed_given(          -- what was said beside the bytes: a set
  report INTEGER NOT NULL REFERENCES fixed_report,
  field  TEXT NOT NULL,            -- path, format, outlet, published, updated, url, title, authors,
                                   -- section, language, kind
  value  TEXT NOT NULL,
  PRIMARY KEY(report, field, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE fixed_decision(       -- a person's, in the order they were made
  number   INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,          -- fix, drop, merge, split, grade, undo, retract, …
  type     TEXT NOT NULL,          -- of the row decided on: report, attribution, event, entity, …
  report   TEXT,                   -- the anchor: hash of the report's bytes,
  raw_from INTEGER, raw_to INTEGER, -- raw byte range,
  exact    TEXT,                   -- the exact words
  before   TEXT, after TEXT,       -- and 32 characters on each side; NULL where there is no text
  target   TEXT NOT NULL,          -- the row's id at the time
  field    TEXT,                   -- fix: which; merge: the other row's id
  value    TEXT,
  why      TEXT,
  who      TEXT,
  made     TEXT NOT NULL,          -- UTC, ISO 8601; outside the dump
  undone   INTEGER REFERENCES fixed_decision -- the decision that took it back
) STRICT;

CREATE TABLE fixed_mark(           -- what has been looked at (brief --new); outside the dump
  name  TEXT PRIMARY KEY,
  batch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
