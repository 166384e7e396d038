# A CloudWatch alarm that was deleted will never be OK: it resolves what it had told. Created and updated tell nothing.
import "aws" as aws;
import "cloudwatch" as cloudwatch;

aws::detail as $alarm
| ($alarm.operation | aws::word("detail.operation")) as $operation
| select($operation == "delete")
| cloudwatch::alert({ status: "resolved", severity: "info", words: " was deleted" };
    aws::resource // aws::arn("cloudwatch"; "alarm:\($alarm.alarmName)"); $alarm.alarmName) * {
    labels: { account, region },
    startsAt: .time,
    endsAt: .time,
    toldAt: .time
  }
