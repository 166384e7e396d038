-- A notice of which somebody is not told who should be: the recipients changed after its rule named them.
ALTER TABLE dead_letter ADD COLUMN notice_id TEXT;
CREATE INDEX dead_letter_notice ON dead_letter (notice_id) WHERE notice_id IS NOT NULL;
