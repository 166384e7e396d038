-- What was last taken of what a provider of tickets tells of an incident: what was done there before that changes nothing any more.
CREATE TABLE ticket_news (
  incident_id TEXT   NOT NULL,
  source      TEXT   NOT NULL,
  done_at     BIGINT NOT NULL, -- by the provider's clock, in milliseconds
  sequence    BIGINT NOT NULL, -- the provider's own order of what has the same time; 0 where it has none
  news_id     TEXT   NOT NULL,
  PRIMARY KEY (incident_id, source)
);
