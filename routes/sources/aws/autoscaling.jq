# Auto Scaling: an instance that could not be launched or terminated. The fingerprint is the group and what it tried, so
# that the next success of the same resolves the failure.
import "aws" as aws;

aws::detail as $activity
| $activity.AutoScalingGroupName as $group
| (.["detail-type"] | aws::word("detail-type")) as $type
| (if $type | contains("Launch") then { what: "launch", done: "launched" } else { what: "terminate", done: "terminated" } end) as $words
| $words.what as $what
| ($type | endswith(" Successful")) as $good
| ($activity.Details | aws::fields) as $where
| aws::alert * {
    fingerprint: "autoscaling:\(.account):\(.region):\($group):\($what)",
    status: (if $good then "resolved" else "firing" end),
    severity: (if $what == "launch" then "high" else "medium" end),
    title: "Auto Scaling group \($group) \(if $good then $words.done else "could not \($what)" end) an instance",
    description: ([$activity.StatusMessage, $activity.Cause] | map(strings | select(. != "")) | join("\n")),
    labels: {
      auto_scaling_group: $group,
      instance: $activity.EC2InstanceId,
      state: $activity.StatusCode,
      availability_zone: $where["Availability Zone"],
      subnet: $where["Subnet ID"]
    },
    links: [aws::link("Activity of the group"; "ec2/home?region=\(.region)#AutoScalingGroupDetails:id=\($group | @uri);view=activity")]
  }
