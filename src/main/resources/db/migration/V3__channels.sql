-- A delivery is for a person (JSON {name, audience, language, timeZone}) or, where this is empty, for nobody in particular.
ALTER TABLE delivery ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
-- 1 while it waits for the end of somebody's quiet hours, its due_at; those of one destination are then told together.
ALTER TABLE delivery ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
CREATE INDEX delivery_held ON delivery (receiver, due_at) WHERE state = 'pending' AND held = 1;
-- State collapsed: the delivery that tells this one among others. State taken-over: fallback_of of another names it.
ALTER TABLE delivery ADD COLUMN digest_id TEXT;
CREATE INDEX delivery_digest ON delivery (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX delivery_collapsed ON delivery (incident_id, receiver) WHERE state = 'collapsed';
-- 1 once a try ended without an answer: the receiver may have it. It stays 1 whatever comes after.
ALTER TABLE delivery ADD COLUMN possible_duplicate BIGINT NOT NULL DEFAULT 0;
-- How many tries ended so since it was made or redriven.
ALTER TABLE delivery ADD COLUMN unanswered BIGINT NOT NULL DEFAULT 0;

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
-- Held pauses and tokens by receiver: a start with full buckets is what a new hub does, too.
DROP TABLE receiver;

-- What a receiver's provider calls an incident at one address: where updates and the end belong.
CREATE TABLE thread (
  incident_id TEXT   NOT NULL,
  receiver    TEXT   NOT NULL,
  address     TEXT   NOT NULL,
  content     TEXT   NOT NULL, -- JSON object, as the channel's route stored it
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (incident_id, receiver, address)
);
CREATE INDEX thread_changed ON thread (changed_at);
