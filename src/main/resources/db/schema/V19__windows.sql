-- Maintenance windows that people make by API and command; those of rules files stand there.
CREATE TABLE maintenance_window (
  id         TEXT   NOT NULL PRIMARY KEY,
  scope      TEXT   NOT NULL, -- JSON: an event pattern, or matchers
  starts     TEXT   NOT NULL, -- by the clock in the zone: 2026-01-31T02:00
  lasts      BIGINT NOT NULL, -- milliseconds by that clock
  zone       TEXT   NOT NULL,
  rule       TEXT   NOT NULL, -- as RFC 5545 has it after RRULE:; empty for once
  exceptions TEXT   NOT NULL, -- JSON array of days
  author     TEXT   NOT NULL,
  comment    TEXT   NOT NULL,
  made_at    BIGINT NOT NULL,
  over_at    BIGINT           -- when somebody ended it, or its last occasion ends; null for one that goes on for ever
);
CREATE INDEX maintenance_window_over ON maintenance_window (over_at, id) WHERE over_at IS NOT NULL;
