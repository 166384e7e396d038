-- Calendars that feed schedules, as they were last read well: who is on call must not hang on whether a calendar's server answers.
CREATE TABLE calendar_feed (
  schedule TEXT   NOT NULL PRIMARY KEY,
  content  TEXT   NOT NULL, -- empty until it was read once
  read_at  BIGINT,          -- when it was last read well
  tried_at BIGINT NOT NULL,
  trouble  TEXT   NOT NULL  -- why it was not, at the last try; else empty
);
