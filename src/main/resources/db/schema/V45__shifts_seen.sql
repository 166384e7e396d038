-- Who was on call in a schedule whose hand-overs people are notified of, when it was last looked at. Whoever changes the row notifies them.
CREATE TABLE shift_seen (
  schedule TEXT   NOT NULL PRIMARY KEY,
  people   TEXT   NOT NULL, -- JSON array of names; empty until it was looked at once
  seen_at  BIGINT NOT NULL,
  due_at   BIGINT           -- when it is looked at again
);
CREATE INDEX shift_seen_due ON shift_seen (due_at);
