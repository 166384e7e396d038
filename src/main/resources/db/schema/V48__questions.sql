-- What people are asked, with what follows from their answer. Times are milliseconds.
CREATE TABLE question (
  id          TEXT   NOT NULL PRIMARY KEY,
  asked_as    TEXT   NOT NULL UNIQUE, -- its entry and what whoever asks it calls it: the same again is the same question
  subject     TEXT   NOT NULL,        -- of one subject one is open
  began_at    BIGINT,                 -- when what it is about began to wait, where that is told
  heard_from  TEXT   NOT NULL,        -- JSON: the sources whose events can end it; none for any
  run         TEXT   NOT NULL,        -- what it is a part of, such as a pipeline's execution; else empty
  entry       TEXT   NOT NULL,
  content     TEXT   NOT NULL,        -- JSON
  told        TEXT   NOT NULL,        -- JSON: who was notified, as a notice has it
  state       TEXT   NOT NULL,
  version     BIGINT NOT NULL,
  answers     TEXT   NOT NULL,        -- JSON: those that counted
  telling     TEXT   NOT NULL,        -- how far the answer is on its way
  outcome     TEXT   NOT NULL,
  asked_at    BIGINT NOT NULL,
  until_at    BIGINT NOT NULL,
  settled_at  BIGINT,                 -- when it was over: answered, expired or withdrawn
  due_at      BIGINT                  -- when it is looked at again
);
CREATE INDEX question_due ON question (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX question_open ON question (subject) WHERE state = 'open';
CREATE INDEX question_run ON question (run) WHERE state = 'open';
CREATE INDEX question_settled ON question (settled_at);
-- What a pipeline's execution runs, who caused it and what of it is over, as the events of a source said it.
CREATE TABLE pipeline_run (
  execution TEXT   NOT NULL,
  source    TEXT   NOT NULL,
  content   TEXT   NOT NULL, -- JSON
  seen_at   BIGINT NOT NULL,
  PRIMARY KEY (execution, source)
);
CREATE INDEX pipeline_run_seen ON pipeline_run (seen_at);
