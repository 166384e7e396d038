-- What people did in a chat, by the provider's id of it: the same again, sent by the provider or by somebody who recorded it, has no effect.
CREATE TABLE answer_taken (
  id       TEXT   NOT NULL PRIMARY KEY,
  taken_at BIGINT NOT NULL
);
CREATE INDEX answer_taken_at ON answer_taken (taken_at);
