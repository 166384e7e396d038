-- One table per noun. Times are epoch milliseconds of the store's clock; JSON is text.
-- A claimed row carries its owner, and its due_at is the end of the lease: a claim whose owner dies is due again then.
-- A completion counts only while the row's fence is the one that was claimed.

CREATE TABLE event (
  id            TEXT   NOT NULL PRIMARY KEY,
  source        TEXT   NOT NULL,
  external_id   TEXT   NOT NULL,
  content_type  TEXT   NOT NULL,
  body          TEXT   NOT NULL,
  attributes    TEXT   NOT NULL,
  received_at   BIGINT NOT NULL,
  state         TEXT   NOT NULL, -- pending, decided, dead, discarded
  due_at        BIGINT NOT NULL,
  owner         TEXT,
  fence         BIGINT NOT NULL DEFAULT 0,
  attempt       BIGINT NOT NULL DEFAULT 0,
  mapping       TEXT,
  rules_version TEXT,
  decision      TEXT,            -- what came of it, alert by alert, for the trace
  redo          TEXT,            -- JSON array: which alerts of it are decided again after a redrive; null for all
  settled_at    BIGINT,
  UNIQUE (source, external_id)
);
CREATE INDEX event_due ON event (due_at) WHERE state = 'pending';
CREATE INDEX event_settled ON event (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE alert (
  id            TEXT   NOT NULL PRIMARY KEY,
  fingerprint   TEXT   NOT NULL UNIQUE,
  status        TEXT   NOT NULL,
  severity      TEXT   NOT NULL,
  content       TEXT   NOT NULL, -- the alert as JSON, as last told
  fire_count    BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  last_seen_at  BIGINT NOT NULL,
  event_id      TEXT   NOT NULL  -- the last event that changed it
);
CREATE INDEX alert_seen ON alert (last_seen_at);

CREATE TABLE incident (
  id          TEXT   NOT NULL PRIMARY KEY,
  rule        TEXT   NOT NULL,
  group_key   TEXT   NOT NULL, -- the fingerprint, until rules can group
  state       TEXT   NOT NULL, -- open, resolved
  severity    TEXT   NOT NULL,
  title       TEXT   NOT NULL,
  opened_at   BIGINT NOT NULL,
  noticed_at  BIGINT NOT NULL, -- when it last had something to say
  notices     BIGINT NOT NULL, -- how many notices it made: the last one's sequence
  resolved_at BIGINT
);
CREATE UNIQUE INDEX incident_open ON incident (group_key, rule) WHERE state = 'open';
CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE incident_alert (
  incident_id TEXT NOT NULL,
  alert_id    TEXT NOT NULL,
  PRIMARY KEY (incident_id, alert_id)
);
CREATE INDEX incident_alert_alert ON incident_alert (alert_id);

CREATE TABLE notice (
  id          TEXT   NOT NULL PRIMARY KEY,
  incident_id TEXT   NOT NULL,
  event_id    TEXT   NOT NULL,
  sequence    BIGINT NOT NULL, -- order within the incident
  kind        TEXT   NOT NULL, -- opened, updated, resolved
  rule        TEXT   NOT NULL,
  receivers   TEXT   NOT NULL, -- JSON array of names
  message     TEXT   NOT NULL, -- what channels render
  state       TEXT   NOT NULL, -- pending, told
  created_at  BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  owner       TEXT,
  fence       BIGINT NOT NULL DEFAULT 0,
  settled_at  BIGINT
);
CREATE INDEX notice_due ON notice (due_at) WHERE state = 'pending';
CREATE INDEX notice_event ON notice (event_id);
CREATE INDEX notice_incident ON notice (incident_id);
CREATE INDEX notice_settled ON notice (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE delivery (
  id               TEXT   NOT NULL PRIMARY KEY,
  notice_id        TEXT   NOT NULL,
  incident_id      TEXT   NOT NULL,
  sequence         BIGINT NOT NULL,
  receiver         TEXT   NOT NULL,
  address          TEXT   NOT NULL, -- empty: the receiver's own
  fallback_of      TEXT   NOT NULL, -- the dead delivery that this one stands in for, or empty
  priority         BIGINT NOT NULL,
  state            TEXT   NOT NULL, -- pending, delivered, dead, superseded, discarded
  created_at       BIGINT NOT NULL,
  due_at           BIGINT NOT NULL,
  owner            TEXT,
  fence            BIGINT NOT NULL DEFAULT 0,
  attempt          BIGINT NOT NULL DEFAULT 0,
  first_attempt_at BIGINT,
  failure_class    TEXT,
  reason           TEXT,
  settled_at       BIGINT,
  UNIQUE (notice_id, receiver, address, fallback_of)
);
CREATE INDEX delivery_due ON delivery (receiver, priority, due_at) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery (incident_id, receiver) WHERE state = 'pending';
CREATE INDEX delivery_settled ON delivery (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE attempt (
  delivery_id   TEXT   NOT NULL,
  number        BIGINT NOT NULL,
  started_at    BIGINT NOT NULL,
  ended_at      BIGINT NOT NULL,
  outcome       TEXT   NOT NULL, -- delivered, failed
  failure_class TEXT,
  status_code   BIGINT,
  answer        TEXT,
  PRIMARY KEY (delivery_id, number)
);

CREATE TABLE dead_letter (
  id            TEXT   NOT NULL PRIMARY KEY,
  kind          TEXT   NOT NULL, -- event, alert, delivery
  event_id      TEXT   NOT NULL,
  alert_index   BIGINT,          -- which alert of the event's mapping
  delivery_id   TEXT,
  source        TEXT   NOT NULL,
  rule          TEXT,
  receiver      TEXT,
  fallback      TEXT,            -- the receiver to be told of it
  failure_class TEXT   NOT NULL, -- transient, rate-limited, permanent, unknown
  reason        TEXT   NOT NULL,
  state         TEXT   NOT NULL, -- open, redriven, discarded
  created_at    BIGINT NOT NULL,
  settled_at    BIGINT,
  told          BIGINT NOT NULL, -- 0 until the dead-letter route has told the fallback and forwarded it
  due_at        BIGINT NOT NULL,
  owner         TEXT,
  fence         BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX dead_letter_open ON dead_letter (created_at) WHERE state = 'open';
CREATE INDEX dead_letter_due ON dead_letter (due_at) WHERE told = 0;
CREATE INDEX dead_letter_event ON dead_letter (event_id);
CREATE INDEX dead_letter_settled ON dead_letter (settled_at) WHERE settled_at IS NOT NULL;

-- One row that readiness writes, to see whether the store takes anything.
CREATE TABLE probe (
  name TEXT   NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL
);

CREATE TABLE receiver (
  name         TEXT   NOT NULL PRIMARY KEY,
  paused_until BIGINT NOT NULL,
  paused_why   TEXT   NOT NULL,
  tokens       DOUBLE PRECISION NOT NULL,
  refilled_at  BIGINT NOT NULL
);

CREATE TABLE token (
  id         TEXT   NOT NULL PRIMARY KEY,
  source     TEXT   NOT NULL, -- a source's name, * for every source, :admin for the API
  hash       TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  UNIQUE (source, hash)
);

CREATE TABLE audit (
  id     TEXT   NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT   NOT NULL,
  action TEXT   NOT NULL,
  target TEXT   NOT NULL,
  detail TEXT   NOT NULL
);
CREATE INDEX audit_target ON audit (target);
