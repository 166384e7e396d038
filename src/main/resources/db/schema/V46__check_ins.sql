-- Who has to report in time. Times are milliseconds.
CREATE TABLE check_in (
  name        TEXT    NOT NULL PRIMARY KEY,
  content     TEXT    NOT NULL,           -- JSON: what is said of it
  every_ms    BIGINT  NOT NULL,
  grace_ms    BIGINT  NOT NULL,
  since       BIGINT  NOT NULL,           -- from when a report is waited for
  reported_at BIGINT,                     -- the last report
  late_since  BIGINT,
  excused     INTEGER NOT NULL DEFAULT 0, -- 1 while no report came since it was put off because no hub was there
  told        TEXT,                       -- JSON: the event that said that it is late
  due_at      BIGINT                      -- when it is looked whether it is late; nothing once it is
);
CREATE INDEX check_in_due ON check_in (due_at) WHERE due_at IS NOT NULL;
