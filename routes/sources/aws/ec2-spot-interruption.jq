# EC2 Spot interruption: two minutes' notice, and no event that says it is over, so the hub ends it after an hour.
import "aws" as aws;

aws::detail as $notice
| $notice["instance-id"] as $instance
| aws::alert * {
    fingerprint: "ec2-spot-interruption:\(.account):\(.region):\($instance)",
    severity: "high",
    title: "Spot instance \($instance) will \($notice["instance-action"] // "stop") in two minutes",
    description: "EC2 takes the instance back. Drain it now.",
    labels: {
      # "arn:aws:ec2:eu-west-1a:instance/i-0abc": this one ARN has the zone where others have the region.
      availability_zone: ("\(aws::resource)" | split(":")[3]),
      instance: $instance,
      action: $notice["instance-action"]
    },
    links: [aws::link("Instance"; "ec2/home?region=\(.region)#InstanceDetails:instanceId=\($instance | @uri)")],
    resolveAfter: 3600
  }
