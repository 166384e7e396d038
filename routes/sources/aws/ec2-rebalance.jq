# EC2 rebalance recommendation: a Spot instance is at a higher risk of being taken back. It may come long before the
# interruption, or with it, or be all there is. No event says it is over, so the hub ends it after an hour.
import "aws" as aws;

(aws::detail | .["instance-id"]) as $instance
| aws::alert * {
    fingerprint: "ec2-rebalance-recommendation:\(.account):\(.region):\($instance)",
    severity: "low",
    title: "Spot instance \($instance) is likely to be interrupted",
    description: "EC2 recommends to move its work to another instance before the two minutes' notice.",
    labels: { availability_zone: ("\(aws::resource)" | split(":")[3]), instance: $instance },
    links: [aws::link("Instance"; "ec2/home?region=\(.region)#InstanceDetails:instanceId=\($instance | @uri)")],
    resolveAfter: 3600
  }
