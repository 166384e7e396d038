-- What people do about incidents.

-- The incident that somebody resolved while the alert fired, as long as what it says is of that.
ALTER TABLE alert ADD COLUMN resolved_in TEXT;
CREATE INDEX alert_resolved_in ON alert (resolved_in) WHERE resolved_in IS NOT NULL;

ALTER TABLE incident ADD COLUMN acknowledged_by TEXT;
ALTER TABLE incident ADD COLUMN assigned_to TEXT;
ALTER TABLE incident ADD COLUMN public_status TEXT; -- investigating, identified, monitoring, resolved
ALTER TABLE incident ADD COLUMN closed_at BIGINT;   -- when somebody closed it; its state is resolved then, too

CREATE TABLE incident_comment (
  id          TEXT   NOT NULL PRIMARY KEY,
  incident_id TEXT   NOT NULL,
  said_at     BIGINT NOT NULL,
  author      TEXT   NOT NULL,
  content     TEXT   NOT NULL
);
CREATE INDEX incident_comment_of ON incident_comment (incident_id, id);
