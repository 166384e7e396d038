-- Who is on call instead of whom the schedules of the files have.
CREATE TABLE schedule_override (
  id         TEXT   NOT NULL PRIMARY KEY,
  schedule   TEXT   NOT NULL,
  starts_at  BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL, -- when it was ended, where that was before; as starts_at, where it never began
  people     TEXT   NOT NULL, -- JSON array of names
  author     TEXT   NOT NULL,
  comment    TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at   BIGINT           -- when somebody ended it before its time
);
CREATE INDEX schedule_override_ends ON schedule_override (ends_at);
