-- Who wants nothing at which of their addresses for a while.
CREATE TABLE rest (
  person TEXT   NOT NULL,
  kind   TEXT   NOT NULL,
  until  BIGINT NOT NULL,
  PRIMARY KEY (person, kind)
);
CREATE INDEX rest_until ON rest (until);
