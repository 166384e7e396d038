-- Whom a window's beginning and end are told: as a rule's notify.
ALTER TABLE maintenance_window ADD COLUMN notify TEXT NOT NULL DEFAULT '[]';
