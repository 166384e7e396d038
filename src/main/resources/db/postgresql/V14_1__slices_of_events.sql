-- Each hub claims its own slices, however much waits in those of others; a SQLite store has one hub, and does without.
CREATE INDEX event_slice ON event (slice, due_at, id) WHERE state = 'pending';
