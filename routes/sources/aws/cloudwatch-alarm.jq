# CloudWatch alarm state change through EventBridge: metric, metric-math and composite alarms.
# The fingerprint is the alarm's ARN, so that ALARM, OK and the SNS form speak of the same trouble.
import "aws" as aws;
import "cloudwatch" as cloudwatch;

aws::detail as $alarm
| ($alarm.state | aws::fields) as $state
| ($alarm.configuration | aws::fields) as $configuration
| ([$state.reasonData | strings | fromjson? | objects] | .[0] // {}) as $data
| [$configuration.metrics | arrays | .[] | objects] as $metrics
| ([$metrics[].metricStat | objects | .metric | objects] | .[0] // {}) as $metric
| ([$data.evaluatedDatapoints | arrays | .[] | objects | select(.value != null)] | max_by(.timestamp) | .value?) as $latest
| ($state.value | aws::word("detail.state.value") | cloudwatch::meaning($properties["cloudwatch.insufficient-data"])) as $meaning
| cloudwatch::alert($meaning; aws::resource // aws::arn("cloudwatch"; "alarm:\($alarm.alarmName)"); $alarm.alarmName) * {
    severity: (if $state.value != "ALARM" then $meaning.severity
      # The alarm's own actions are suppressed: somebody said that this is known.
      elif $state.actionsSuppressedBy != null then "info"
      else ($alarm.alarmTags | aws::fields | .severity) // $meaning.severity end),
    description: ([$configuration.description, $state.reason] | map(strings) | join("\n")),
    labels: (($metric.dimensions | aws::fields) + { account, region, state: $state.value, namespace: $metric.namespace,
      metric: (cloudwatch::expression($metrics) // $metric.name) }),
    annotations: {
      alarm_rule: $configuration.alarmRule,
      triggered_by: cloudwatch::children([$data.triggeringAlarms | arrays | .[] | objects | .arn]),
      suppressed_by: $state.actionsSuppressedReason
    },
    value: $latest,
    threshold: $data.threshold,
    startsAt: (if $meaning.status == "resolved" then $alarm.previousState | aws::fields | .timestamp else $state.timestamp end),
    endsAt: $state.timestamp,
    toldAt: $state.timestamp
  }
