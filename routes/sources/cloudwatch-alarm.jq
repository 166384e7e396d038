# CloudWatch alarm state change through EventBridge.
# The fingerprint is the alarm's ARN, so that ALARM, OK and the SNS form speak of the same trouble.
# INSUFFICIENT_DATA goes on firing, but low: nobody knows, and an open incident must not look solved.

def console: if startswith("cn-") then "\(.).console.amazonaws.cn"
  elif startswith("us-gov-") then "\(.).console.amazonaws-us-gov.com"
  else "\(.).console.aws.amazon.com" end;

.detail as $alarm
| $alarm.state.value as $state
| (($alarm.state.reasonData | fromjson?) // {}) as $data
| [$alarm.configuration.metrics[]?.metricStat.metric | objects] as $metrics
| ([$data.evaluatedDatapoints[]? | select(.value != null)] | max_by(.timestamp) | .value) as $latest
| {
    fingerprint: (.resources[0] // "arn:aws:cloudwatch:\(.region):\(.account):alarm:\($alarm.alarmName)"),
    status: (if $state == "OK" then "resolved" else "firing" end),
    severity: (if $state == "INSUFFICIENT_DATA" then "low" else ($alarm.alarmTags.severity? // "high") end),
    title: ("CloudWatch alarm \($alarm.alarmName)" + if $state == "INSUFFICIENT_DATA" then " has no data" else "" end),
    description: ([$alarm.configuration.description, $alarm.state.reason] | map(strings) | join("\n")),
    source,
    labels: (($metrics[0].dimensions // {}) + {
      account,
      region,
      alarm: $alarm.alarmName,
      state: $state,
      namespace: $metrics[0].namespace,
      metric: $metrics[0].name
    }),
    value: $latest,
    threshold: $data.threshold,
    startsAt: (if $state == "OK" then $alarm.previousState.timestamp else $alarm.state.timestamp end),
    endsAt: (if $state == "OK" then $alarm.state.timestamp else null end),
    links: [{
      text: "Alarm in the AWS console",
      href: "https://\(.region | console)/cloudwatch/home?region=\(.region)#alarmsV2:alarm/\($alarm.alarmName | @uri)"
    }]
  }
