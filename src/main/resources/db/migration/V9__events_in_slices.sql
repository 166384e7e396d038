-- An event of thousands of alerts is decided in several transactions: how many of its alerts the ones so far have decided.
ALTER TABLE event ADD COLUMN decided_to BIGINT NOT NULL DEFAULT 0;

-- Events are claimed by their size, too, which the index has, so that no body is read for it. In characters.
ALTER TABLE event ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
UPDATE event SET size = length(body) WHERE state = 'pending';
DROP INDEX event_due;
CREATE INDEX event_due ON event (due_at, id, size) WHERE state = 'pending';
