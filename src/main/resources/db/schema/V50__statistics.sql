-- What happened in each hour. It is made of the other tables, again and again until it can change no more; who decides or sends does not
-- write to it.
CREATE TABLE statistic (
  dimension     TEXT   NOT NULL, -- all, severity, rule, receiver, source, person, alert
  hour          BIGINT NOT NULL, -- when it began
  name          TEXT   NOT NULL, -- empty for all; an alert's is its id
  detail        TEXT   NOT NULL, -- an alert's title, a person's time zone
  alerts        BIGINT NOT NULL,
  incidents     BIGINT NOT NULL, -- opened
  acknowledged  BIGINT NOT NULL,
  resolved      BIGINT NOT NULL,
  notices       BIGINT NOT NULL,
  delivered     BIGINT NOT NULL,
  dead          BIGINT NOT NULL,
  retried       BIGINT NOT NULL,
  night_pages   BIGINT NOT NULL,
  changes       BIGINT NOT NULL, -- how often an alert was over, or fired again
  delivering    TEXT   NOT NULL, -- how long it took, as a histogram that can be added up: <milliseconds>:<how often>, commas between
  acknowledging TEXT   NOT NULL,
  resolving     TEXT   NOT NULL,
  PRIMARY KEY (dimension, hour, name)
);

-- The hours that were made.
CREATE TABLE statistic_hour (
  hour      BIGINT NOT NULL PRIMARY KEY,
  made_at   BIGINT NOT NULL,
  undecided BIGINT NOT NULL -- events that came in it and were not decided then
);

-- Deliveries whose end is found by their ids are nearly all; the others are found by these, which cost nothing where a first try delivers.
CREATE INDEX delivery_late ON delivery (settled_at) WHERE settled_at - created_at > 600000;
CREATE INDEX attempt_again ON attempt (ended_at) WHERE number > 1;

-- Deliveries of which a try failed and which did not arrive since: whoever asks for those reads these, and not all that arrived.
CREATE INDEX delivery_failed ON delivery (id) WHERE failure_class IS NOT NULL;
