-- What people did, of an audit in which retention notes who was notified of each event that it removes: whoever lists acts reads these.
CREATE INDEX audit_acts ON audit (id) WHERE actor <> 'hub.retention';
