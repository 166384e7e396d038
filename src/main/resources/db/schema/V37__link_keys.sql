-- What the links in messages are signed with: the newest signs, the one before it still opens what it signed.
CREATE TABLE link_key (
  id         TEXT   NOT NULL PRIMARY KEY,
  secret     TEXT   NOT NULL, -- 64 hex digits
  created_at BIGINT NOT NULL
);
