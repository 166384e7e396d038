-- What was answered to requests with an Idempotency-Key, so that the same again does nothing. Times are milliseconds.
CREATE TABLE answered_request (
  id        TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of whose key it is and the key
  principal TEXT   NOT NULL,             -- whose key it is: a token's id
  request   TEXT   NOT NULL,             -- HMAC-SHA-256 of what was asked, with the key
  taken_by  TEXT   NOT NULL,             -- which try of it
  state     TEXT   NOT NULL,             -- taken, done (the answer is not kept yet), answered
  status    BIGINT NOT NULL,             -- HTTP; 0 until it is answered
  etag      TEXT   NOT NULL,
  answer    TEXT   NOT NULL,             -- JSON, without secrets
  begun_at  BIGINT NOT NULL
);
CREATE INDEX answered_request_begun ON answered_request (begun_at, id);
CREATE INDEX answered_request_of ON answered_request (principal, begun_at, id);

-- Rises with each change, so that whoever changes what they saw finds out that somebody else did.
ALTER TABLE silence ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
