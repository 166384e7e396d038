-- Rises with each decision about an alert that changed more than its count: what memory knows of it holds while it is the same.
ALTER TABLE alert ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
