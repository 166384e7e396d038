-- What people are to be told of what holds alerts back: that a silence is about to end, or has ended. Who tells it removes the row.
CREATE TABLE hold_notice (
  held_by TEXT   NOT NULL, -- silence sil_...
  what    TEXT   NOT NULL, -- ending, ended
  due_at  BIGINT NOT NULL,
  PRIMARY KEY (held_by, what)
);
CREATE INDEX hold_notice_due ON hold_notice (due_at);
