-- Those that fire, of all alerts that are kept, those of one incident beside each other: whoever asks what is wrong now asks for these.
CREATE INDEX alert_firing ON alert ((COALESCE(incident_id, '')), id) WHERE status = 'firing';
