-- An alert that its sender tells again and again while it goes on: so many milliseconds without that, and it is over.
ALTER TABLE alert ADD COLUMN resolve_after BIGINT;
CREATE INDEX alert_resolve_after ON alert (fingerprint) WHERE resolve_after IS NOT NULL AND status = 'firing';
-- When its sender said what stands, by the sender's clock: what was said before that and comes later tells nobody.
ALTER TABLE alert ADD COLUMN told_at BIGINT;
