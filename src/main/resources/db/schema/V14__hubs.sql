-- The hubs that have the store open. Each says now and then that it lives; what a hub that is gone has claimed is taken over.
CREATE TABLE hub (
  id         TEXT   NOT NULL PRIMARY KEY, -- its name and its boot: the owner of what it claims
  name       TEXT   NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  decides    BIGINT NOT NULL DEFAULT 1 -- 0 while others go by other rules than it has
);

-- Parts of the stream of events, of which each is decided by one hub at a time, so that events of one part stay in order.
CREATE TABLE slice (
  id      BIGINT NOT NULL PRIMARY KEY,
  owner   TEXT,                       -- a hub's id; null while nobody has it
  leaving BIGINT NOT NULL DEFAULT 0   -- 1 while its owner begins nothing more of it, to give it up
);
INSERT INTO slice (id)
  WITH RECURSIVE every (id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM every WHERE id < 63) SELECT id FROM every;

ALTER TABLE event ADD COLUMN slice BIGINT NOT NULL DEFAULT 0; -- what must be decided in order is in one
