-- How many members of a team escalations have paged in turn: the next one begins with the member after.
CREATE TABLE turn (
  team   TEXT   NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL
);
