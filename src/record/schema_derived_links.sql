-- Resolved things: what many reports say together (src/model/links.h). id = the id of its first
-- mention by (published, report id, start). Rows name items by their key (see schema_derived.sql).
-- JSON lists of keys are in the resolver's order.

-- What resolving asks for. Not in the dump: all of it follows from the finds.
CREATE TABLE report_index(
  report    INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  published INTEGER NOT NULL,      -- earliest moment; 9223372036854775807: undated
  order_id  INTEGER NOT NULL,      -- first 16 digits of the id
  card      BLOB NOT NULL,
  items     BLOB NOT NULL,         -- dl_items_write, all kinds
  story     BLOB NOT NULL          -- story terms
) STRICT;
CREATE TABLE item_key(             -- which reports have an item of a block
  key    INTEGER NOT NULL,
  report INTEGER NOT NULL,
  PRIMARY KEY(key, report)
) STRICT, WITHOUT ROWID;
CREATE TABLE term(                 -- which reports have a shingle (0) or a story term (1)
  kind INTEGER NOT NULL, term INTEGER NOT NULL,
  published INTEGER NOT NULL, order_id INTEGER NOT NULL, report INTEGER NOT NULL,
  PRIMARY KEY(kind, term, published, order_id, report)
) STRICT, WITHOUT ROWID;

CREATE TABLE profile(              -- entities that no report can tell apart share one
  profile   INTEGER PRIMARY KEY,   -- hash of what the resolver sees of it
  entity    INTEGER NOT NULL,      -- entity.id
  published INTEGER NOT NULL, order_id INTEGER NOT NULL, -- of the first report that has it
  key       INTEGER NOT NULL,      -- the entity_in of that report
  certainty INTEGER NOT NULL,      -- of the link
  reason    TEXT NOT NULL          -- why it is this entity
) STRICT;
CREATE INDEX profile_entity ON profile(entity);
CREATE TABLE profile_key(
  block   INTEGER NOT NULL,
  profile INTEGER NOT NULL,
  PRIMARY KEY(block, profile)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity(
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL,
  name      TEXT NOT NULL,
  country   TEXT,                  -- ISO 3166 alpha-3 or a PLOVER non-state code
  sector    TEXT,
  gender    TEXT,
  certainty INTEGER NOT NULL
) STRICT;

CREATE TABLE origin(
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  name       TEXT,
  entity_key INTEGER,
  reports    INTEGER NOT NULL,
  first_key  INTEGER               -- report * 2^20 + attribution, or + 2^20-1: its narration
) STRICT;
CREATE TABLE report_origin(        -- of a report's own narration
  key    INTEGER PRIMARY KEY,
  origin INTEGER NOT NULL
) STRICT;

CREATE TABLE statement(
  id           INTEGER PRIMARY KEY,
  speaker_key  INTEGER,
  speaker_name TEXT,
  occasion     TEXT,
  date         TEXT,
  content_key  INTEGER,            -- the attribution whose words stand for it
  attributions TEXT NOT NULL,      -- JSON list of attribution keys
  min INTEGER NOT NULL, max INTEGER NOT NULL,
  certainty    INTEGER NOT NULL
) STRICT;

CREATE TABLE event_row(
  id        INTEGER PRIMARY KEY,
  best_key  INTEGER NOT NULL,      -- the event whose fields stand for it
  date      TEXT,
  status    TEXT NOT NULL,
  accounts  TEXT NOT NULL,         -- JSON [["status",min,max,[event keys]],…]
  evidence  TEXT NOT NULL,         -- JSON list of event keys
  min INTEGER NOT NULL, max INTEGER NOT NULL,
  certainty INTEGER NOT NULL
) STRICT;

CREATE TABLE meeting(
  id           INTEGER PRIMARY KEY,
  name         TEXT,
  date         TEXT,
  place_name   TEXT,
  mode         TEXT,
  participants TEXT NOT NULL,      -- JSON [[entity_in key or null,"name"],…]
  status       TEXT NOT NULL,
  accounts     TEXT NOT NULL,      -- as event_row
  events       TEXT NOT NULL,      -- JSON list of event_row ids as 16 hex digits
  min INTEGER NOT NULL, max INTEGER NOT NULL,
  reports      INTEGER NOT NULL,
  certainty    INTEGER NOT NULL
) STRICT;

CREATE TABLE position_row(
  id        INTEGER PRIMARY KEY,
  best_key  INTEGER NOT NULL,
  evidence  TEXT NOT NULL,         -- JSON list of position keys
  min INTEGER NOT NULL, max INTEGER NOT NULL,
  before    INTEGER,               -- position_row.id
  change    TEXT,
  said      TEXT, reported TEXT,
  certainty INTEGER NOT NULL
) STRICT;

CREATE TABLE version_row(
  id        INTEGER PRIMARY KEY,
  best_key  INTEGER NOT NULL,
  document  TEXT, label TEXT, date TEXT, status TEXT, known TEXT,
  points    INTEGER, packages INTEGER,
  authors   TEXT NOT NULL,         -- JSON list of entity_in keys
  evidence  TEXT NOT NULL,         -- JSON list of version keys
  min INTEGER NOT NULL, max INTEGER NOT NULL,
  certainty INTEGER NOT NULL
) STRICT;

CREATE TABLE question(
  id        INTEGER PRIMARY KEY,
  question  TEXT NOT NULL,
  slot      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  answers   TEXT NOT NULL,         -- JSON [["value",min,max,[[report,start,end,"words"],…]],…]
  certainty INTEGER NOT NULL
) STRICT;
CREATE TABLE question_member(      -- kept to take old rows out
  key INTEGER NOT NULL, question INTEGER NOT NULL,
  PRIMARY KEY(key)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy(
  report_from INTEGER NOT NULL,    -- the copy
  report_to   INTEGER NOT NULL,
  owner       INTEGER NOT NULL,    -- the later of the two: whose row this is
  kind        TEXT NOT NULL,
  containment INTEGER NOT NULL,    -- in 1/1000
  passages    TEXT NOT NULL,       -- JSON [[from start,from end,to start,to end],…]
  differences TEXT NOT NULL,
  directed    INTEGER NOT NULL,
  reason      TEXT,
  PRIMARY KEY(owner, report_from, report_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_from ON copy(report_from);
CREATE INDEX copy_to ON copy(report_to);

CREATE TABLE story_in(
  report INTEGER PRIMARY KEY,
  parent INTEGER,                  -- the earlier report it was joined to
  story  INTEGER NOT NULL,         -- the report that opens its story
  score  INTEGER NOT NULL
) STRICT;
CREATE INDEX story_in_story ON story_in(story);
CREATE INDEX story_in_parent ON story_in(parent);
