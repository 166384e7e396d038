-- What alerts of incidents have in common, where rules files say `related`: incidents that share it within a time know of each other.
CREATE TABLE incident_relation (
  relation_key TEXT   NOT NULL, -- fields and the values that alerts have in them
  began_at     BIGINT NOT NULL, -- when the first alert with these values began in the incident
  incident_id  TEXT   NOT NULL,
  within       BIGINT NOT NULL, -- others that began so much earlier or later, in milliseconds, are related
  PRIMARY KEY (relation_key, began_at, incident_id)
);
CREATE INDEX incident_relation_incident ON incident_relation (incident_id);
