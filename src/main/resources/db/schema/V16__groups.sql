-- Alerts that groupings put together. An alert knows its incident, so that it stays in it whatever its group is by then.
ALTER TABLE alert ADD COLUMN incident_id TEXT; -- the incident that it was put into last, whether that is over or not
UPDATE alert SET incident_id = (SELECT max(i.id) FROM incident i WHERE i.alert_id = alert.id);

-- An alert that stands alone is its own group, and its row says which incident it has.
DROP INDEX incident_open;

-- Of each group that a grouping makes the incident that was opened last: at most one is open. Empty where it is only held, by
-- whoever may open one.
CREATE TABLE incident_group (
  group_key   TEXT NOT NULL PRIMARY KEY, -- a grouping and the values that its alerts have in common
  incident_id TEXT NOT NULL
);
CREATE INDEX incident_group_incident ON incident_group (incident_id);

-- The alerts of incidents that groupings make, so that the thousandth costs what the first did. That of an alert that stands alone
-- is in its incident's book.
CREATE TABLE member (
  id          TEXT   NOT NULL PRIMARY KEY, -- of incident and alert
  incident_id TEXT   NOT NULL,
  alert_id    TEXT   NOT NULL,
  changed     BIGINT NOT NULL,             -- the incident's version at which there was last something to tell of it
  over_at     BIGINT,                      -- null while it fires
  content     TEXT   NOT NULL
);
CREATE INDEX member_incident ON member (incident_id);
CREATE INDEX member_over ON member (over_at) WHERE over_at IS NOT NULL;
