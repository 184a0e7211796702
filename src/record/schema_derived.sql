-- Derived rows: everything computed. `rebuild` drops every table and view whose name does not
-- begin with fixed_ and makes these again from the fixed rows.
--
-- key = report * 2^20 + index of the item in its report's finds: rows of a report lie together, are
-- appended in order, and need no second index. Columns named *_key point at such a row.
-- id = content-based 63-bit hash (dl_item_id); views print it as 16 hex digits.
-- Where words are stored, the writer has read them back from report.text before the commit.

CREATE TABLE made_by(              -- one row
  program  TEXT NOT NULL,
  analysis TEXT NOT NULL           -- hash of program, models and lexicons
) STRICT;

CREATE TABLE pending(              -- reports whose blocks are not resolved yet
  report INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE orphan(               -- decisions that found nothing to hold on to
  decision INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE report(
  report        INTEGER PRIMARY KEY REFERENCES fixed_report,
  id            TEXT NOT NULL,
  path          TEXT NOT NULL,     -- first of paths
  sort          TEXT NOT NULL,     -- published, or '~' (undated last)
  outlet        TEXT, outlet_how TEXT,
  title         TEXT,
  authors       TEXT NOT NULL,     -- JSON list
  contributors  TEXT NOT NULL,     -- JSON list
  reported_from TEXT,
  published     TEXT, published_how TEXT,
  updated       TEXT,
  section       TEXT,
  url           TEXT,
  kind          TEXT NOT NULL,
  language      TEXT,
  credit        TEXT,
  format        TEXT NOT NULL,
  encoding      TEXT NOT NULL,
  other_language INTEGER NOT NULL, -- 1: not in the language of the models
  words         INTEGER NOT NULL,
  sentences     INTEGER NOT NULL,
  spans         TEXT NOT NULL,     -- JSON [[start,end,block,"kind of block"],…]: its sentences, in order
  text_sha256   TEXT NOT NULL,
  text          BLOB NOT NULL,     -- clean text, UTF-8; offsets are bytes of it
  finds         BLOB NOT NULL      -- dl_finds_write without the text
) STRICT;
CREATE UNIQUE INDEX report_id ON report(id);

CREATE TABLE handle(               -- what a person types for a report
  report INTEGER PRIMARY KEY,
  stem   TEXT NOT NULL UNIQUE,     -- file name without folder and ending, '@', id
  handle TEXT NOT NULL             -- its shortest unique beginning, whole words of it
) STRICT;

CREATE TABLE entity_in(            -- an entity as one report has it
  key       INTEGER PRIMARY KEY,
  profile   INTEGER NOT NULL,      -- profile
  forms     TEXT NOT NULL,         -- JSON [["words",count],…]: names of it
  described TEXT NOT NULL,         -- JSON ["words",…]: descriptions that are no office
  offices   TEXT NOT NULL,         -- JSON [[start,end,"words"],…]
  certainty INTEGER NOT NULL
) STRICT;
CREATE INDEX entity_in_profile ON entity_in(profile);

CREATE TABLE relay(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,     -- number, from 1
  outlet_key INTEGER,              -- entity_in
  outlet_name TEXT NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  rule       TEXT NOT NULL,
  suggested  INTEGER NOT NULL,
  certainty  INTEGER NOT NULL
) STRICT;

CREATE TABLE attribution(
  key          INTEGER PRIMARY KEY,
  id           INTEGER NOT NULL,
  sentence     INTEGER NOT NULL,
  source_start INTEGER, source_end INTEGER, source TEXT,
  cue_start    INTEGER, cue_end INTEGER, cue TEXT,
  content      TEXT NOT NULL,      -- JSON [[start,end,"words"],…]
  speaker_key  INTEGER,            -- entity_in
  speakers     TEXT,               -- JSON list of keys, where several speak
  quote        TEXT NOT NULL,
  class        TEXT NOT NULL,
  anonymity    TEXT NOT NULL,
  count        INTEGER,
  addressee    TEXT,
  via_key      INTEGER,            -- relay
  chain        TEXT,               -- JSON list of relay keys, inner to outer
  occasion     TEXT,
  date         TEXT,
  denied       INTEGER NOT NULL,
  hedged       INTEGER NOT NULL,
  within_key   INTEGER,
  side         TEXT,
  speaker_certainty INTEGER NOT NULL,
  certainty    INTEGER NOT NULL,
  statement    INTEGER,            -- statement.id
  origin       INTEGER             -- origin.id
) STRICT;

CREATE TABLE event(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence_text TEXT NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL, -- the trigger
  event_type TEXT,                 -- NULL: a process
  mode       TEXT,
  contexts   TEXT,                 -- JSON list
  process    TEXT,
  actors     TEXT NOT NULL,        -- JSON [[entity_in key or null,"words"],…]
  recipients TEXT NOT NULL,
  date       TEXT, date_how TEXT,
  numbers    TEXT,                 -- JSON list
  place_key  INTEGER, place_name TEXT, place_why TEXT,
  status     TEXT NOT NULL,
  attribution_key INTEGER,
  frame      TEXT,
  certainty  INTEGER NOT NULL,
  row        INTEGER,              -- event_row.id
  meeting    INTEGER               -- meeting.id
) STRICT;

CREATE TABLE deadline(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  what_start INTEGER, what_end INTEGER, what TEXT,
  by_key     INTEGER,
  date       TEXT,
  status     TEXT,
  certainty  INTEGER NOT NULL
) STRICT;

CREATE TABLE position(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  condition_start INTEGER, condition_end INTEGER, condition TEXT,
  party_key  INTEGER,
  party_name TEXT NOT NULL,        -- its words where there is no entity
  speaker_key INTEGER,
  attribution_key INTEGER,
  event_key  INTEGER,
  issue      TEXT NOT NULL,
  stance     TEXT NOT NULL,
  firmness   TEXT,
  form       TEXT,
  level      TEXT,
  number     TEXT, unit TEXT,
  said       TEXT,
  rule       TEXT,
  certainty  INTEGER NOT NULL,
  row        INTEGER               -- position_row.id
) STRICT;

CREATE TABLE version(              -- a mention of a version of a negotiated text
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  attribution_key INTEGER,
  document   TEXT, label TEXT,
  points     INTEGER, packages INTEGER, approximate INTEGER NOT NULL,
  authors    TEXT NOT NULL,        -- JSON list of entity_in keys
  date       TEXT, status TEXT, known TEXT,
  provisions TEXT NOT NULL,        -- JSON [[start,end,"words"],…]
  certainty  INTEGER NOT NULL,
  row        INTEGER               -- version_row.id
) STRICT;

CREATE TABLE assessment(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  by_key     INTEGER,
  attribution_key INTEGER,
  about      TEXT, issue TEXT, state TEXT, tone TEXT, date TEXT,
  certainty  INTEGER NOT NULL
) STRICT;

CREATE TABLE consent(
  key        INTEGER PRIMARY KEY,
  id         INTEGER NOT NULL,
  sentence   INTEGER NOT NULL,
  start      INTEGER NOT NULL, end INTEGER NOT NULL, exact TEXT NOT NULL,
  what_start INTEGER, what_end INTEGER, what TEXT,
  by_key     INTEGER,
  attribution_key INTEGER,
  who        TEXT NOT NULL,        -- JSON list of entity_in keys
  rule       TEXT NOT NULL,
  certainty  INTEGER NOT NULL
) STRICT;

-- One row a sentence (rowid = its key), filled by the writer; contentless: the words stay in
-- report.text.
CREATE VIRTUAL TABLE sentence_fts USING fts5(
  body, content='', columnsize=0, tokenize="unicode61 remove_diacritics 2");

-- What the views' columns are; the views themselves are in views*.sql.
CREATE TABLE view_column(
  view   TEXT NOT NULL,            -- without v_
  place  INTEGER NOT NULL,
  name   TEXT NOT NULL,
  type   TEXT NOT NULL,            -- text, int, bool, json
  what   TEXT NOT NULL,
  PRIMARY KEY(view, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE view_info(
  view  TEXT PRIMARY KEY,
  what  TEXT NOT NULL,             -- one sentence
  sort  TEXT NOT NULL,             -- the order of its rows, columns of it
  dump  INTEGER NOT NULL           -- 1: in the canonical dump
) STRICT, WITHOUT ROWID;
