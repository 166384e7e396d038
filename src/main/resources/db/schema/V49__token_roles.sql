-- What else is known of a token. Times are milliseconds.
ALTER TABLE token ADD COLUMN name TEXT NOT NULL DEFAULT '';   -- what people call it
ALTER TABLE token ADD COLUMN person TEXT NOT NULL DEFAULT ''; -- the name in recipients.yaml of whose it is
ALTER TABLE token ADD COLUMN expires_at BIGINT;               -- from when on it opens nothing
ALTER TABLE token ADD COLUMN last_used_at BIGINT;             -- a minute late at most
