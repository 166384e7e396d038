-- When an alert that nobody tells again is over; null where silence means nothing, and while it is over. It was kept in memory.
ALTER TABLE alert ADD COLUMN expires_at BIGINT;
UPDATE alert SET expires_at = last_seen_at + resolve_after WHERE resolve_after IS NOT NULL AND status = 'firing';
CREATE INDEX alert_expires ON alert (expires_at, id) WHERE expires_at IS NOT NULL;
DROP INDEX alert_resolve_after;
