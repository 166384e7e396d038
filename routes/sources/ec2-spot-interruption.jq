# EC2 Spot interruption: two minutes' notice, and no event that says it is over.

def console: if startswith("cn-") then "\(.).console.amazonaws.cn"
  elif startswith("us-gov-") then "\(.).console.amazonaws-us-gov.com"
  else "\(.).console.aws.amazon.com" end;

.detail["instance-id"] as $instance
| .detail["instance-action"] as $action
| {
    fingerprint: "ec2-spot-interruption:\(.account):\(.region):\($instance)",
    severity: "high",
    title: "Spot instance \($instance) will \($action) in two minutes",
    description: "EC2 takes the instance back. Drain it now.",
    source,
    labels: {
      account,
      region,
      availability_zone: (.resources[0] | strings | split(":")[3]),
      instance: $instance,
      action: $action
    },
    startsAt: .time,
    links: [{
      text: "Instance in the AWS console",
      href: "https://\(.region | console)/ec2/home?region=\(.region)#InstanceDetails:instanceId=\($instance | @uri)"
    }]
  }
