-- The audit is sealed into a chain of hashes a moment after its rows are written: a row's place and hash follow from the row before it.
ALTER TABLE audit ADD COLUMN seq BIGINT; -- its place in the chain, from 1 without a gap; null until it is sealed
ALTER TABLE audit ADD COLUMN hash TEXT;  -- of the hash before it, and of all that the row says
CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;

-- The rows that were sealed on one day, as one part that is kept or removed as a whole. The last one grows, and is the chain's end.
CREATE TABLE audit_segment (
  number     BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
  first_seq  BIGINT NOT NULL,
  last_seq   BIGINT NOT NULL,             -- first_seq - 1 while it has no row
  last_hash  TEXT   NOT NULL,             -- that of its last row; kept when its rows are removed
  began_at   BIGINT NOT NULL,
  closed_at  BIGINT,                      -- when the next one began
  removed_at BIGINT                       -- since when its rows may be gone
);
INSERT INTO audit_segment (number, first_seq, last_seq, last_hash, began_at)
VALUES (1, 1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);
