-- That its reader is on call, as JSON {schedule, until}; empty where that is not why they are told. It stands apart from who the reader is,
-- which is the same for all that a digest puts together.
ALTER TABLE delivery ADD COLUMN on_call TEXT NOT NULL DEFAULT '';
