-- Tries count at the claim, for every kind of row. Notices and dead letters: how often they were claimed. Deliveries: how
-- often since a try last told its end; attempt goes on counting what their schedule asks for.
ALTER TABLE notice ADD COLUMN attempt BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dead_letter ADD COLUMN attempt BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN claims BIGINT NOT NULL DEFAULT 0;
