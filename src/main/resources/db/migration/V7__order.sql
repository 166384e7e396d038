-- What an alert's next word is held against: since when it goes on as it is shown, when its sender says that this episode began,
-- the latest end of an episode that was told, and when the hub heard of that end.
ALTER TABLE alert ADD COLUMN starts_at BIGINT;
ALTER TABLE alert ADD COLUMN began_at BIGINT;
ALTER TABLE alert ADD COLUMN ended_at BIGINT;
ALTER TABLE alert ADD COLUMN end_heard_at BIGINT;
