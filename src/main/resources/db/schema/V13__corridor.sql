-- One table per noun. Times are epoch milliseconds of the store's clock; JSON is text.
-- A claimed row carries its owner, and its due_at is the end of the lease: a claim whose owner dies is due again then.
-- A completion counts only while the row's fence is the one that was claimed.

CREATE TABLE event (
  id            TEXT   NOT NULL PRIMARY KEY,
  source        TEXT   NOT NULL,
  identity      TEXT   NOT NULL DEFAULT '', -- within which fingerprints make two alerts one: by default the source
  external_id   TEXT   NOT NULL,
  content_type  TEXT   NOT NULL,
  body          TEXT   NOT NULL,
  attributes    TEXT   NOT NULL,
  size          BIGINT NOT NULL DEFAULT 0, -- of the body in characters: claims are bounded by it without reading bodies
  received_at   BIGINT NOT NULL,
  state         TEXT   NOT NULL, -- pending, decided, dead, discarded
  due_at        BIGINT NOT NULL,
  owner         TEXT,
  fence         BIGINT NOT NULL DEFAULT 0,
  attempt       BIGINT NOT NULL DEFAULT 0,
  mapping       TEXT,
  rules_version TEXT,
  decision      TEXT,            -- what came of it, alert by alert, for the trace
  decided_to    BIGINT NOT NULL DEFAULT 0, -- of an event of thousands of alerts: how many are decided
  redo          TEXT,            -- JSON array: which alerts of it are decided again after a redrive; null for all
  settled_at    BIGINT,
  UNIQUE (source, external_id)
);
CREATE INDEX event_due ON event (due_at, id, size) WHERE state = 'pending';

CREATE TABLE alert (
  id            TEXT   NOT NULL PRIMARY KEY,
  identity      TEXT   NOT NULL, -- empty where the fingerprint is unique in the whole world
  fingerprint   TEXT   NOT NULL,
  status        TEXT   NOT NULL,
  severity      TEXT   NOT NULL,
  content       TEXT   NOT NULL, -- the alert as JSON, as last told
  fire_count    BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  last_seen_at  BIGINT NOT NULL,
  event_id      TEXT   NOT NULL, -- the last event that changed it
  resolve_after BIGINT,          -- so many milliseconds without being told again, and it is over
  told_at       BIGINT,          -- when its sender said what stands, by the sender's clock
  starts_at     BIGINT,          -- since when it goes on as it is shown
  began_at      BIGINT,          -- when its sender says that this episode began
  ended_at      BIGINT,          -- the latest end of an episode that was told
  end_heard_at  BIGINT,          -- and when the hub heard of it
  expires_at    BIGINT,          -- when it is over if nobody tells it again; null where silence means nothing, and while it is over
  generation    BIGINT NOT NULL DEFAULT 0, -- rises with each decision that was more than a count: what memory knows of it holds no longer
  UNIQUE (fingerprint, identity)
);
CREATE INDEX alert_seen ON alert (last_seen_at);
CREATE INDEX alert_expires ON alert (expires_at, id) WHERE expires_at IS NOT NULL;

