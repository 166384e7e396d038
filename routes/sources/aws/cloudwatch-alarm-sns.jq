# CloudWatch alarm as its SNS action tells it: metric, metric-math and composite alarms. `Region` is a display name
# ("EU (Ireland)"), so the ARN tells the region. Fingerprint and fields are those of cloudwatch-alarm.jq.
import "aws" as aws;
import "cloudwatch" as cloudwatch;

(.AlarmArn | aws::word("AlarmArn")) as $arn
| (.Trigger | aws::fields) as $trigger
| [$trigger.Metrics | arrays | .[] | objects] as $metrics
| (([$metrics[].MetricStat | objects | .Metric | objects] | .[0]) // $trigger) as $metric
| ([$metric.Dimensions | arrays | .[] | objects | select(.name | type == "string") | { (.name): .value }] | add // {}) as $dimensions
| (.NewStateValue | aws::word("NewStateValue") | cloudwatch::meaning($properties["cloudwatch.insufficient-data"])) as $meaning
| cloudwatch::alert($meaning; $arn; .AlarmName) * {
    description: ([.AlarmDescription, .NewStateReason] | map(strings) | join("\n")),
    labels: ($dimensions + { account: .AWSAccountId, region: ($arn | split(":")[3]), state: .NewStateValue,
      namespace: first_of($metric.Namespace, $trigger.Namespace),
      metric: (cloudwatch::expression([$metrics[] | { expression: .Expression, label: .Label, returnData: .ReturnData }]) // $metric.MetricName) }),
    annotations: {
      alarm_rule: .AlarmRule,
      triggered_by: cloudwatch::children([.TriggeringChildren | arrays | .[] | objects | .Arn])
    },
    # "... datapoints [95.3 (20/08/26 09:55:00)] was greater than ..."
    value: ([.NewStateReason | strings | capture("\\[(?<value>[0-9.eE+-]+) \\(").value] | .[0]),
    threshold: $trigger.Threshold,
    startsAt: .StateChangeTime,
    endsAt: .StateChangeTime,
    toldAt: .StateChangeTime
  }
