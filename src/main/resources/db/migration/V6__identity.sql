-- What makes two alerts one is the fingerprint within an identity: by default the source that told it, empty where the
-- fingerprint is unique in the whole world.
ALTER TABLE event ADD COLUMN identity TEXT NOT NULL DEFAULT '';
UPDATE event SET identity = source;

-- SQLite can't take away a constraint: the table is made anew.
CREATE TABLE alert_by_identity (
  id            TEXT   NOT NULL PRIMARY KEY,
  identity      TEXT   NOT NULL,
  fingerprint   TEXT   NOT NULL,
  status        TEXT   NOT NULL,
  severity      TEXT   NOT NULL,
  content       TEXT   NOT NULL, -- the alert as JSON, as last told
  fire_count    BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  last_seen_at  BIGINT NOT NULL,
  event_id      TEXT   NOT NULL, -- the last event that changed it
  resolve_after BIGINT,          -- so many milliseconds without being told again, and it is over
  told_at       BIGINT,          -- when its sender said what stands, by the sender's clock
  UNIQUE (fingerprint, identity)
);
-- Of an alert whose last event is gone the source is not known; it begins anew at the next word of its sender.
INSERT INTO alert_by_identity
SELECT a.id,
       CASE WHEN e.mapping IN ('cloudwatch-alarm', 'cloudwatch-alarm-sns', 'cloudwatch-alarm-configuration',
                               'codepipeline-execution', 'codepipeline-stage', 'codepipeline-action', 'codebuild',
                               'codedeploy', 'cloudformation', 'ecs-task', 'ecs-service', 'ecs-deployment', 'ec2-state',
                               'ec2-spot-interruption', 'ec2-rebalance', 'autoscaling', 'rds', 'backup', 'guardduty',
                               'health', 'securityhub')
            THEN '' ELSE COALESCE(e.source, '?') END,
       CASE WHEN e.mapping IN ('pagerduty-event', 'uptime-kuma')
            THEN replace(a.fingerprint, ':' || e.source || ':', ':') ELSE a.fingerprint END,
       a.status, a.severity, a.content, a.fire_count, a.first_seen_at, a.last_seen_at, a.event_id, a.resolve_after,
       a.told_at
FROM alert a LEFT JOIN event e ON e.id = a.event_id;

-- The group of an incident is its alert's key: identity, space, fingerprint.
UPDATE incident SET group_key = COALESCE(
  (SELECT a.identity || ' ' || a.fingerprint
   FROM incident_alert i JOIN alert_by_identity a ON a.id = i.alert_id
   WHERE i.incident_id = incident.id LIMIT 1),
  '? ' || group_key);

DROP TABLE alert;
ALTER TABLE alert_by_identity RENAME TO alert;
CREATE INDEX alert_seen ON alert (last_seen_at);
CREATE INDEX alert_resolve_after ON alert (fingerprint) WHERE resolve_after IS NOT NULL AND status = 'firing';
