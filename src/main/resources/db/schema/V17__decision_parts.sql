-- What came of the first alerts of an event that is decided in several transactions, until the last of them puts it into the event's
-- decision: each writes what it decided, and nobody what was decided before.
CREATE TABLE decision_part (
  event_id TEXT   NOT NULL,
  part     BIGINT NOT NULL, -- how many alerts were decided with it and before it
  alerts   TEXT   NOT NULL, -- JSON array, as in the event's decision
  PRIMARY KEY (event_id, part)
);
