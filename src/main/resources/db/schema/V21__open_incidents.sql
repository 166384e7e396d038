-- How many incidents are open, by severity, without reading the others: whoever scrapes asks for it.
CREATE INDEX incident_open ON incident (severity) WHERE state <> 'resolved';
