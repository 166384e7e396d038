# CloudWatch alarm as its SNS action tells it. `Region` is a display name ("EU (Ireland)"), so the ARN tells the region.
# Fingerprint and fields are those of cloudwatch-alarm.jq.

def console: if startswith("cn-") then "\(.).console.amazonaws.cn"
  elif startswith("us-gov-") then "\(.).console.amazonaws-us-gov.com"
  else "\(.).console.aws.amazon.com" end;

(.AlarmArn | split(":")[3]) as $region
| .NewStateValue as $state
| ([.Trigger.Dimensions[]? | {(.name): .value}] | add // {}) as $dimensions
| {
    fingerprint: .AlarmArn,
    status: (if $state == "OK" then "resolved" else "firing" end),
    severity: (if $state == "INSUFFICIENT_DATA" then "low" else "high" end),
    title: ("CloudWatch alarm \(.AlarmName)" + if $state == "INSUFFICIENT_DATA" then " has no data" else "" end),
    description: ([.AlarmDescription, .NewStateReason] | map(strings) | join("\n")),
    source: "aws.cloudwatch",
    labels: ($dimensions + {
      account: .AWSAccountId,
      region: $region,
      alarm: .AlarmName,
      state: $state,
      namespace: .Trigger.Namespace,
      metric: .Trigger.MetricName
    }),
    # "... datapoints [95.3 (20/08/26 09:55:00)] was greater than ..."
    value: ([.NewStateReason | strings | capture("\\[(?<value>[0-9.eE+-]+) \\(").value] | .[0]),
    threshold: .Trigger.Threshold,
    startsAt: .StateChangeTime,
    endsAt: (if $state == "OK" then .StateChangeTime else null end),
    links: [{
      text: "Alarm in the AWS console",
      href: "https://\($region | console)/cloudwatch/home?region=\($region)#alarmsV2:alarm/\(.AlarmName | @uri)"
    }]
  }