-- The alerts of one group, from the first that fires to the last end. What only a decision asks for is in its book: members,
-- subscriptions, what each address was told. Nearly every incident has one member and a few addresses.
CREATE TABLE incident (
  id          TEXT   NOT NULL PRIMARY KEY,
  group_key   TEXT   NOT NULL, -- the alert's identity and fingerprint, until alerts can be grouped
  alert_id    TEXT   NOT NULL, -- its member
  rules       TEXT   NOT NULL, -- JSON array of the rules that matched a member
  state       TEXT   NOT NULL, -- open, ending, resolved
  severity    TEXT   NOT NULL,
  title       TEXT   NOT NULL,
  version     BIGINT NOT NULL, -- rises with each change worth telling
  opened_at   BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL, -- when its version rose last
  resolved_at BIGINT,
  due_at      BIGINT,          -- when the next of its subscriptions looks
  book        TEXT   NOT NULL
);
CREATE UNIQUE INDEX incident_open ON incident (group_key) WHERE state <> 'resolved';
CREATE INDEX incident_due ON incident (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX incident_alert ON incident (alert_id);
CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE notice (
  id          TEXT   NOT NULL PRIMARY KEY,
  incident_id TEXT   NOT NULL, -- a digest's is its own
  event_id    TEXT   NOT NULL,
  version     BIGINT NOT NULL, -- the incident's: what is told at a higher one supersedes it
  round       BIGINT NOT NULL, -- which telling of the incident it is to its addresses
  kind        TEXT   NOT NULL, -- opened, updated, reminder, resolved, digest
  rules       TEXT   NOT NULL, -- JSON array of the rules through which its addresses are told
  receivers   TEXT   NOT NULL, -- JSON array of who is told: receivers' names, and objects for people
  message     TEXT   NOT NULL, -- what channels render
  state       TEXT   NOT NULL, -- pending, told, dead
  withdrawn   BIGINT NOT NULL DEFAULT 0, -- 1 where some of it was taken back before it was fanned out
  created_at  BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  owner       TEXT,
  fence       BIGINT NOT NULL DEFAULT 0,
  attempt     BIGINT NOT NULL DEFAULT 0, -- how often it was claimed
  settled_at  BIGINT
);
CREATE INDEX notice_due ON notice (due_at) WHERE state = 'pending';
CREATE INDEX notice_event ON notice (event_id);
CREATE INDEX notice_incident ON notice (incident_id, version);

CREATE TABLE delivery (
  id                 TEXT   NOT NULL PRIMARY KEY,
  notice_id          TEXT   NOT NULL,
  incident_id        TEXT   NOT NULL,
  version            BIGINT NOT NULL,
  receiver           TEXT   NOT NULL,
  address            TEXT   NOT NULL, -- empty: the receiver's own
  recipient          TEXT   NOT NULL DEFAULT '', -- the person as JSON, or empty for nobody in particular
  fallback_of        TEXT   NOT NULL, -- the dead delivery that this one stands in for, or empty
  priority           BIGINT NOT NULL,
  state              TEXT   NOT NULL, -- pending, delivered, dead, superseded, collapsed, taken-over, discarded
  held               BIGINT NOT NULL DEFAULT 0, -- 1 while it waits for the end of somebody's quiet hours
  created_at         BIGINT NOT NULL,
  due_at             BIGINT NOT NULL,
  owner              TEXT,
  fence              BIGINT NOT NULL DEFAULT 0,
  attempt            BIGINT NOT NULL DEFAULT 0, -- what its schedule asks for
  claims             BIGINT NOT NULL DEFAULT 0, -- how often it was claimed since a try last told its end
  first_attempt_at   BIGINT,
  possible_duplicate BIGINT NOT NULL DEFAULT 0, -- 1 once a try ended without an answer: the receiver may have it
  unanswered         BIGINT NOT NULL DEFAULT 0, -- how many tries ended so since it was made or redriven
  digest_id          TEXT,            -- where it is collapsed: the delivery that tells it among others
  failure_class      TEXT,
  reason             TEXT,
  settled_at         BIGINT,
  answered_at        BIGINT,          -- where its first try delivered it: when that ended; it has no row in attempt then
  status_code        BIGINT,
  answer             TEXT,
  UNIQUE (notice_id, receiver, address, fallback_of)
);
CREATE INDEX delivery_due ON delivery (receiver, priority, due_at) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery (incident_id, receiver) WHERE state = 'pending';
CREATE INDEX delivery_held ON delivery (receiver, due_at) WHERE state = 'pending' AND held = 1;
CREATE INDEX delivery_digest ON delivery (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX delivery_collapsed ON delivery (incident_id, receiver) WHERE state = 'collapsed';
-- Digests that nobody has seen yet: each claim looks whether more is to be told in one, however much waits.
CREATE INDEX delivery_unsent_digest ON delivery (receiver)
  WHERE state = 'pending' AND fence = 0 AND incident_id = notice_id;

-- Tries of deliveries, but for a first that delivers: nearly every delivery has just that one, and keeps it in its own row.
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

-- All tries of deliveries, for readers.
CREATE VIEW every_attempt AS
  SELECT delivery_id, number, started_at, ended_at, outcome, failure_class, status_code, answer FROM attempt
  UNION ALL
  SELECT id, 1, first_attempt_at, answered_at, 'delivered', NULL, status_code, answer FROM delivery
  WHERE answered_at IS NOT NULL;

-- What a receiver's provider calls an incident at one address, in one round: where updates and the end belong.
CREATE TABLE thread (
  incident_id TEXT   NOT NULL,
  receiver    TEXT   NOT NULL,
  address     TEXT   NOT NULL,
  round       BIGINT NOT NULL,
  content     TEXT   NOT NULL, -- JSON object, as the channel's route stored it
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (incident_id, receiver, address, round)
);
CREATE INDEX thread_changed ON thread (changed_at);

CREATE TABLE dead_letter (
  id            TEXT   NOT NULL PRIMARY KEY,
  kind          TEXT   NOT NULL, -- event, alert, notice, delivery
  event_id      TEXT   NOT NULL,
  alert_index   BIGINT,          -- which alert of the event's mapping
  notice_id     TEXT,            -- a notice of which somebody is not told who should be
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
  fence         BIGINT NOT NULL DEFAULT 0,
  attempt       BIGINT NOT NULL DEFAULT 0 -- how often it was claimed
);
CREATE INDEX dead_letter_open ON dead_letter (created_at) WHERE state = 'open';
CREATE INDEX dead_letter_due ON dead_letter (due_at) WHERE told = 0;
CREATE INDEX dead_letter_event ON dead_letter (event_id);
CREATE INDEX dead_letter_notice ON dead_letter (notice_id) WHERE notice_id IS NOT NULL;
CREATE INDEX dead_letter_settled ON dead_letter (settled_at) WHERE settled_at IS NOT NULL;

-- Rows that readiness writes, to see whether the store takes anything, and the last time that the hub saw.
CREATE TABLE probe (
  name TEXT   NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL
);

-- What is left of a provider's limits. An account is a provider and its credential (never the credential itself) or a
-- receiver that names none; destination is empty for the account's own bucket. No row: full, and not paused.
CREATE TABLE bucket (
  account      TEXT   NOT NULL,
  destination  TEXT   NOT NULL,
  tokens       DOUBLE PRECISION NOT NULL,
  refilled_at  BIGINT NOT NULL,
  paused_until BIGINT NOT NULL DEFAULT 0,
  paused_why   TEXT   NOT NULL DEFAULT '',
  PRIMARY KEY (account, destination)
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

-- Alerts of which nobody is notified for a time; how it stands follows from its times.
CREATE TABLE silence (
  id         TEXT   NOT NULL PRIMARY KEY,
  scope      TEXT   NOT NULL, -- JSON: an event pattern, or matchers
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  author     TEXT   NOT NULL,
  comment    TEXT   NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX silence_end ON silence (ends_at, id);

-- What holds members of incidents back that fire: when that ends or changes, the incidents' rules look.
CREATE TABLE held (
  held_by     TEXT NOT NULL, -- silence sil_..., window <name>, inhibition <name> ...
  incident_id TEXT NOT NULL,
  PRIMARY KEY (held_by, incident_id)
);
CREATE INDEX held_incident ON held (incident_id);

-- What ended or changed before its time: the incidents that it held are gone through in batches.
CREATE TABLE released (
  held_by TEXT   NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  why     TEXT   NOT NULL,
  after   TEXT   NOT NULL DEFAULT '' -- the last incident that was gone through
);
CREATE INDEX released_at ON released (at);

-- What hubs on one store keep in memory: a number that rises in each transaction that changes it, so that one small read a second
-- tells each of them what to read anew.
CREATE TABLE revision (
  what   TEXT   NOT NULL PRIMARY KEY, -- tokens, versions, receivers, pauses, silences
  number BIGINT NOT NULL
);

-- The versions of the files that decide, as hubs loaded them: the one with the highest number is the one that all hubs go by.
CREATE TABLE version (
  what          TEXT   NOT NULL, -- rules, mappings
  version       TEXT   NOT NULL, -- a hash of the files
  number        BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  first_seen_by TEXT   NOT NULL, -- a hub's name
  current_since BIGINT NOT NULL, -- when it became the highest last
  current_by    TEXT   NOT NULL, -- through whom: a hub, or who said ./hub rules use
  PRIMARY KEY (what, version)
);

-- What each hub has loaded of them.
CREATE TABLE loaded (
  hub     TEXT   NOT NULL, -- the owner of its claims
  what    TEXT   NOT NULL,
  version TEXT   NOT NULL,
  since   BIGINT NOT NULL,
  PRIMARY KEY (hub, what)
);

-- Which hub has which receivers: what is for one that only another hub has waits for that hub.
CREATE TABLE hub_receiver (
  receiver     TEXT   NOT NULL,
  hub          TEXT   NOT NULL, -- its name
  seen_at      BIGINT NOT NULL, -- when the hub last said so
  succeeded_at BIGINT NOT NULL DEFAULT 0, -- about when something was last delivered there, of receivers with a fallback
  PRIMARY KEY (receiver, hub)
);

-- Alerts that fire and keep others quiet.
CREATE TABLE inhibitor (
  inhibition TEXT   NOT NULL,
  equal_key  TEXT   NOT NULL, -- what must be the same
  alert_id   TEXT   NOT NULL,
  fits_both  BIGINT NOT NULL, -- 1 where it fits the target, too: it does not hold others that do
  PRIMARY KEY (inhibition, equal_key, alert_id)
);
CREATE INDEX inhibitor_alert ON inhibitor (alert_id);
