-- Digests that nobody has seen yet: each claim looks whether more is to be told in one, however much waits.
CREATE INDEX delivery_unsent_digest ON delivery (receiver)
  WHERE state = 'pending' AND fence = 0 AND incident_id = notice_id;
